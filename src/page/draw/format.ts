import type { EmulatedChannel } from '../../model/emulator.ts';

export type Style = 'bold' | 'italic' | 'strike' | 'mono' | 'link';
export type Span = { readonly text: string; readonly styles: readonly Style[] };

const MARKS: Readonly<Record<string, Style>> = { '*': 'bold', _: 'italic', '~': 'strike', '`': 'mono' };

/**
 * WhatsApp's marks: a pair around words on one line, with no letter or digit outside it and no space inside it. `2*3*4` and
 * `un _ deux` are left alone, as the app does.
 */
const MARKED = /```(?<block>[\s\S]+?)```|(?<![\p{L}\p{N}])(?<mark>[*_~`])(?<inner>\S|\S[^\n]*?\S)\k<mark>(?![\p{L}\p{N}])/u;

/** Addresses that both apps colour as links, with or without their scheme. */
const LINK = /(?:https?:\/\/|www\.)[^\s«»"<>]*[^\s«»"<>.,;:!?)]|\b[\p{L}\p{N}-]+\.(?:info|org|net|com|int|ml)\b/giu;

/** A message's words in runs of one look. Messenger takes no marks from a bot. The texts joined are the words a person reads. */
export function spansOf(channel: EmulatedChannel, text: string): readonly Span[] {
  const spans: readonly Span[] = channel === 'whatsapp' ? marked(text, []) : [{ text, styles: [] }];
  return spans.flatMap(linked).filter((span) => span.text !== '');
}

function marked(text: string, styles: readonly Style[]): readonly Span[] {
  const found = MARKED.exec(text);
  if (found === null) return [{ text, styles }];
  const { block, mark = '', inner = '' } = found.groups ?? {};
  const before: Span = { text: text.slice(0, found.index), styles };
  const after = marked(text.slice(found.index + found[0].length), styles);
  if (block !== undefined) return [before, { text: block, styles: [...styles, 'mono'] }, ...after];
  const style = MARKS[mark] ?? 'bold';
  const within: readonly Span[] = style === 'mono' ? [{ text: inner, styles: [...styles, style] }] : marked(inner, [...styles, style]);
  return [before, ...within, ...after];
}

function linked({ text, styles }: Span): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    spans.push({ text: text.slice(end, found.index), styles }, { text: found[0], styles: [...styles, 'link'] });
    end = found.index + found[0].length;
  }
  return [...spans, { text: text.slice(end), styles }];
}
