import { arabicWords } from './arabic.ts';
import { type Lexicon, meaningOf, SHORTEST_SOUND, undouble } from './lexicon.ts';
import { soundOf } from './sound.ts';
import { nearestWords } from './spelling.ts';

/** A word as it is looked up. `slips`: letters that had to be put right. */
export type Token = { readonly word: string; readonly slips: number };

export const phraseOf = ({ start, end }: { readonly start: number; readonly end: number }, tokens: readonly Token[]) =>
  tokens
    .slice(start, end)
    .map(({ word }) => word)
    .join(' ');

/** A folded sentence word by word: other spellings, words run together, endings and misspelt words brought to words that we know. */
export function readTokens(folded: string, lexicon: Lexicon): readonly Token[] {
  const tokens: Token[] = [];
  for (const typed of folded === '' ? [] : folded.split(' ')) {
    const words = spelled(typed, lexicon) ?? elided(typed, lexicon) ?? joined(typed, lexicon) ?? ending(typed, lexicon);
    if (words === undefined) tokens.push(corrected(typed, lexicon));
    else for (const word of words) tokens.push({ word, slips: 0 });
  }
  return tokens;
}

/** As the first language has it that knows the word: `me` is a word of English before it is another spelling in French. */
function spelled(typed: string, { known, vocabularies }: Lexicon): readonly string[] | undefined {
  if (!known.has(typed)) return undefined;
  for (const vocabulary of vocabularies) {
    const right = vocabulary.spellings.get(typed);
    if (right !== undefined) return right;
    if (vocabulary.known.has(typed)) return [typed];
  }
  return [typed];
}

const ELISION = /^(qu|[cdjlmnst])([aeiouhy].{2,})$/;

/** `dindulgence`, `lhopital`, `jarrive`: the apostrophe left out. */
function elided(typed: string, lexicon: Lexicon): readonly string[] | undefined {
  const [, article, rest] = ELISION.exec(typed) ?? [];
  if (article === undefined || rest === undefined) return undefined;
  const right = spelled(rest, lexicon);
  return right === undefined ? undefined : [article, ...right];
}

/** An Arabic word without what is written as one with it. */
const joined = (typed: string, lexicon: Lexicon): readonly string[] | undefined =>
  arabicWords(typed, lexicon.known)?.flatMap((word) => spelled(word, lexicon) ?? word);

/** Shorter words have too many neighbours. */
const SHORTEST_ENDING = 5;
/** An ending as typed, and what the word may end in instead: number, gender and the sounds «é», which French writes in five ways. */
const ENDINGS: readonly (readonly [string, readonly string[]])[] = [
  ['ees', ['e', 'er']],
  ['ee', ['e', 'er']],
  ['es', ['', 'e', 'er']],
  ['er', ['e', 'ez']],
  ['ez', ['er', 'e']],
  ['s', ['']],
  ['e', ['', 'er', 'es']],
  ['', ['e', 's']],
];

/** Doubled letters aside; else another ending. */
function ending(typed: string, { known, undoubled }: Lexicon): readonly string[] | undefined {
  const bare = undouble(typed);
  const only = undoubled.get(bare) ?? (known.has(bare) ? bare : undefined);
  if (only !== undefined && typed.length >= 3) return [only];
  if (typed.length < SHORTEST_ENDING) return undefined;
  for (const [typedEnd, ends] of ENDINGS) {
    if (!typed.endsWith(typedEnd)) continue;
    const stem = typed.slice(0, typed.length - typedEnd.length);
    const end = ends.find((one) => known.has(stem + one));
    if (end !== undefined) return [stem + end];
  }
  return undefined;
}

/** A word that sounds the same; else the nearest one, if there is but one or all that are as near mean the same. */
function corrected(typed: string, lexicon: Lexicon): Token {
  const alike = typed.length < SHORTEST_SOUND ? [] : (lexicon.sounds.get(soundOf(typed)) ?? []);
  if (alike[0] !== undefined && sameMeaning(alike, lexicon)) return { word: alike[0], slips: 1 };
  const { words, slips } = nearestWords(typed, lexicon.near);
  if (words[0] === undefined || !sameMeaning(words, lexicon)) return { word: typed, slips: 0 };
  return { word: words[0], slips };
}

function sameMeaning([first = '', ...others]: readonly string[], lexicon: Lexicon): boolean {
  const meaning = meaningOf(first, lexicon);
  return others.every((word) => {
    const other = meaningOf(word, lexicon);
    return other?.kind === meaning?.kind && other?.id === meaning?.id;
  });
}
