import type { Payload } from '../../model/outbound.ts';
import { type Drawn, fitted, type Tap, type Taps } from './drawn.ts';
import { at, listAt, textAt } from './read.ts';

/** What fits on a button and on a quick reply, in UTF-16 units, by Meta's pages on both. */
export const MESSENGER_FITS = { title: 20 } as const;

/** A Messenger payload as the app shows it: text, sound, quick replies, button template. */
export function drawMessenger(payload: Payload): Drawn {
  const template = at(payload, 'message', 'attachment', 'payload');
  if (textAt(template, 'template_type') === 'button')
    return { kind: 'message', text: textAt(template, 'text'), taps: { kind: 'buttons', items: listAt(template, 'buttons').map(tapOf) } };
  const items = listAt(payload, 'message', 'quick_replies').map(tapOf);
  const taps: Taps = items.length === 0 ? { kind: 'none' } : { kind: 'quick', items };
  const file = textAt(template, 'attachment_id');
  if (file !== '') return { kind: 'sound', file, taps };
  const text = at(payload, 'message', 'text');
  return typeof text === 'string' ? { kind: 'message', text, taps } : { kind: 'unknown' };
}

const tapOf = (item: unknown): Tap => ({ id: textAt(item, 'payload'), label: fitted(textAt(item, 'title'), MESSENGER_FITS.title) });
