import type { Payload } from '../../model/outbound.ts';
import { type Drawn, fitted, type Tap } from './drawn.ts';
import { at, listAt, textAt } from './read.ts';

/** What fits on a button and on a quick reply, in UTF-16 units, by Meta's pages on both. */
export const MESSENGER_FITS = { title: 20 } as const;

/** A Messenger payload as the app shows it: text, quick replies, button template. */
export function drawMessenger(payload: Payload): Drawn {
  const template = at(payload, 'message', 'attachment', 'payload');
  if (textAt(template, 'template_type') === 'button')
    return { kind: 'message', text: textAt(template, 'text'), taps: { kind: 'buttons', items: listAt(template, 'buttons').map(tapOf) } };
  const text = at(payload, 'message', 'text');
  if (typeof text !== 'string') return { kind: 'unknown' };
  const items = listAt(payload, 'message', 'quick_replies').map(tapOf);
  return { kind: 'message', text, taps: items.length === 0 ? { kind: 'none' } : { kind: 'quick', items } };
}

const tapOf = (item: unknown): Tap => ({ id: textAt(item, 'payload'), label: fitted(textAt(item, 'title'), MESSENGER_FITS.title) });
