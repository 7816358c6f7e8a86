/** Chance that can be repeated: the same seed draws the same numbers, on any machine. */
export type Random = {
  /** [0, 1) */
  readonly next: () => number;
  /** A whole number, both ends included. */
  readonly int: (min: number, max: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** One of the keys, by their weights. */
  readonly weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K;
};

/**
 * One stream for each name: `random(seed, 'person', 7)`. Streams do not disturb each other, so what a person says does not depend on
 * how many calls somebody else made meanwhile. FNV-1a to mix the name, mulberry32 to go on from there.
 */
export function random(...name: readonly (string | number)[]): Random {
  let state = 0x811c9dc5;
  for (const letter of name.join('\u0000')) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;

  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (list) => {
      const picked = list[int(0, list.length - 1)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
    weighted: <K extends string>(weights: Readonly<Record<K, number>>): K => {
      const entries = Object.entries(weights) as [K, number][];
      let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        rest -= weight;
        if (rest < 0) return key;
      }
      throw new Error('no weights');
    },
  };
}
