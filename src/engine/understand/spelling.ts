/** Words by their length and first letter, each with the set of its letters: what a misspelt word may have been. */
export type SpellingIndex = ReadonlyMap<string, readonly Candidate[]>;
type Candidate = { readonly word: string; readonly letters: number };

/** Shorter words are never corrected: too many of them are one letter from another word. */
const SHORTEST_CORRECTED = 5;
/** From this many letters on a word may have two slips. */
const SHORTEST_TWICE = 8;

/** What is longer is no word; and distances are counted in 32 bits. */
const LONGEST_CORRECTED = 32;

const slipsIn = ({ length }: string) =>
  length > LONGEST_CORRECTED ? 0 : length >= SHORTEST_TWICE ? 2 : length >= SHORTEST_CORRECTED ? 1 : 0;

export function indexSpellings(words: Iterable<string>): SpellingIndex {
  const candidates = [...words].filter(({ length }) => length >= SHORTEST_CORRECTED).map((word) => ({ word, letters: lettersOf(word) }));
  return Map.groupBy(candidates, ({ word }) => placeOf(word.length, word));
}

const placeOf = (length: number, word: string) => `${length}${word[0]}`;

/** The nearest words and how many slips away they are: one in five to seven letters, two in eight or more, the first letter right. */
export function nearestWords(typed: string, index: SpellingIndex): { readonly words: readonly string[]; readonly slips: number } {
  const allowed = slipsIn(typed);
  let slips = allowed;
  let words: string[] = [];
  if (allowed === 0) return { words, slips };
  const letters = lettersOf(typed);
  for (let length = typed.length - allowed; length <= typed.length + allowed; length++) {
    for (const { word, letters: others } of index.get(placeOf(length, typed)) ?? []) {
      // A slip changes the set of letters by two at most: that rules out nearly all words without looking at them.
      if (bitsIn(letters ^ others) > 2 * slips) continue;
      const apart = slipsBetween(typed, word);
      if (apart > slips) continue;
      if (apart < slips) words = [];
      slips = apart;
      words.push(word);
    }
  }
  return { words, slips };
}

/** The letters of a word as 32 bits; letters 32 apart in Unicode share one, which only lets a word more be looked at. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/** Counts by pairs, fours and eights at once: this runs for every word that begins like a misspelt one. */
function bitsIn(set: number): number {
  const pairs = set - ((set >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** At each letter's code the places where the word at hand has it, as bits; empty between two uses. */
const PLACES = new Uint32Array(0x10000);

/**
 * Letters put in, left out, changed, or two neighbours swapped (optimal string alignment), by the bit-parallel algorithm of Hyyrö (2003):
 * a column of the table of distances is two words of bits, of letters where it rises and where it falls. `a`: up to 32 letters.
 */
function slipsBetween(a: string, b: string): number {
  for (let at = 0; at < a.length; at++) PLACES[a.charCodeAt(at)] = (PLACES[a.charCodeAt(at)] ?? 0) | (1 << at);
  const last = 1 << (a.length - 1);
  let slips = a.length;
  let [rises, falls, same, before] = [-1, 0, 0, 0];
  for (let at = 0; at < b.length; at++) {
    const places = PLACES[b.charCodeAt(at)] ?? 0;
    const swapped = ((~same & places) << 1) & before;
    same = (((places & rises) + rises) ^ rises) | places | falls | swapped;
    const right = falls | ~(same | rises);
    const left = same & rises;
    if ((right & last) !== 0) slips++;
    if ((left & last) !== 0) slips--;
    const shifted = (right << 1) | 1;
    rises = (left << 1) | ~(same | shifted);
    falls = shifted & same;
    before = places;
  }
  for (let at = 0; at < a.length; at++) PLACES[a.charCodeAt(at)] = 0;
  return slips;
}
