import { useMemo, useState } from 'preact/hooks';
import type { EmulatedChannel, EmulatorFault, EmulatorSend } from '../../model/emulator.ts';
import { type Answer, postFault, postLocale, postNode, postReset, postSend } from './api.ts';
import type { Place } from './deep-link.ts';

/** What the page can ask of the server. What comes of it arrives as events; only a refusal is told here. */
export type Actions = {
  readonly send: (send: EmulatorSend) => void;
  readonly fault: (fault: EmulatorFault) => void;
  readonly reset: (channel: EmulatedChannel) => void;
  readonly locale: (channel: EmulatedChannel, locale: string) => void;
  readonly open: (place: Place) => void;
};

/** `refusal`: the status of the last request, if it was refused; 0 when the server could not be reached. */
export function useActions(): { readonly actions: Actions; readonly refusal: number | undefined; readonly forget: () => void } {
  const [refusal, setRefusal] = useState<number>();
  const actions = useMemo((): Actions => {
    const tell = (answer: Promise<Answer>) => void answer.then(({ ok, status }) => setRefusal(ok ? undefined : status));
    return {
      send: (send) => tell(postSend(send)),
      fault: (fault) => tell(postFault(fault)),
      reset: (channel) => tell(postReset(channel)),
      locale: (channel, locale) => tell(postLocale(channel, locale)),
      open: (place) => tell(postNode(place)),
    };
  }, []);
  return { actions, refusal, forget: () => setRefusal(undefined) };
}
