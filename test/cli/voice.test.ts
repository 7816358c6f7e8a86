import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ogg } from '../support/recordings.ts';
import { contentFolder, run } from './terminal.ts';

/** What staff see of recordings in a terminal. */
const RECORDINGS = { 'en/welcome.say': 2, 'en/region.ask': 4, 'en/need.ask': 3, 'en/service.hems': 12, 'de/region.ask': 3 };
const folder = contentFolder([], {}, RECORDINGS);
beforeAll(() => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 5, 1, 9));
});
afterAll(() => {
  jest.restoreAllMocks();
  folder.remove();
});

const anoura = (args: readonly string[], lines: readonly string[] = []) =>
  run(args, { cwd: folder.path, input: lines.map((line) => `${line}\n`).join('') });

describe('anoura chat', () => {
  test('shows 🔊 among the choices, and what it plays: which texts, how long, how large', async () => {
    const { out } = await anoura(['chat'], ['hello', '/tap 2', 'coat', '🔊']);
    expect(out).toContain('│ 88 🔊 Listen\n│ 9 Back · 0 Menu');
    expect(out).toMatch(/> 🔊\n│ \[🔊 service\.hems, 12 s, 2\d kB\]\n\n$/);
  });

  test('on Messenger in its own form, with the choices again', async () => {
    const { out } = await anoura(['chat', '--channel', 'messenger'], ['hello', '88']);
    expect(out).toMatch(/> 88\n│ \[🔊 welcome\.say \+ region\.ask, 6 s, 24 kB\]\n└ \[1 ⚓ Harbour\] .*\[0 Menu\]\n\n$/);
  });

  test('the Bot Framework plays nothing and offers nothing', async () => {
    const { out } = await anoura(['chat', '--channel', 'botframework'], ['hello', 'audio']);
    expect(out).not.toContain('Listen');
    expect(out).toContain('> audio\n│ The recording did not get through. Read on.');
  });
});

describe('anoura check', () => {
  test('tells how much sound there is on the way to a card', async () => {
    const { code, out } = await anoura(['check']);
    expect(code).toBe(0);
    expect(out).toMatch(/longest way to a card \d+ of 4096 bytes, all of it heard \d{5} of 524288 bytes of sound; /);
  });

  test('refuses what is too long, and what nobody would hear', async () => {
    const spoilt = contentFolder([], {}, RECORDINGS);
    const audio = join(spoilt.path, 'locales/audio/en');
    writeFileSync(join(audio, 'region.ask.ogg'), ogg(61));
    const long = await run(['check'], { cwd: spoilt.path });
    expect(long.code).toBe(1);
    expect(long.out).toMatch(/en\/region\.ask\.ogg:1:1 recording-long it lasts 61 s, 60 at most\n {4}hint: say less/);
    writeFileSync(join(audio, 'region.ask.ogg'), ogg(4, { tone: 'silent' }));
    const silent = await run(['check'], { cwd: spoilt.path });
    expect(silent.code).toBe(1);
    expect(silent.out).toMatch(/en\/region\.ask\.ogg:1:1 recording-silent /);
    spoilt.remove();
  });

  test('what lies beside the recordings and is none is told, notes are not', async () => {
    const other = contentFolder([], {}, RECORDINGS);
    const audio = join(other.path, 'locales/audio');
    writeFileSync(join(audio, 'README.md'), 'who speaks');
    copyFileSync(join(audio, 'en/region.ask.ogg'), join(audio, 'en/region.ask.wav'));
    const { code, out } = await run(['check'], { cwd: other.path });
    expect(code).toBe(0);
    expect(out).toMatch(/region\.ask\.wav:1:1 file-ignored warning: /);
    expect(out).not.toContain('README');
    other.remove();
  });
});

test('anoura coverage counts the recordings of each language, and lists what is left where somebody has begun', async () => {
  const { out } = await anoura(['coverage']);
  expect(out).toMatch(/English .* 4 of \d+ +reviewed/);
  expect(out).toMatch(/Deutsch .* 1 of \d+ +/);
  const left = /^English, not recorded yet: (.*)$/m.exec(out)?.[1]?.split(', ') ?? [];
  expect(left).toEqual(expect.arrayContaining(['tips.one', 'card.undated', 'hint.unknown']));
  // Nobody can speak these: they are no message, or name something else each time.
  for (const key of ['region.ask', 'label.back', 'need.phone', 'topic.wheels.name', 'answer.none', 'chrome.open'])
    expect(left).not.toContain(key);
});
