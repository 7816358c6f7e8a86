import type { Locale } from '../../model/flow.ts';
import { fold, foldWords } from '../../model/fold.ts';

/** What somebody may need or suffer, or ask of us, by how much the words of a message speak for it. */
export type Leaning = { readonly kind: 'need' | 'signal' | 'shortcut'; readonly id: string; readonly score: number };
type Meant = Omit<Leaning, 'score'>;
/** Each word of the lists to the numbers of the meanings that it speaks for, and how much; numbers, since this is summed up for every message. */
export type Leanings = {
  readonly meanings: readonly Meant[];
  readonly words: ReadonlyMap<string, readonly (readonly [meaning: number, score: number])[]>;
};

/** A word that stands in a phrase only through its group, one of many there, says less. */
const IN_GROUP = 0.2;

/**
 * A word speaks for each meaning by the share of its phrases that mean it, and the more, the fewer others it stands in: «marmite» for food,
 * «on» for nothing. Frequency counts by its logarithm, since some meanings are written down in many more phrases than others.
 */
export function makeLeanings(locales: readonly Locale[]): Leanings {
  const meanings: Meant[] = [];
  const counts: Counts = new Map();
  const numberOf = (meant: Meant) => {
    const known = meanings.findIndex(({ kind, id }) => kind === meant.kind && id === meant.id);
    return known >= 0 ? known : meanings.push(meant) - 1;
  };
  for (const { words } of locales) {
    const named: Counts = new Map();
    for (const [kind, lists] of [
      ['need', words.needs],
      ['signal', words.signals],
      ['shortcut', words.shortcuts],
    ] as const) {
      for (const [id, phrases] of lists) {
        const meaning = numberOf({ kind, id });
        for (const phrase of phrases) {
          for (const word of new Set(foldWords(bare(phrase)))) count(counts, word, meaning, 1);
          for (const [, name = ''] of phrase.matchAll(GROUP)) count(named, name, meaning, IN_GROUP);
        }
      }
    }
    for (const [name, own] of named)
      for (const word of words.groups.get(name) ?? []) for (const [meaning, times] of own) count(counts, fold(word), meaning, times);
  }
  const most = Math.log(meanings.length);
  return { meanings, words: new Map([...counts].map(([word, own]) => [word, scoresOf(own, most)])) };
}

type Counts = Map<string, Map<number, number>>;
const count = (counts: Counts, word: string, meaning: number, times: number) => {
  const own = counts.get(word) ?? new Map<number, number>();
  counts.set(word, own.set(meaning, (own.get(meaning) ?? 0) + times));
};

const GROUP = /<([^>]+)>/g;
/** A phrase as its words: without groups, gaps and brackets. */
const bare = (phrase: string) => phrase.replace(/<[^>]*>|[()|…+]/g, ' ').trim();

/** `most`: the entropy of a word that speaks for all meanings alike. */
function scoresOf(own: ReadonlyMap<number, number>, most: number): readonly (readonly [number, number])[] {
  const damped = [...own].map(([meaning, times]) => [meaning, Math.log1p(times)] as const);
  const sum = damped.reduce((total, [, times]) => total + times, 0);
  const entropy = damped.reduce((total, [, times]) => total - (times / sum) * Math.log(times / sum), 0);
  const telling = (1 - entropy / most) ** 2;
  return damped.map(([meaning, times]) => [meaning, (times / sum) * telling]);
}

/** What the words of a message speak for, most first. */
export function leaningOf(said: Iterable<string>, { meanings, words }: Leanings): readonly Leaning[] {
  const sums = meanings.map(() => 0);
  for (const word of new Set(said)) for (const [meaning, score] of words.get(word) ?? []) sums[meaning] = (sums[meaning] ?? 0) + score;
  return meanings
    .map((meant, at) => ({ ...meant, score: sums[at] ?? 0 }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
}
