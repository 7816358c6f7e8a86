import type { Writable } from 'node:stream';
import type { Shown } from '../proof/shown.ts';
import { paint } from './terminal.ts';

/** A bubble as its app shows it, in characters, and below it what can be tapped at once. A list stays closed, as on the phone. */
export function drawShown(shown: Shown, stream: Writable): string {
  const text = shown.kind === 'sound' ? `[${shown.text}]` : shown.text;
  const bubble = text.split('\n').map((line) => `${paint('gray', '│', stream)} ${line}`.trimEnd());
  const buttons = buttonsOf(shown).map((title) => paint('cyan', `[${title}]`, stream));
  return buttons.length === 0 ? bubble.join('\n') : [...bubble, `${paint('gray', '└', stream)} ${buttons.join(' ')}`].join('\n');
}

function buttonsOf(shown: Shown): readonly string[] {
  switch (shown.kind) {
    case 'text':
      return [];
    case 'sound':
    case 'buttons':
    case 'quick-replies':
      return shown.taps.map(({ title }) => title);
    case 'list':
      return [`☰ ${shown.open}`];
  }
}

/** The sheet that a list opens: its sections and rows. Undefined for anything that does not open. */
export function drawSheet(shown: Shown, stream: Writable): string | undefined {
  if (shown.kind !== 'list') return undefined;
  const rows = shown.sections.flatMap(({ title, taps }) => [paint('bold', title, stream), ...taps.map((tap) => `  ○ ${tap.title}`)]);
  const inside = rows.map((row) => `${paint('gray', '┃', stream)} ${row}`);
  return [`${paint('gray', '┏', stream)} ${paint('cyan', shown.open, stream)}`, ...inside].join('\n');
}
