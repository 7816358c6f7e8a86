import fc from 'fast-check';

const SURROGATES = 0xd800;
const COUNT_OF_SURROGATES = 0x800;
const LAST = 0x10ffff;

/**
 * Any character of Unicode, a unit for `fc.string`. The same characters in the same order as fast-check's own unit `binary`, and without
 * its table of a million of them, which takes a second and 200 MB in each test file.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat(LAST - COUNT_OF_SURROGATES)
  .map((index) => String.fromCodePoint(index < SURROGATES ? index : index + COUNT_OF_SURROGATES), indexOf);

/** Lets fast-check put words of its own among the strings, such as `__proto__`. Throws for what is not one character. */
function indexOf(character: unknown): number {
  const [point = -1, ...more] = typeof character === 'string' ? [...character].map((one) => one.codePointAt(0) ?? -1) : [];
  const isHalf = point >= SURROGATES && point < SURROGATES + COUNT_OF_SURROGATES;
  if (point < 0 || isHalf || more.length > 0) throw new Error('not one character');
  return point < SURROGATES ? point : point - COUNT_OF_SURROGATES;
}
