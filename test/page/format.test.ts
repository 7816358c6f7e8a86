import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { spansOf } from '../../src/page/draw/format.ts';

/** Spans as one line: the words, with their looks before them. */
const told = (text: string) =>
  spansOf('whatsapp', text)
    .map((span) => (span.styles.length === 0 ? span.text : `[${span.styles.join(' ')}: ${span.text}]`))
    .join('');

describe('marks in a WhatsApp message', () => {
  test.each([
    ['bold', 'un *mot* fort', 'un [bold: mot] fort'],
    ['italic', '_doucement_', '[italic: doucement]'],
    ['strike', 'à ~jeter~, vraiment', 'à [strike: jeter], vraiment'],
    ['mono, and no marks inside it', '`a *b* c`', '[mono: a *b* c]'],
    ['a block over lines', '```un\ndeux```', '[mono: un\ndeux]'],
    ['one in the other', '*_les deux_*', '[bold italic: les deux]'],
    ['several words', '*deux mots* et *un*', '[bold: deux mots] et [bold: un]'],
    ['no mark inside words', '2*3*4 et mon_beau_mot', '2*3*4 et mon_beau_mot'],
    ['no mark before a space', 'a * b * c', 'a * b * c'],
    ['no mark over lines', '*un\ndeux*', '*un\ndeux*'],
    ['a mark alone', 'C * D', 'C * D'],
    ['an address', 'page Anoura.info.', 'page [link: Anoura.info].'],
    ['an address with scheme', 'voir https://anoura.info/a?b=c, puis', 'voir [link: https://anoura.info/a?b=c], puis'],
    ['an address in bold', '*anoura.info*', '[bold link: anoura.info]'],
    ['no address', 'Fin.Nouveau point', 'Fin.Nouveau point'],
  ])('%s', (_label, text, expected) => expect(told(text)).toBe(expected));

  test('Messenger draws marks as they are', () => {
    expect(spansOf('messenger', 'un *mot*')).toEqual([{ text: 'un *mot*', styles: [] }]);
  });

  test('no word is lost: without marks a text comes back whole, with them only marks go', () => {
    const joined = (text: string) =>
      spansOf('whatsapp', text)
        .map((span) => span.text)
        .join('');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '.', 'é', '🛏', '\n', 'ب') }), (text) => expect(joined(text)).toBe(text)),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '*', '_', '~', '`', '\n') }), (text) =>
        expect(joined(text).replaceAll(/[*_~`]/g, '')).toBe(text.replaceAll(/[*_~`]/g, '')),
      ),
    );
  });
});
