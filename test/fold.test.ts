import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../src/model/fold.ts';
import { anyCharacter } from './support/characters.ts';

describe('fold', () => {
  test.each([
    ['Où DORMIR ?!', 'ou dormir'],
    ["n'envoyez  pas…", 'n envoyez pas'],
    ['biennnn', 'bien'],
    ['1️⃣', '1'],
    ['n°١', 'n 1'],
    ['۱۲', '12'],
    ['①', '1'],
    ['Ｇａｏ', 'gao'],
    ['👍🏿 ok', 'ok'],
    ['أَيْنَ', 'اين'],
    ['الرعاية', 'الرعايه'],
    ['cœur', 'coeur'],
    ['', ''],
  ])('%j becomes %j', (typed, folded) => expect(fold(typed)).toBe(folded));

  test('is idempotent and leaves no double space, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const once = fold(text);
        expect(fold(once)).toBe(once);
        expect(once).not.toMatch(/ {2}|^ | $/);
      }),
    );
  });
});
