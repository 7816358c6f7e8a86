import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { checkLevels } from '../../src/flow/levels.ts';
import { loadFlow } from '../../src/flow/load.ts';
import { copyRepair } from '../support/content-copy.ts';
import { ogg, type Tone } from '../support/recordings.ts';
import { tempFolder } from '../support/server.ts';
import { TODAY } from './repair.ts';

const folder = tempFolder();
afterAll(folder.remove);

const { FLOWS_DIR: flowsDir, LOCALES_DIR: localesDir } = copyRepair(folder.path);
const audio = join(localesDir, 'audio/de');
mkdirSync(audio, { recursive: true });

async function problemsOf(tone: Tone, seconds = 3) {
  writeFileSync(join(audio, 'tips.one.ogg'), ogg(seconds, { tone }));
  const loaded = loadFlow({ flowsDir, localesDir, today: TODAY });
  if (!loaded.ok) throw new Error('the content has errors');
  return checkLevels(loaded.flow);
}

describe('how loud a recording is', () => {
  test('as loud as people speak is right', async () => {
    expect(await problemsOf('voice')).toEqual([]);
  });

  test.each<[Tone, string, string]>([
    ['silent', 'recording-silent', 'microphone'],
    ['quiet', 'recording-quiet', 'loudnorm'],
    ['clipped', 'recording-clipped', 'further away'],
  ])('%s is told as %s, with the file and the cure', async (tone, code, hint) => {
    const [problem, ...others] = await problemsOf(tone);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code, severity: 'error', file: join(audio, 'tips.one.ogg'), line: 1, column: 1 });
    expect(problem?.hint).toContain(hint);
  });

  test('one recording is judged alone, whatever was heard before it', async () => {
    writeFileSync(join(audio, 'tips.two.ogg'), ogg(2.5));
    expect((await problemsOf('clipped', 2)).map(({ file, code }) => [file, code])).toEqual([
      [join(audio, 'tips.one.ogg'), 'recording-clipped'],
    ]);
  });
});
