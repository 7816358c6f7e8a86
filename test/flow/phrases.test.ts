import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { phrasesIn } from '../../src/flow/phrases.ts';

describe('the phrases of a text', () => {
  test('end at commas and at line ends', () => {
    expect(phrasesIn('ou dormir, dormir\nune place,\n  un lit  \n')).toEqual(['ou dormir', 'dormir', 'une place', 'un lit']);
  });

  test('do not stand in remarks', () => {
    expect(phrasesIn('# ways to say it, all of them\nbed # not bad, really\nroom#2, room')).toEqual(['bed', 'room#2', 'room']);
  });

  test('are those of the list, whatever stands between them', () => {
    const phrase = fc.stringMatching(/^[a-zé<>(|)…+' ]{1,20}$/).map((text) => text.trim());
    const between = fc.constantFrom(', ', ',', '\n', ',\n  ', '\n# remark, with a comma\n', ' # remark\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(phrase, between)), (parts) => {
        const wanted = parts.map(([text]) => text).filter((text) => text !== '');
        expect(phrasesIn(parts.flat().join(''))).toEqual(wanted);
      }),
    );
  });
});
