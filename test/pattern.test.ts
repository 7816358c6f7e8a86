import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldPhrase } from '../src/model/fold.ts';
import { alternatives, foldPattern, slotsOf } from '../src/model/pattern.ts';

const wordsOf = (text: string) => text.split(' ').filter((word) => word !== '');
/** Every phrase that takes one of each slot, as words. */
const product = (slots: readonly (readonly string[])[]) =>
  slots.reduce<readonly (readonly string[])[]>(
    (phrases, slot) => phrases.flatMap((phrase) => slot.map((one) => [...phrase, ...wordsOf(one)])),
    [[]],
  );

describe('slots of a line', () => {
  test.each([
    ['no group', 'my phone', [['my phone']]],
    ['a group first', '(my|our) phone', [[''], ['my', 'our'], [' phone']]],
    ['a group that may be left out, its space within', 'lost (my |the |)phone', [['lost '], ['my ', 'the ', ''], ['phone']]],
    ['a group that may be left out, its space before it', 'phone( at home|) lost', [['phone'], [' at home', ''], [' lost']]],
  ])('%s', (_label, line, slots) => expect(slotsOf(line)).toEqual(slots));

  test.each([
    ['an ending', 'phone(s|) lost'],
    ['a beginning', 'a (smart|)phone'],
    ['one of several that has no space', 'lost (my |our)phone'],
    ['two groups that touch', '(my|our)(phone|bag)'],
  ])('%s is a part of a word', (_label, line) => expect(slotsOf(line)).toBeUndefined());

  const piece = fc.stringMatching(/^[ab ]{0,3}$/);
  const line = fc
    .array(
      fc.oneof(
        piece,
        fc.array(piece, { minLength: 1, maxLength: 3 }).map((group) => `(${group.join('|')})`),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join(''));
  test('multiplied out they are the alternatives, word for word', () => {
    fc.assert(
      fc.property(line, (one) => {
        const slots = slotsOf(one);
        if (slots !== undefined) expect(product(slots)).toEqual(alternatives(one).map(wordsOf));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a folded line', () => {
  test.each([
    ["m'(appeler|écrire)", 'm (appeler|ecrire)'],
    ['phone(s|) Lost', 'phone(s|) lost'],
    ['<boss> + (Pay|money) … none', '<boss> + (pay|money) … none'],
  ])('%s', (line, folded) => expect(foldPattern(line).trim()).toBe(folded));

  test('stands for the folded phrases', () => {
    const part = fc.stringMatching(/^[aé' ]{0,4}$/);
    const group = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `(${parts.join('|')})`);
    fc.assert(
      fc.property(fc.array(fc.oneof(part, group), { maxLength: 5 }), (parts) => {
        const line = parts.join('');
        const folded = alternatives(foldPattern(line)).map((phrase) => wordsOf(phrase).join(' '));
        // Three of a letter are one, and those may come together from two parts.
        fc.pre(!/aaa|eee/.test(alternatives(line).join(' ').normalize('NFKD').replace(/\p{M}/gu, '')));
        expect(folded).toEqual(alternatives(line).map(foldPhrase));
      }),
    );
  });
});
