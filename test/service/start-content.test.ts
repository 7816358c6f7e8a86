import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Flow } from '../../src/model/flow.ts';
import { type Config, readConfig } from '../../src/runtime/config.ts';
import { contentForStart } from '../../src/service/start-content.ts';
import { ROOT } from '../support/content.ts';
import { ogg, record } from '../support/recordings.ts';

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

/** All of a flow but the functions that print its texts. */
const written = (flow: Flow | undefined) =>
  JSON.stringify(flow, (_key, value) => (value instanceof Map || value instanceof Set ? [...value] : value));

const note = () => join(folder, 'anoura.db.proved');

/** Whether a start walked the content: it leaves a note then, and only then. */
async function walks(config: Config, at = NOON): Promise<boolean> {
  utimesSync(note(), LONG_AGO, LONG_AGO);
  expect((await contentForStart(config, at)).flow).toBeDefined();
  return statSync(note()).mtime > LONG_AGO;
}

describe('the content of a start', () => {
  test('is walked once, and not again while all is the same', async () => {
    const config = configOf();
    const { flow } = await contentForStart(config, NOON);
    expect(flow?.locales.size).toBeGreaterThan(0);
    expect(await walks(config)).toBe(false);
    // Not looked through again, and yet the same.
    expect(written((await contentForStart(config, NOON)).flow)).toBe(written(flow));
    expect(await walks(config, NOON + 1000)).toBe(false);
  });

  test('is walked again when a sentence, the day or the languages served are others, or the note is', async () => {
    const config = configOf();
    await contentForStart(config, NOON);
    expect(await walks(config, NOON + DAY)).toBe(true);
    expect(await walks(configOf({ LOCALES_SERVED: 'en' }), NOON + DAY)).toBe(true);
    writeFileSync(note(), 'proved');
    expect(await walks(config)).toBe(true);
    const english = join(folder, 'locales', 'en.yaml');
    writeFileSync(english, `${readFileSync(english, 'utf8')}\n# one line more\n`);
    expect(await walks(config)).toBe(true);
  });

  test('a recording that was put beside it is walked, and one that is silent starts nothing', async () => {
    const config = configOf();
    await contentForStart(config, NOON);
    record(config.localesDir, { 'en/tips.one': 2 });
    expect(await walks(config)).toBe(true);
    expect(await walks(config)).toBe(false);
    writeFileSync(join(folder, 'locales/audio/en/tips.one.ogg'), ogg(2, { tone: 'silent' }));
    expect(await contentForStart(config, NOON)).toMatchObject({ problems: [{ code: 'recording-silent' }] });
  });

  test('with errors is told, and leaves no note', async () => {
    const english = join(folder, 'locales', 'en.yaml');
    writeFileSync(english, readFileSync(english, 'utf8').replace(/^ +topic\.wheels: .*$/m, ''));
    const content = await contentForStart(configOf(), NOON);
    expect(content.flow).toBeUndefined();
    expect(() => statSync(note())).toThrow('ENOENT');
  });

  test('is walked where no note can be written, and always for the emulator', async () => {
    expect((await contentForStart(configOf({ DATABASE_URL: `sqlite:${folder}/none/anoura.db` }), NOON)).flow).toBeDefined();
    const content = await contentForStart(configOf({ EMULATOR: 'on' }), NOON);
    expect(content).toMatchObject({ live: { problems: [] } });
    expect(() => statSync(note())).toThrow('ENOENT');
  });
});
