import { describe, expect, test } from '@jest/globals';
import { fingerprint } from '../../src/flow/fingerprint.ts';
import { readFlow } from '../../src/flow/load.ts';
import { makeSheet, type Row, TAG } from '../../src/translations/sheet.ts';
import { statusOf } from '../../src/translations/status.ts';
import { type Edit, edited } from '../flow/repair.ts';
import { content, imported, translated } from './sheets.ts';

const de = (from: string, to: string): Edit => ({ file: 'locales/de.yaml', from, to });
const en = (from: string, to: string): Edit => ({ file: 'locales/en.yaml', from, to });
const GERMAN = edited([]).files.locales.find(({ path }) => path === 'locales/de.yaml')?.text ?? '';
const AR = { file: 'locales/ar.yaml', to: 'locale: { name: العربية, direction: rtl, status: draft }\ntexts: {}\n' };

describe('a translator’s round trip', () => {
  const sheet = translated({
    'need.ask': { translation: 'Was ist entzwei?' },
    'tips.one': { translation: 'Bringen Sie das Teil mit.\nUnd Werkzeug.' },
    'label.desk': { translation: 'Einen Menschen im Rathaus fragen' },
  });
  const { taken, refused, unchanged, text } = imported(sheet);

  test('takes what fits and refuses what does not, by its row', () => {
    expect(taken).toEqual(['need.ask', 'tips.one']);
    expect(refused).toEqual([
      {
        row: sheet.rows.find(({ key }) => key === 'label.desk')?.number,
        key: 'label.desk',
        wrong: expect.stringContaining('20 can be shown'),
        hint: 'find a shorter word',
      },
    ]);
    expect(unchanged).toBe(sheet.rows.length - 3);
  });

  test('changes those texts, notes their source, and leaves every other line as it is', () => {
    const before = GERMAN.split('\n');
    const after = text.split('\n');
    expect(before.filter((line) => !after.includes(line))).toEqual([
      '  need.ask: Was ist kaputt?',
      '  tips.one: Bringen Sie das kaputte Teil mit.',
    ]);
    expect(after.filter((line) => line !== '' && !before.includes(line))).toEqual([
      '  need.ask: Was ist entzwei?',
      '  tips.one: |-',
      '    Bringen Sie das Teil mit.',
      '    Und Werkzeug.',
      expect.stringMatching(/^# Fingerprints /),
      'sources:',
      `  need.ask: ${fingerprint('What is broken?')}`,
      expect.stringMatching(/^ {2}tips\.one: [a-p]{8}$/),
    ]);
  });

  test('a second import of the same sheet changes nothing', () => {
    const again = imported(sheet, [{ file: 'locales/de.yaml', to: text }]);
    expect({ taken: again.taken, file: again.file }).toEqual({ taken: [], file: undefined });
  });
});

describe('newer words are never lost', () => {
  const mine = translated({ 'need.ask': { translation: 'Was ist entzwei?' } });

  test('the translation has changed since the export: both are told', () => {
    const { taken, refused } = imported(mine, [de('Was ist kaputt?', 'Was geht nicht?')]);
    expect(taken).toEqual([]);
    expect(refused).toMatchObject([{ key: 'need.ask', wrong: expect.stringMatching(/Was geht nicht\?.*Was ist entzwei\?/) }]);
  });

  test('the source has changed since the export: both are told', () => {
    const { taken, refused } = imported(mine, [en('What is broken?', 'What should we mend?')]);
    expect(taken).toEqual([]);
    expect(refused).toMatchObject([
      { key: 'need.ask', wrong: expect.stringContaining('What is broken?'), hint: expect.stringContaining('What should we mend?') },
    ]);
  });

  test('rows that the translator left alone stay out of the way of a newer text', () => {
    const { refused, file } = imported(translated({}), [de('Was ist kaputt?', 'Was geht nicht?')]);
    expect({ refused, file }).toEqual({ refused: [], file: undefined });
  });

  test('an emptied row takes nothing away', () => {
    expect(imported(translated({ 'need.ask': { translation: ' \n' } })).file).toBeUndefined();
  });

  test('a sheet that has lost its fingerprints still fills what is missing, and overwrites nothing', () => {
    const rows = { 'region.ask': { translation: 'أين تسكن؟', was: undefined }, 'need.ask': { translation: 'ما المكسور؟', was: undefined } };
    const half = { ...AR, to: 'locale: { name: العربية, direction: rtl, status: draft }\ntexts:\n  need.ask: ماذا؟\n' };
    const { taken, refused } = imported(translated(rows, [AR], 'ar'), [half]);
    expect(taken).toEqual(['region.ask']);
    expect(refused.map(({ key }) => key)).toEqual(['need.ask']);
  });
});

describe('a row is refused', () => {
  const HAND: Partial<Row> = { translation: 'Von Hand' };
  test.each<[string, Record<string, Partial<Row>>, string, string]>([
    ['with a placeholder that is never filled', { 'tips.one': { translation: 'In {town}.' } }, 'tips.one', '{town} is never filled'],
    ['without a placeholder that it needs', { 'answer.none': { translation: 'Nichts zu {need}.' } }, 'answer.none', '{region}'],
    ['with a brace that is not closed', { 'answer.none': { translation: '{need} {region' } }, 'answer.none', 'brace'],
    ['with a word that only cited texts may use', { 'tips.one': { translation: 'Das ist kostenlos.' } }, 'tips.one', '“kostenlos”'],
    ['with a sign that nobody sees', { 'tips.one': { translation: 'Schö\u200bn.' } }, 'tips.one', 'U+200B'],
    ['with a terminal escape', { 'tips.one': { translation: 'Rot \u001b[31m' } }, 'tips.one', 'U+001B'],
    ['with a tag of a translation program', { 'tips.one': { translation: TAG } }, 'tips.one', 'tags'],
    ['over the length of a bubble', { 'tips.one': { translation: 'Ja. '.repeat(90) } }, 'tips.one', '350 can be shown'],
    ['with the label of its neighbour', { 'region.hill': { translation: 'Hafen' } }, 'region.hill', 'stands twice'],
    ['with the name of a command', { 'menu.tips': { translation: 'Mensch' } }, 'menu.tips', 'command'],
    ['under a key that does not exist', { 'tips.one': { key: 'tip.one', ...HAND } }, 'tip.one', 'there is no text'],
    ['under a key of JavaScript', { 'tips.one': { key: '__proto__', ...HAND } }, '__proto__', 'there is no text'],
    ['that stands twice', { 'tips.two': { key: 'tips.one', ...HAND } }, 'tips.one', 'stands in row'],
  ])('%s', (_label, cells, key, wrong) => {
    const { taken, refused } = imported(translated({ ...cells, 'hint.sticker': { translation: 'Hübsch.' } }));
    expect(taken).toEqual(['hint.sticker']);
    expect(refused).toEqual([{ row: expect.any(Number), key, wrong: expect.stringContaining(wrong), hint: expect.stringMatching(/./) }]);
  });

  test('when it makes another text too long, which stands as it did', () => {
    const long = { 'topic.wheels.name': { translation: `Rad ${'und Rad '.repeat(43)}` }, 'hint.sticker': { translation: 'Hübsch.' } };
    const { taken, refused } = imported(translated(long));
    expect(taken).toEqual(['hint.sticker']);
    expect(refused).toMatchObject([{ key: 'topic.wheels.name' }]);
  });

  test('in Arabic without isolates around a number, and taken with them', () => {
    const rows = { 'desk.say': { translation: 'اسأل في 10 أيام.' }, 'tips.one': { translation: 'اسأل في \u206810\u2069 أيام.' } };
    const { taken, refused, text } = imported(translated(rows, [AR], 'ar'), [AR]);
    expect(taken).toEqual(['tips.one']);
    expect(refused).toMatchObject([{ key: 'desk.say', wrong: expect.stringContaining('“10”') }]);
    expect(text).toContain('اسأل في \u206810\u2069 أيام.');
  });
});

describe('what is taken', () => {
  test('composed letters, plain line breaks, no space at the ends', () => {
    const { text } = imported(translated({ 'tips.one': { translation: '  Scho\u0308n. \r\nJa.\r\n' } }));
    expect(text).toContain('  tips.one: |-\n    Schön.\n    Ja.\n');
  });

  test('a warning stops nothing and is told', () => {
    const { taken, warnings } = imported(translated({ 'tips.one': { translation: `Ja${' ja'.repeat(20)}.` } }));
    expect(taken).toEqual(['tips.one']);
    expect(warnings.map(({ code }) => code)).toEqual(['sentence-too-long']);
  });

  test('the first texts of a language make its file: a draft that falls back to the source', () => {
    const { file, text } = imported(translated({ 'region.ask': { translation: 'Fan nga dëkk?' } }, [], 'wo'));
    expect(file?.path).toBe('locales/wo.yaml');
    const { files } = edited([{ file: 'locales/wo.yaml', to: text }]);
    const loaded = readFlow(files);
    const locale = loaded.ok ? loaded.flow.locales.get('wo') : undefined;
    expect(locale).toMatchObject({ status: 'draft', direction: 'ltr', fallback: ['en'], written: new Set(['region.ask']) });
    expect(locale?.texts.get('need.ask')?.({})).toBe('What is broken?');
  });

  test('a language of Arabic letters is written from right to left', () => {
    expect(imported(translated({ 'region.ask': { translation: 'أين؟' } }, [], 'mey')).text).toContain('direction: rtl');
  });
});

describe('a text whose source has changed', () => {
  const stale = { file: 'locales/de.yaml', to: `${GERMAN}\nsources:\n  need.ask: aaaaaaaa\n` };

  test('counts as stale', () => {
    expect(statusOf(content([stale]).catalogue, 'de', 'need.ask')).toBe('stale');
    expect(makeSheet(content([stale]).catalogue, 'de').rows.find(({ key }) => key === 'need.ask')?.status).toBe('stale');
  });

  test('is confirmed by its status, without another word', () => {
    const { taken, text } = imported(translated({ 'need.ask': { status: 'done' } }, [stale]), [stale]);
    expect(taken).toEqual(['need.ask']);
    expect(statusOf(content([{ file: 'locales/de.yaml', to: text }]).catalogue, 'de', 'need.ask')).toBe('team');
  });

  test('is not confirmed by a sheet that knows an older source', () => {
    const sheet = translated({ 'need.ask': { status: 'done', source: 'What?' } }, [stale]);
    expect(imported(sheet, [stale]).file).toBeUndefined();
  });
});
