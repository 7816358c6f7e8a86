/**
 * An index of words by what is left when letters are taken out: two words that are one slip apart have such a rest in common, so a
 * misspelt word is found by a few look-ups and not by measuring its distance to every word (the idea of SymSpell).
 */
export type SpellingIndex = ReadonlyMap<string, readonly string[]>;

/** Shorter words are never corrected: too many of them are one letter from another word. */
const SHORTEST_CORRECTED = 5;
/** From this many letters on a word may have two slips. */
const SHORTEST_TWICE = 8;

const slipsIn = ({ length }: string) => (length >= SHORTEST_TWICE ? 2 : length >= SHORTEST_CORRECTED ? 1 : 0);

export function indexSpellings(words: Iterable<string>): SpellingIndex {
  const index = new Map<string, string[]>();
  for (const word of words) {
    // One letter less is enough to be typed with a slip: `malad` for `malade`, `meteo` has none.
    const slips = word.length >= SHORTEST_TWICE - 1 ? 2 : word.length >= SHORTEST_CORRECTED ? 1 : 0;
    if (slips === 0) continue;
    for (const rest of restsOf(word, slips)) {
      const list = index.get(rest);
      if (list === undefined) index.set(rest, [word]);
      else list.push(word);
    }
  }
  return index;
}

/** The nearest words and how many slips away they are: one in five to seven letters, two in eight or more, the first letter right. */
export function nearestWords(word: string, index: SpellingIndex): { readonly words: readonly string[]; readonly slips: number } {
  let slips = slipsIn(word);
  let words: string[] = [];
  if (slips === 0) return { words, slips };
  const seen = new Set<string>();
  for (const rest of restsOf(word, slips)) {
    for (const candidate of index.get(rest) ?? []) {
      if (seen.has(candidate) || candidate[0] !== word[0]) continue;
      seen.add(candidate);
      const apart = slipsBetween(word, candidate);
      if (apart > slips) continue;
      if (apart < slips) words = [];
      slips = apart;
      words.push(candidate);
    }
  }
  return { words, slips };
}

/** The word itself, and what is left without one letter, or without two. */
function restsOf(word: string, slips: number): ReadonlySet<string> {
  const rests = new Set([word]);
  let last: Iterable<string> = [word];
  for (let slip = 0; slip < slips; slip++) {
    const shorter = new Set<string>();
    for (const one of last) for (let at = 0; at < one.length; at++) shorter.add(one.slice(0, at) + one.slice(at + 1));
    for (const one of shorter) rests.add(one);
    last = shorter;
  }
  return rests;
}

/** Letters put in, left out, changed, or two neighbours swapped (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
