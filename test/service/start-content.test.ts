import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Config, readConfig } from '../../src/runtime/config.ts';
import { contentForStart } from '../../src/service/start-content.ts';
import { ROOT } from '../support/content.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const DAY = 24 * 60 * 60 * 1000;
/** Far from any time at which a test runs. */
const LONG_AGO = new Date(Date.UTC(2001, 0, 1));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anoura-start-'));
  for (const name of ['flows', 'locales']) cpSync(join(ROOT, 'test/fixtures/flow', name), join(folder, name), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function configOf(more: Readonly<Record<string, string>> = {}): Config {
  const read = readConfig({
    EMULATOR: 'off',
    DATABASE_URL: `sqlite:${folder}/anoura.db`,
    FLOWS_DIR: `${folder}/flows`,
    LOCALES_DIR: `${folder}/locales`,
    ...more,
  });
  if (!read.ok) throw new Error('the configuration is good');
  return read.config;
}

const note = () => join(folder, 'anoura.db.proved');

/** Whether a start walked the content: it leaves a note then, and only then. */
function walks(config: Config, at = NOON): boolean {
  utimesSync(note(), LONG_AGO, LONG_AGO);
  expect(contentForStart(config, at).flow).toBeDefined();
  return statSync(note()).mtime > LONG_AGO;
}

describe('the content of a start', () => {
  test('is walked once, and not again while all is the same', () => {
    const config = configOf();
    expect(contentForStart(config, NOON).flow?.locales.size).toBeGreaterThan(0);
    expect(walks(config)).toBe(false);
    expect(walks(config, NOON + 1000)).toBe(false);
  });

  test('is walked again when a sentence, the day or the languages served are others, or the note is', () => {
    const config = configOf();
    contentForStart(config, NOON);
    expect(walks(config, NOON + DAY)).toBe(true);
    expect(walks(configOf({ LOCALES_SERVED: 'en' }), NOON + DAY)).toBe(true);
    writeFileSync(note(), 'proved');
    expect(walks(config)).toBe(true);
    const english = join(folder, 'locales', 'en.yaml');
    writeFileSync(english, `${readFileSync(english, 'utf8')}\n# one line more\n`);
    expect(walks(config)).toBe(true);
  });

  test('with errors is told, and leaves no note', () => {
    const english = join(folder, 'locales', 'en.yaml');
    writeFileSync(english, readFileSync(english, 'utf8').replace(/^ +topic\.wheels: .*$/m, ''));
    const content = contentForStart(configOf(), NOON);
    expect(content.flow).toBeUndefined();
    expect(() => statSync(note())).toThrow('ENOENT');
  });

  test('is walked where no note can be written, and always for the emulator', () => {
    expect(contentForStart(configOf({ DATABASE_URL: `sqlite:${folder}/none/anoura.db` }), NOON).flow).toBeDefined();
    const content = contentForStart(configOf({ EMULATOR: 'on' }), NOON);
    expect(content).toMatchObject({ live: { problems: [] } });
    expect(() => statSync(note())).toThrow('ENOENT');
  });
});
