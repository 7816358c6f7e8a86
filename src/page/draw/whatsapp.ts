import type { Payload } from '../../model/outbound.ts';
import { type Drawn, fitted, type Section, type Tap } from './drawn.ts';
import { listAt, textAt } from './read.ts';

/** What fits, in UTF-16 units, by Meta's pages on interactive messages; the channel's own limits are the same (a test compares). */
export const WHATSAPP_FITS = { button: 20, open: 20, section: 24, row: 24, description: 72 } as const;

/** A WhatsApp payload as the app shows it: text, voice note, reply buttons, list message. */
export function drawWhatsApp(payload: Payload): Drawn {
  const text = textAt(payload, 'interactive', 'body', 'text');
  if (textAt(payload, 'type') === 'text') return { kind: 'message', text: textAt(payload, 'text', 'body'), taps: { kind: 'none' } };
  const file = textAt(payload, 'audio', 'id');
  if (file !== '') return { kind: 'sound', file, taps: { kind: 'none' } };
  switch (textAt(payload, 'interactive', 'type')) {
    case 'button':
      return { kind: 'message', text, taps: { kind: 'buttons', items: listAt(payload, 'interactive', 'action', 'buttons').map(buttonOf) } };
    case 'list': {
      const open = fitted(textAt(payload, 'interactive', 'action', 'button'), WHATSAPP_FITS.open);
      const sections = listAt(payload, 'interactive', 'action', 'sections').map(sectionOf);
      return { kind: 'message', text, taps: { kind: 'list', open, sections } };
    }
    default:
      return { kind: 'unknown' };
  }
}

const buttonOf = (button: unknown): Tap => ({
  id: textAt(button, 'reply', 'id'),
  label: fitted(textAt(button, 'reply', 'title'), WHATSAPP_FITS.button),
});

const sectionOf = (section: unknown): Section => ({
  title: fitted(textAt(section, 'title'), WHATSAPP_FITS.section),
  rows: listAt(section, 'rows').map(rowOf),
});

function rowOf(row: unknown): Tap {
  const tap = { id: textAt(row, 'id'), label: fitted(textAt(row, 'title'), WHATSAPP_FITS.row) };
  const description = textAt(row, 'description');
  return description === '' ? tap : { ...tap, description: fitted(description, WHATSAPP_FITS.description) };
}
