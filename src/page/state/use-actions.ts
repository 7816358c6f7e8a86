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

/** The last request, if it was refused. `status` 0: the server could not be reached. */
export type Refusal = { readonly asked: keyof Actions; readonly status: number };

export function useActions(): { readonly actions: Actions; readonly refusal: Refusal | undefined; readonly forget: () => void } {
  const [refusal, setRefusal] = useState<Refusal>();
  const actions = useMemo((): Actions => {
    const tell = (asked: keyof Actions, answer: Promise<Answer>) =>
      void answer.then(({ ok, status }) => setRefusal(ok ? undefined : { asked, status }));
    return {
      send: (send) => tell('send', postSend(send)),
      fault: (fault) => tell('fault', postFault(fault)),
      reset: (channel) => tell('reset', postReset(channel)),
      locale: (channel, locale) => tell('locale', postLocale(channel, locale)),
      open: (place) => tell('open', postNode(place)),
    };
  }, []);
  return { actions, refusal, forget: () => setRefusal(undefined) };
}
