import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { contentFolder, run } from './terminal.ts';

const folders: ReturnType<typeof contentFolder>[] = [];
function folder(...edits: Parameters<typeof contentFolder>) {
  const made = contentFolder(...edits);
  folders.push(made);
  const at = (path: string) => join(made.path, path);
  return {
    cli: (...args: string[]) => run(['translations', ...args], { cwd: made.path }),
    read: (path: string) => readFileSync(at(path), 'utf8'),
    change: (path: string, from: string, to: string) => {
      const text = readFileSync(at(path), 'utf8');
      if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
      writeFileSync(at(path), text.replace(from, to));
    },
  };
}
afterEach(() => {
  for (const made of folders.splice(0)) made.remove();
});

describe('anoura translations', () => {
  test('shows how far each language is', async () => {
    const { code, out } = await folder().cli();
    expect(code).toBe(0);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.trim().split(/\s{2,}/)),
    ).toEqual([
      ['locale', 'translated', 'missing', 'stale', 'draft', 'team', 'reviewed', 'name'],
      ['en', expect.any(String), '0', '0', '0', '0', expect.any(String), expect.stringContaining('reviewed by')],
      ['de', expect.any(String), '0', '0', '0', expect.any(String), '0', expect.stringContaining('Deutsch')],
    ]);
  });

  test.each(['xliff', 'csv'])('a round trip with three changes, one too long: two taken, one refused with its row (%s)', async (format) => {
    const { cli, read, change } = folder();
    const sheet = `de.${format}`;
    expect(await cli('export', '--locale', 'de', '--format', format, '-o', sheet)).toMatchObject({ code: 0, out: '' });
    change(sheet, 'Was ist kaputt?', 'Was ist entzwei?');
    change(sheet, 'Wo wohnen Sie?', 'Wo leben Sie?');
    change(sheet, 'Mensch fragen', 'Einen Menschen im Rathaus fragen');
    const { code, out } = await cli('import', sheet);
    expect(code).toBe(1);
    expect(out).toMatch(/^row \d+ label\.desk: refused: .*20 can be shown.*\n {4}hint: find a shorter word\n/);
    expect(out).toContain('2 taken, 1 refused');
    expect(read('locales/de.yaml')).toContain('need.ask: Was ist entzwei?');
    expect(read('locales/de.yaml')).toContain('label.desk: Mensch fragen');
    expect(await cli('import', sheet)).toMatchObject({ code: 1, out: expect.stringContaining('0 taken, 1 refused') });
  });

  test('a source that changes makes its translation stale, until somebody confirms it', async () => {
    const { cli, change } = folder();
    expect(await cli('confirm', '--locale', 'de')).toMatchObject({ code: 0 });
    change('locales/en.yaml', 'What is broken?', 'What should we mend?');
    const stale = async () =>
      (await cli()).out
        .split('\n')
        .find((line) => line.startsWith('de'))
        ?.trim()
        .split(/\s+/)[3];
    expect(await stale()).toBe('1');
    expect(await cli('confirm', 'need.ask', '--locale', 'de')).toMatchObject({ code: 0, out: expect.stringContaining('1 texts') });
    expect(await stale()).toBe('0');
  });

  test('says that a review does not cover what came after it', async () => {
    const { cli, change } = folder([
      { file: 'locales/de.yaml', from: 'status: team', to: 'status: reviewed\n  reviewed_by: Mina\n  reviewed_on: 2026-01-01' },
    ]);
    await cli('export', '--locale', 'de', '--format', 'csv', '-o', 'de.csv');
    change('de.csv', 'Was ist kaputt?', 'Was ist entzwei?');
    expect((await cli('import', 'de.csv')).out).toContain('reviewed by Mina');
  });

  test.each([
    ['a language that is none', ['export', '--locale', '../../etc'], 'no language tag'],
    ['the source', ['export', '--locale', 'en'], 'edit its file'],
    ['a file that is not there', ['import', 'nowhere.csv'], 'cannot be read'],
    ['a file that is no sheet', ['import', '.env'], 'not XLIFF'],
    ['a folder that cannot be written to', ['export', '--locale', 'de', '-o', 'no/de.xliff'], 'cannot be written'],
    ['a text that is not there', ['confirm', 'nothing.at-all', '--locale', 'de'], 'nothing.at-all'],
    ['a language without texts', ['confirm', '--locale', 'wo'], 'no text'],
  ])('refuses %s', async (_label, args, wrong) => {
    const { code, out, err } = await folder().cli(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(wrong);
  });

  test('does nothing while the content has errors', async () => {
    const { code, err } = await folder([{ file: 'flows/repair.yaml', from: 'home: need', to: 'home: neet' }]).cli();
    expect(code).toBe(1);
    expect(err).toContain('mend them first');
  });
});
