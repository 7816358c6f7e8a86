import type { Lexicon } from './lexicon.ts';
import type { Hit } from './scan.ts';
import type { Token } from './tokens.ts';
import type { Meaning } from './vocabulary.ts';

/** Words, or names of groups, that mean something together in whatever order they stand. */
export type Frame = { readonly slots: readonly string[]; readonly meaning: Meaning };

/** Frames by their first slot. */
export type Frames = ReadonlyMap<string, readonly Frame[]>;

export const indexFrames = (frames: readonly Frame[]): Frames => Map.groupBy(frames, ({ slots }) => slots[0] ?? '');

/** Words between the first and the last of a frame that are not of it: more, and they speak of different things. */
const MOST_BETWEEN = 6;

/** Each frame all of whose words stand near one another, where they are nearest. */
export function framesIn(tokens: readonly Token[], { frames, groups }: Pick<Lexicon, 'frames' | 'groups'>): readonly Hit[] {
  const places = new Map<string, number[]>();
  for (const [at, { word }] of tokens.entries())
    for (const key of [word, ...(groups.get(word) ?? [])]) places.set(key, [...(places.get(key) ?? []), at]);
  const found: Hit[] = [];
  for (const key of places.keys()) {
    for (const { slots, meaning } of frames.get(key) ?? []) {
      if (!slots.every((slot) => places.has(slot))) continue;
      const sorted = nearest(slots, places);
      const hit = sorted && hitOf(sorted, tokens);
      // A call for help is heard in spite of one slip, as in phrases.
      if (hit !== undefined && (meaning.kind !== 'signal' || hit.slips <= 1)) found.push({ ...hit, meaning, framed: true });
    }
  }
  return found;
}

/** The words of a frame that stand closest together, in the order in which they are said. */
function nearest(slots: readonly string[], places: ReadonlyMap<string, readonly number[]>): readonly number[] | undefined {
  let best: readonly number[] | undefined;
  for (const start of places.get(slots[0] ?? '') ?? []) {
    const taken = [start];
    for (const slot of slots.slice(1)) {
      const free = (places.get(slot) ?? []).filter((at) => !taken.includes(at));
      const [near] = free.toSorted((a, b) => Math.abs(a - start) - Math.abs(b - start));
      if (near !== undefined) taken.push(near);
    }
    if (taken.length < slots.length) continue;
    const sorted = taken.toSorted((a, b) => a - b);
    if (lengthOf(sorted) - slots.length <= MOST_BETWEEN && (best === undefined || lengthOf(sorted) < lengthOf(best))) best = sorted;
  }
  return best;
}

const lengthOf = (sorted: readonly number[]) => (sorted.at(-1) ?? 0) - (sorted[0] ?? 0) + 1;

function hitOf(sorted: readonly number[], tokens: readonly Token[]): Omit<Hit, 'meaning' | 'framed'> {
  const [start = 0] = sorted;
  const end = start + lengthOf(sorted);
  return {
    start,
    end,
    slips: sorted.reduce((sum, at) => sum + (tokens[at]?.slips ?? 0), 0),
    skipped: Array.from({ length: end - start }, (_, at) => start + at).filter((at) => !sorted.includes(at)),
  };
}
