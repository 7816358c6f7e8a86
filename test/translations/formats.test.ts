import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv, writeCsv } from '../../src/translations/csv.ts';
import type { Sheet } from '../../src/translations/sheet.ts';
import { readXliff, writeXliff } from '../../src/translations/xliff.ts';
import { translated } from './sheets.ts';

const sheet = translated({
  'need.ask': { translation: '"Was", fragt er; ist\n\tkaputt?' },
  'tips.one': { translation: '=1+1 <b> & \u2068é\u2069' },
});

/** What must survive; limits and contexts are for the translator's eyes. */
const kept = ({ source, target, rows }: Sheet) => ({
  source,
  target,
  rows: rows.map(({ key, source, translation, was }) => ({ key, source, translation, was })),
});

async function reread(format: 'csv' | 'xliff', from: Sheet): Promise<Sheet> {
  const read = format === 'csv' ? readCsv(writeCsv(from)) : await readXliff(await writeXliff(from));
  if ('wrong' in read) throw new Error(read.wrong);
  return read;
}

describe.each(['csv', 'xliff'] as const)('%s', (format) => {
  test('comes back as it went out', async () => expect(kept(await reread(format, sheet))).toEqual(kept(sheet)));

  test('any text comes back as it went out', async () => {
    // XML knows no control characters; five entities are all that its parser reads, and `&amp;` as words is none of our content.
    const words = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .filter((text) => !/[\p{Cc}\uFFFE\uFFFF\uFEFF]|&(amp|lt|gt);/u.test(text) && text === text.trim());
    await fc.assert(
      fc.asyncProperty(words, words, async (source, translation) => {
        const [row] = sheet.rows;
        const one = { ...sheet, rows: row === undefined ? [] : [{ ...row, source, translation }] };
        expect(kept(await reread(format, one))).toEqual(kept(one));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a spreadsheet', () => {
  const csv = writeCsv(sheet);
  const cells = (text: string): Sheet => {
    const read = readCsv(text);
    if ('wrong' in read) throw new Error(read.wrong);
    return read;
  };

  test.each([
    ['with semicolons', '\uFEFF"key";"source:fr";"translation:ar"\r\n"a.b";"Un; deux";"واحد, اثنان"\r\n', ['Un; deux', 'واحد, اثنان']],
    ['with tabs and no quotes', 'key\tsource:fr\ttranslation:ar\na.b\tUn\tواحد\n', ['Un', 'واحد']],
    ['with columns in another order, and more of them', 'mine,translation:ar,KEY,Source:fr\n?,واحد,a.b,Un\n', ['Un', 'واحد']],
    ['with cells left out at the end', 'key,source:fr,translation:ar,was\na.b,Un,واحد\n', ['Un', 'واحد']],
  ])('%s', (_label, text, [source, translation]) => {
    expect(cells(text)).toMatchObject({
      source: 'fr',
      target: 'ar',
      rows: [{ number: 2, key: 'a.b', source, translation, was: undefined }],
    });
  });

  test('rows are counted as the program counts them, empty ones included', () => {
    const rows = cells('key,source:fr,translation:ar\na,b,c\n,,\nd,"e\ne",f\ng,h,i\n').rows;
    expect(rows.map(({ number, key }) => [number, key])).toEqual([
      [2, 'a'],
      [4, 'd'],
      [5, 'g'],
    ]);
  });

  test('every cell is quoted: no program computes with a text', () => {
    expect(csv.split('\r\n').filter((line) => line.startsWith('='))).toEqual([]);
    expect(csv).toContain(',"=1+1 <b> & ');
  });

  test.each([
    ['an open quote', `${csv}"never closed`, 'not CSV'],
    ['a cell without end', `${csv}"${'x'.repeat(200_000)}"`, 'not CSV'],
    ['no heads', 'a,b,c\n1,2,3\n', 'key, source, translation'],
    ['nothing', '', 'key, source, translation'],
    ['a picture', '\u0089PNG\r\n\u001a\n\0\0\0', 'key, source, translation'],
  ])('refuses %s', (_label, text, wrong) => {
    expect(readCsv(text)).toMatchObject({ wrong: expect.stringContaining(wrong), hint: expect.stringMatching(/./) });
  });
});

const XML = '<?xml version="1.0"?>';
const unit = (inside: string, id = 'need.ask') => `<trans-unit id="${id}">${inside}</trans-unit>`;
const xliff = (units: string, version = '1.2') =>
  `${XML}<xliff version="${version}"><file original="x" source-language="en" target-language="de"><body>${units}</body></file></xliff>`;
const ASK = '<source>What?</source>';

describe('an XLIFF file', () => {
  test.each([
    ['plain text', unit(`${ASK}<target>Was?</target>`), 'Was?'],
    ['CDATA', unit(`${ASK}<target>Wa<![CDATA[s & <wo>]]>?</target>`), 'Was & <wo>?'],
    ['characters by number', unit(`${ASK}<target>W&#97;s&#x3F;</target>`), 'Was?'],
    ['a group', `<group id="g">${unit(`${ASK}<target>Was?</target>`)}</group>`, 'Was?'],
    ['no target', unit(ASK), ''],
    ['tags in a text', unit(`${ASK}<target>W<g id="1">as</g>?</target>`), 'W\uFFFC?'],
  ])('with %s', async (_label, units, translation) => {
    expect(await readXliff(xliff(units))).toMatchObject({
      source: 'en',
      target: 'de',
      rows: [{ number: 1, key: 'need.ask', translation }],
    });
  });

  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n === 0 ? '' : n - 1};`.repeat(10)}">`).join('')}]>`;
  test.each([
    [
      'a file of this machine as an entity',
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xliff(unit(`${ASK}<target>&e;</target>`))}`,
    ],
    ['an address as an entity', `<!doctype x [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]>${xliff(unit(`${ASK}<target>&e;</target>`))}`],
    ['entities that grow', `${bomb}${xliff(unit(`${ASK}<target>&a8;</target>`))}`],
    ['an entity that is not defined', xliff(unit(`${ASK}<target>&passwd;</target>`))],
    ['another version', xliff(unit(ASK), '2.0')],
    ['two units with one name', xliff(unit(ASK) + unit(ASK))],
    ['a unit with the name of a prototype', xliff(unit(ASK, '__proto__'))],
    ['broken XML', xliff(unit(`${ASK}<target>`))],
    ['tags a hundred thousand deep', xliff(unit(`${ASK}<target>${'<g id="1">'.repeat(100_000)}`))],
    ['other XML', `${XML}<rss version="2.0"><channel/></rss>`],
    ['no XML', 'key,source,translation'],
    ['nothing', ''],
  ])('is refused with %s', async (_label, text) => {
    expect(await readXliff(text)).toEqual({ wrong: expect.stringMatching(/./), hint: expect.stringMatching(/./) });
  });
});
