import type { Locale } from '../../model/flow.ts';
import { fold, foldPhrase } from '../../model/fold.ts';

/** What somebody may need or suffer, or ask of us, by how much the words of a message speak for it. */
export type Leaning = { readonly kind: 'need' | 'signal' | 'shortcut'; readonly id: string; readonly score: number };
/** Each word of the lists to what it speaks for. */
export type Leanings = ReadonlyMap<string, readonly Leaning[]>;

/** A word that stands in a phrase only through its group, one of many there, says less. */
const IN_GROUP = 0.2;

/**
 * A word speaks for each meaning by the share of its phrases that mean it, and the more, the fewer others it stands in: «marmite» for food,
 * «on» for nothing. Frequency counts by its logarithm, since some meanings are written down in many more phrases than others.
 */
export function makeLeanings(locales: readonly Locale[]): Leanings {
  const counts = new Map<string, Map<string, number>>();
  const count = (word: string, key: string, times: number) => {
    const own = counts.get(word) ?? new Map<string, number>();
    counts.set(word, own.set(key, (own.get(key) ?? 0) + times));
  };
  for (const { words } of locales) {
    for (const [kind, lists] of [
      ['need', words.needs],
      ['signal', words.signals],
      ['shortcut', words.shortcuts],
    ] as const) {
      for (const [id, phrases] of lists) {
        for (const phrase of phrases) {
          for (const word of new Set(wordsOf(phrase))) count(word, `${kind} ${id}`, 1);
          const grouped = [...phrase.matchAll(/<([^>]+)>/g)].flatMap(([, name = '']) => words.groups.get(name) ?? []);
          for (const word of new Set(grouped.map(fold))) count(word, `${kind} ${id}`, IN_GROUP);
        }
      }
    }
  }
  const most = Math.log(new Set([...counts.values()].flatMap((own) => [...own.keys()])).size);
  return new Map([...counts].map(([word, own]) => [word, leaningsOf(own, most)]));
}

const wordsOf = (phrase: string) =>
  phrase
    .replace(/<[^>]*>/g, ' ')
    .split(/[\s()|…+]+/)
    .flatMap((word) => foldPhrase(word).split(' '))
    .filter((word) => word !== '');

/** `most`: the entropy of a word that speaks for all meanings alike. */
function leaningsOf(own: ReadonlyMap<string, number>, most: number): readonly Leaning[] {
  const damped = [...own].map(([key, times]) => [key, Math.log1p(times)] as const);
  const sum = damped.reduce((total, [, times]) => total + times, 0);
  const entropy = damped.reduce((total, [, times]) => total - (times / sum) * Math.log(times / sum), 0);
  const telling = (1 - entropy / most) ** 2;
  return damped.map(([key, times]) => {
    const [kind, id = ''] = key.split(' ');
    return { kind: kind === 'need' || kind === 'signal' ? kind : 'shortcut', id, score: (times / sum) * telling };
  });
}

/** What the words of a message speak for, most first. */
export function leaningOf(words: Iterable<string>, leanings: Leanings): readonly Leaning[] {
  const sums = new Map<string, Leaning>();
  for (const word of new Set(words)) {
    for (const { kind, id, score } of leanings.get(word) ?? []) {
      const key = `${kind} ${id}`;
      sums.set(key, { kind, id, score: (sums.get(key)?.score ?? 0) + score });
    }
  }
  return [...sums.values()].toSorted((a, b) => b.score - a.score);
}
