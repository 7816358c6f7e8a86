import { useEffect, useReducer } from 'preact/hooks';
import type { EmulatorEvent } from '../../model/emulator.ts';
import { EVENTS_URL, getState } from './api.ts';
import { FIRST_VIEW, type View, view } from './reduce.ts';

const RETRY_MS = 1500;

/** What the server tells, kept up to date. The browser reconnects by itself, except after an answer that is no event stream. */
export function useEmulator(): View {
  const [current, signal] = useReducer(view, FIRST_VIEW);
  useEffect(() => {
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    /** Counts questions and losses, so that a late answer to an earlier question is not taken for today's state. */
    let round = 0;
    const lose = () => {
      round += 1;
      signal({ kind: 'lost' });
      if (source?.readyState === EventSource.CONNECTING) return;
      source?.close();
      clearTimeout(retry);
      retry = setTimeout(connect, RETRY_MS);
    };
    const ask = () => {
      round += 1;
      const asked = round;
      signal({ kind: 'asked' });
      getState().then(
        (state) => asked === round && signal({ kind: 'state', state }),
        () => asked === round && lose(),
      );
    };
    const connect = () => {
      source = new EventSource(EVENTS_URL);
      source.onopen = ask;
      source.onmessage = ({ data }) => {
        const event: EmulatorEvent = JSON.parse(data);
        signal({ kind: 'event', event });
        // New content may bring nodes, regions and languages that the event does not name.
        if (event.kind === 'content') ask();
      };
      source.onerror = lose;
    };
    connect();
    return () => {
      round += 1;
      clearTimeout(retry);
      source?.close();
    };
  }, []);
  return current;
}
