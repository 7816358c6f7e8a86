import { describe, expect, test } from '@jest/globals';
import { cellOf } from '../../src/pictures/cells.ts';
import { coverageHtml } from '../../src/pictures/coverage-html.ts';
import { coverageText } from '../../src/pictures/coverage-text.ts';
import { progressOf } from '../../src/pictures/locales.ts';
import { realFlow } from '../support/content.ts';
import { markupFaults } from '../support/markup.ts';
import { content, hostileEdits } from './contents.ts';

const real = realFlow();

/** Letters of the matrix of the source article, as people read it off by hand. */
const MATRIX: readonly (readonly [need: string, gao: string, menaka: string, douentza: string, mopti: string, other: string])[] = [
  ['shelter', 'S', 'E', 'E', 'E', 'E'],
  ['food', 'S', 'E', 'E', 'E', 'E'],
  ['health', 'SIJG', 'IJG', 'IJG', 'EG', 'EG'],
  ['legal', 'SG', 'EG', 'EG', 'EG', 'EG'],
  ['detention', 'SG', 'EG', 'EG', 'EG', 'EG'],
  ['documents', 'IJG', 'IJG', 'IG', 'JG', 'EG'],
  ['transport', 'SI', 'I', 'I', 'E', 'E'],
  ['return', 'I', 'I', 'I', 'E', 'E'],
  ['reintegration', 'IG', 'IG', 'IG', 'EG', 'EG'],
  ['orientation', 'S', 'E', 'S', 'E', 'E'],
  ['risks', 'EG', 'EG', 'SG', 'EG', 'EG'],
  ['rights', 'EG', 'EG', 'EG', 'EG', 'EG'],
];

describe('how strong the claims are', () => {
  test.each(MATRIX)('%s, in every region of the real content', (need, ...expected) => {
    const lines = coverageText(real, 'fr', []).split('\n');
    const row = lines.find((line) => line.startsWith(`${need} `)) ?? '';
    const columns = row.split(/ {2,}/).slice(1);
    expect(columns.map((letters) => letters.replaceAll(' ', ''))).toEqual(expected);
  });

  test('a list of organizations is joint; a claim that follows from its passage is inferred; all else is stated', () => {
    const { flow } = content([
      {
        file: 'flows/claims.yaml',
        from: 'regions: [harbour, hill], source: flyer',
        to: 'regions: [harbour, hill], source: flyer, strength: inferred',
      },
    ]);
    const strengths = (region: string, need: string) => cellOf(flow, region, need).helps.map(({ strength }) => strength);
    expect(strengths('harbour', 'bicycle')).toEqual(['stated', 'stated']);
    expect(strengths('hill', 'clothes')).toEqual(['inferred']);
    expect(strengths('hill', 'phone')).toEqual(['joint']);
    expect(strengths('beyond', 'phone')).toEqual([]);
  });

  test('what names no region counts as general wherever it is said: on the page of a need, and in an honest line', () => {
    const { flow } = content();
    expect(cellOf(flow, 'beyond', 'phone').general).toEqual(['R5']);
    expect(cellOf(flow, 'hill', 'bicycle')).toMatchObject({ helps: [], general: ['R6'] });
  });
});

describe('how far the languages are', () => {
  test('translated is what the language itself says, reviewed is a review of the whole, audio what was recorded', () => {
    const { flow } = content([
      { file: 'locales/de.yaml', from: 'status: team', to: 'status: draft' },
      { file: 'locales/de.yaml', from: '  hint.location: Ich brauche Ihren Ort nicht.\n', to: '' },
    ]);
    const total = flow.cites.size;
    const nothing = { audio: 0, unrecorded: [...flow.sayable] };
    expect(progressOf(flow)).toEqual([
      { id: 'de', name: 'Deutsch', status: 'draft', translated: total - 1, reviewed: 0, total, ...nothing },
      { id: 'en', name: 'English', status: 'reviewed', translated: total, reviewed: total, total, ...nothing },
    ]);
  });
});

describe('the page', () => {
  const { flow } = content(hostileEdits);
  const html = coverageHtml(flow, 'en', progressOf(flow));

  test('is well-formed, whatever authors write', () => {
    expect(markupFaults(html, { html: true })).toEqual([]);
    expect(html).not.toMatch(/<script|<svg|<i>/);
    expect(html).toContain('&lt;script&gt;');
  });

  test('needs nothing from outside and forbids it', () => {
    expect(html).toContain(`default-src 'none'`);
    expect(html.replaceAll('&lt;', '')).not.toMatch(/https?:|src=|url\(|@import|@font-face/);
  });

  test('is the same every time, and in French for French', () => {
    const french = () => coverageHtml(real, 'fr', progressOf(real));
    expect(french()).toBe(french());
    expect(french()).toContain('<html lang="fr">');
    expect(french()).toContain('Qui aide pour quoi, et où');
    expect(markupFaults(french(), { html: true })).toEqual([]);
  });
});

test('the check of the form itself would notice', () => {
  expect(markupFaults('<p><b>a</p></b>')).not.toEqual([]);
  expect(markupFaults('<p>a & b</p>')).not.toEqual([]);
  expect(markupFaults('<p>a < b</p>')).not.toEqual([]);
  expect(markupFaults('<p title="a & b"></p>')).not.toEqual([]);
  expect(markupFaults('<p>')).not.toEqual([]);
  expect(markupFaults('<p title="a">a &amp; b &#39;</p>')).toEqual([]);
});
