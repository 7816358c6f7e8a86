import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { indexSpellings, nearestWords } from '../../src/engine/understand/spelling.ts';

/** Letters put in, left out, changed, or two neighbours swapped: the table of the textbook. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : i)));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const changed = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      (table[i] ?? [])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, changed, swapped);
    }
  }
  return at(a.length, b.length);
}

// Few letters, Latin and Arabic ones 32 apart among them, so that words are near one another and letters share a bit.
const letter = fc.constantFrom('a', 'b', 'c', 'م', 'ن', String.fromCharCode('a'.charCodeAt(0) + 32 * 50));
const word = (min: number, max: number) => fc.array(letter, { minLength: min, maxLength: max }).map((letters) => `a${letters.join('')}`);

/** A word with slips in it, none at its first letter. */
const slipped = fc.tuple(
  word(4, 33),
  fc.array(fc.record({ kind: fc.constantFrom('out', 'in', 'change', 'swap'), at: fc.nat(), letter }), { maxLength: 3 }),
);
const slip = (typed: string, { kind, at, letter: one }: { kind: string; at: number; letter: string }) => {
  const place = 1 + (at % Math.max(1, typed.length - 1));
  const [before, here, after] = [typed.slice(0, place), typed.slice(place, place + 1), typed.slice(place + 1)];
  if (kind === 'out') return before + after;
  if (kind === 'in') return before + one + here + after;
  return kind === 'change' ? before + one + after : before + after.slice(0, 1) + here + after.slice(1);
};

test('the nearest words are those of the least distance, as far as slips are allowed', () => {
  fc.assert(
    fc.property(slipped, fc.array(word(4, 12), { maxLength: 5 }), ([typed, slips], others) => {
      const words = [...new Set([slips.reduce(slip, typed), ...others])].filter(({ length }) => length >= 5);
      const allowed = typed.length > 32 ? 0 : typed.length >= 8 ? 2 : 1;
      const least = Math.min(allowed, ...words.map((one) => distance(typed, one)));
      const nearest = allowed === 0 ? [] : words.filter((one) => distance(typed, one) === least);
      const found = nearestWords(typed, indexSpellings(words));
      expect([...found.words].toSorted()).toEqual(nearest.toSorted());
      if (nearest.length > 0) expect(found.slips).toBe(least);
    }),
    { numRuns: 2000 },
  );
});
