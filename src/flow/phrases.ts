import { below, type PathSpot, valueAt } from './spots.ts';

/** A phrase of a text and where it begins, in UTF-16 units of the text. */
type Phrase = { readonly phrase: string; readonly start: number };

/** Of a line, what stands between commas: a comma or the end of the line ends a phrase, a `#` behind a space or at the start the line. */
const LINE = /^((?:[^#\n]|(?<=\S)#)*)(#[^\n]*)?$/gm;

/** The phrases of a word list that is written as one text. Empty ones are left out. */
export const phrasesIn = (text: string): string[] => split(text).map(({ phrase }) => phrase);

/** Where the n-th phrase of a word list stands, whether the list is a text or a list of YAML. */
export function phraseSpot(spot: PathSpot, index: number): PathSpot {
  const value = valueAt(spot.source.data, spot.path);
  return typeof value === 'string' ? { ...spot, shift: split(value)[index]?.start ?? 0 } : below(spot, index);
}

function split(text: string): Phrase[] {
  const found: Phrase[] = [];
  for (const { 1: line = '', index } of text.matchAll(LINE)) {
    let start = index;
    for (const part of line.split(',')) {
      const phrase = part.trim();
      if (phrase !== '') found.push({ phrase, start: start + part.indexOf(phrase) });
      start += part.length + 1;
    }
  }
  return found;
}
