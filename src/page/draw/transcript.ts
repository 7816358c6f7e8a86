import type { EmulatedChannel, EmulatorBubble } from '../../model/emulator.ts';
import { draw, receiptOf } from './draw.ts';
import { type Drawn, tapsOf } from './drawn.ts';

export type PersonBubble = Extract<EmulatorBubble, { readonly kind: 'person' }>;
export type BotBubble = Extract<EmulatorBubble, { readonly kind: 'bot' }>;

/**
 * A line of a phone. `old`: the tap was on an earlier menu than the last one shown. `delivered`: the phone got it; an attempt that
 * Graph refused is drawn as a ghost for staff. `last`: nothing came after it, so its quick replies still show.
 */
export type Line =
  | { readonly kind: 'person'; readonly bubble: PersonBubble; readonly read: boolean; readonly old: boolean }
  | { readonly kind: 'bot'; readonly bubble: BotBubble; readonly drawn: Drawn; readonly delivered: boolean; readonly last: boolean };

export type Transcript = { readonly lines: readonly Line[]; readonly typing: boolean };

export const isDelivered = ({ outcome }: BotBubble) => outcome === 'sent';

/** A phone's screen out of everything that went in and out of it, oldest first. */
export function transcriptOf(channel: EmulatedChannel, bubbles: readonly EmulatorBubble[]): Transcript {
  const end = bubbles.at(-1);
  return {
    lines: bubbles.flatMap((bubble, index) => lineOf(channel, bubble, bubbles.slice(0, index), bubbles.slice(index + 1)) ?? []),
    typing: end?.kind === 'receipt' && receiptOf(end.payload).typing,
  };
}

function lineOf(
  channel: EmulatedChannel,
  bubble: EmulatorBubble,
  before: readonly EmulatorBubble[],
  after: readonly EmulatorBubble[],
): Line | undefined {
  switch (bubble.kind) {
    case 'person':
      return { kind: 'person', bubble, read: after.some(isRead), old: isOldTap(channel, bubble, before) };
    case 'bot': {
      const delivered = isDelivered(bubble);
      return { kind: 'bot', bubble, drawn: draw(channel, bubble.payload), delivered, last: delivered && !after.some(isShown) };
    }
    case 'receipt':
      return undefined;
  }
}

/** A deep link comes as a tap with such a title, from no menu at all. */
const DEEP_LINK = '→ ';

/** Stands in the chat as the person sees it. */
const isShown = (bubble: EmulatorBubble) => bubble.kind === 'person' || (bubble.kind === 'bot' && isDelivered(bubble));

/** Tells that everything before it was read. */
const isRead = (bubble: EmulatorBubble) =>
  (bubble.kind === 'receipt' && receiptOf(bubble.payload).read) || (bubble.kind === 'bot' && isDelivered(bubble));

function isOldTap(channel: EmulatedChannel, { did }: PersonBubble, before: readonly EmulatorBubble[]): boolean {
  if (did.kind !== 'tap' || did.title.startsWith(DEEP_LINK)) return false;
  const menu = before.findLast((bubble) => bubble.kind === 'bot' && isDelivered(bubble));
  return menu?.kind === 'bot' && !tapsOf(draw(channel, menu.payload)).some(({ id }) => id === did.id);
}
