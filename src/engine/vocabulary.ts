import type { Locale, Words } from '../model/flow.ts';
import { fold } from '../model/fold.ts';

/** What a word or phrase stands for. */
export type Meaning = { readonly kind: 'signal' | 'shortcut' | 'region' | 'need' | 'organization'; readonly id: string };

/** One locale's words, folded and indexed once, when the content is loaded. */
export type Vocabulary = {
  /** Whole messages: `menu`, `back`, `greeting` and names of shortcuts. */
  readonly commands: ReadonlyMap<string, string>;
  readonly phrases: ReadonlyMap<string, Meaning>;
  /** Words in the longest phrase. */
  readonly longest: number;
  readonly numbers: ReadonlyMap<string, number>;
  /** Single words that may be misspelt, by length: only long ones, and only of regions, needs and organizations. */
  readonly spellings: ReadonlyMap<number, readonly string[]>;
  /** Words that say which language this is: its common words, and the first words of its phrases. */
  readonly known: ReadonlySet<string>;
};

/** Shorter words are never corrected: too many of them are one letter from another word. */
export const SHORTEST_CORRECTED = 5;

export function makeVocabulary(locale: Locale): Vocabulary {
  const { words } = locale;
  const phrases = new Map<string, Meaning>();
  // A phrase in two groups is refused when the content is loaded; signals still go first, should one slip through.
  for (const [kind, groups] of meanings(words)) {
    for (const [id, list] of groups) {
      for (const phrase of list.map(fold)) if (phrase !== '' && !phrases.has(phrase)) phrases.set(phrase, { kind, id });
    }
  }
  const commands = new Map([...words.commands].flatMap(([name, list]) => list.map((word) => [fold(word), name] as const)));
  const numbers = new Map([...words.numbers].flatMap(([number, list]) => list.map((word) => [fold(word), number] as const)));
  const common = words.language.map(fold);
  return {
    commands,
    phrases,
    longest: Math.max(1, ...[...phrases.keys()].map((phrase) => phrase.split(' ').length)),
    numbers,
    spellings: byLength(correctable(phrases, new Set(common))),
    known: new Set([...common, ...[...commands.keys(), ...phrases.keys()].flatMap((phrase) => phrase.split(' '))]),
  };
}

function meanings(words: Words): readonly (readonly [Meaning['kind'], ReadonlyMap<string, readonly string[]>])[] {
  return [
    ['signal', words.signals],
    ['region', words.regions],
    ['organization', words.organizations],
    ['need', words.needs],
    ['shortcut', words.shortcuts],
  ];
}

function correctable(phrases: ReadonlyMap<string, Meaning>, common: ReadonlySet<string>): readonly string[] {
  return [...phrases]
    .filter(([phrase, { kind }]) => !phrase.includes(' ') && kind !== 'signal' && kind !== 'shortcut' && !common.has(phrase))
    .map(([phrase]) => phrase)
    .filter((phrase) => phrase.length >= SHORTEST_CORRECTED);
}

function byLength(words: readonly string[]): ReadonlyMap<number, readonly string[]> {
  return Map.groupBy(words, (word) => word.length);
}
