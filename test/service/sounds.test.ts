import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readOpus } from '../../src/audio/opus.ts';
import { loadFlow } from '../../src/flow/load.ts';
import { soundOf } from '../../src/model/sound.ts';
import { soundReader } from '../../src/service/sounds.ts';
import { copyRepair } from '../support/content-copy.ts';
import { ogg, record } from '../support/recordings.ts';
import { tempFolder } from '../support/server.ts';

const folder = tempFolder();
afterAll(folder.remove);
const { FLOWS_DIR: flowsDir, LOCALES_DIR: localesDir } = copyRepair(folder.path);
record(localesDir, { 'en/region.ask': 2, 'en/need.ask': 3 });
const loaded = loadFlow({ flowsDir, localesDir, today: '2026-06-01' });
if (!loaded.ok) throw new Error('the content has errors');
const { flow } = loaded;

const recordings = ['region.ask', 'need.ask'].flatMap((key) => flow.locales.get('en')?.recordings.get(key) ?? []);
const both = soundOf(recordings, 'ogg');
const one = soundOf(recordings.slice(0, 1), 'ogg');
if (both === undefined || one === undefined) throw new Error('nothing was recorded');
const read = soundReader(() => flow);

describe('what a message plays, from the files of now', () => {
  test('one recording is its file; several are one file', async () => {
    expect(await read(one)).toEqual(ogg(2));
    expect(readOpus((await read(both)) ?? new Uint8Array())?.seconds).toBe(5);
  });

  test('a file that was changed or is gone is not played as if it were the same', async () => {
    writeFileSync(join(localesDir, 'audio/en/need.ask.ogg'), ogg(4));
    expect(await read(both)).toBeUndefined();
    expect(await read(one)).toBeDefined();
    rmSync(join(localesDir, 'audio/en/region.ask.ogg'));
    expect(await read(one)).toBeUndefined();
  });

  test('a recording that the content no longer has is none', async () => {
    expect(await read({ ...one, hashes: ['nobody-has-this'] })).toBeUndefined();
  });
});
