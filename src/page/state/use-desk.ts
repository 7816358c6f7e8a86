import { useState } from 'preact/hooks';
import type { EmulatedChannel, EmulatorState } from '../../model/emulator.ts';
import type { BotBubble } from '../draw/transcript.ts';

/** The parts of the page. A narrow screen shows one at a time. */
export const PARTS = ['whatsapp', 'messenger', 'details'] as const;
export type Part = (typeof PARTS)[number];

type Desk = { readonly part: Part; readonly channel: EmulatedChannel; readonly pickedId?: string };

/** What the staff member looks at: a phone, a message of it (the latest unless one is picked), and on a narrow screen one part. */
export function useDesk(state: EmulatorState | undefined) {
  const [desk, setDesk] = useState<Desk>({ part: 'whatsapp', channel: 'whatsapp' });
  const { channel, pickedId } = desk;
  const bubbles = state?.phones.find((phone) => phone.channel === channel)?.bubbles ?? [];
  const answers = bubbles.filter((bubble): bubble is BotBubble => bubble.kind === 'bot');
  const picked = answers.find(({ id }) => id === pickedId);
  return {
    part: desk.part,
    channel,
    bubble: picked ?? answers.at(-1),
    following: picked === undefined,
    answers,
    show: (part: Part) => setDesk(part === 'details' ? { ...desk, part } : { part, channel: part }),
    /** Whoever acts on a phone wants to see what comes of it. */
    use: (on: EmulatedChannel) => setDesk(({ part }) => ({ part: part === 'details' ? part : on, channel: on })),
    pick: (on: EmulatedChannel, id: string) => setDesk({ part: 'details', channel: on, pickedId: id }),
    follow: () => setDesk(({ part }) => ({ part, channel })),
  };
}
