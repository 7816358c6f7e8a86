import type { Response } from 'express';
import type { Emulator } from './emulator.ts';

/** Proxies and browsers give up on a connection that says nothing for a minute or so. */
const BEAT_MS = 15_000;
/** More than anybody opens by hand: a page that forgets to close its old ones must not pile them up. */
const MOST_TABS = 50;
/** Of a page whose server went away, mostly to be started again at once; browsers by themselves wait three times as long. */
const RETRY_MS = 1_000;
/** A tab that takes nothing any more (a laptop asleep) is dropped: it comes back by itself and reads the state anew. */
const UNREAD_BYTES = 4 * 1024 * 1024;

/** Server-sent events: everything the emulator tells, to every open tab, until the tab goes or the emulator stops. */
export function makeEventStream(): (emulator: Emulator, response: Response) => void {
  let tabs = 0;
  return (emulator, response) => {
    if (tabs >= MOST_TABS) return void response.status(503).end();
    tabs += 1;
    response.set('Content-Type', 'text/event-stream');
    response.flushHeaders();
    const write = (text: string): void => {
      if (response.writableEnded || response.destroyed) return;
      if (response.writableLength > UNREAD_BYTES) response.destroy();
      else response.write(text);
    };
    write(`: open\nretry: ${RETRY_MS}\n\n`);
    const beat = setInterval(() => write(': beat\n\n'), BEAT_MS).unref();
    const leave = emulator.listen({ tell: (event) => write(`data: ${JSON.stringify(event)}\n\n`), end: () => response.end() });
    response.once('close', () => {
      tabs -= 1;
      clearInterval(beat);
      leave();
    });
  };
}
