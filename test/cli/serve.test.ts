import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Edit } from '../flow/repair.ts';
import { ROOT } from '../support/content.ts';
import { contentFolder, run } from './terminal.ts';

const folders: ReturnType<typeof contentFolder>[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

/** Runs `serve` where it must refuse, so that nothing is left running; `data` says whether a database was made. */
async function serve(env: Readonly<Record<string, string>>, edits: readonly Edit[] = []) {
  const folder = contentFolder(edits);
  const database = join(folder.path, 'data', 'anoura.db');
  folders.push(folder, contentFolder(edits, { DATABASE_URL: `sqlite:${database}`, ...env }));
  const { code, out, err } = await run(['serve'], { cwd: folders.at(-1)?.path ?? '' });
  return { code, out, err, data: existsSync(database) };
}

/** The process itself: variables of its environment count, and are told by name, never by value. */
const start = (env: Readonly<Record<string, string>>) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/main.ts', 'serve'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, stdout, stderr };
};

describe('anoura serve refuses', () => {
  test('a wrong configuration, every problem at once, without a word of what was there', async () => {
    const secrets = { WHATSAPP_ACCESS_TOKEN: 'token of mine', META_APP_SECRET: 'secret of mine', PORT: '80x', LOG_LEVEL: 'loud' };
    const { code, out, err, data } = await serve({ ...secrets, MESSENGER_PAGE_ID: '1000', EMULATOR: 'maybe' });
    expect({ code, out, data }).toEqual({ code: 1, out: '', data: false });
    const [head, ...lines] = err.trimEnd().split('\n');
    expect(head).toBe('The configuration is wrong; nothing was started.');
    expect(lines.map((line) => line.split(' ')[0]).toSorted()).toEqual([
      'EMULATOR',
      'LOG_LEVEL',
      'MESSENGER_PAGE_ACCESS_TOKEN',
      'META_APP_SECRET',
      'META_VERIFY_TOKEN',
      'PORT',
      'WHATSAPP_ACCESS_TOKEN',
      'WHATSAPP_PHONE_NUMBER_ID',
    ]);
    for (const line of lines) expect(line).toMatch(/^[A-Z_]+ must .*: write [A-Z_]+=/);
    expect(err).not.toMatch(/of mine|80x|loud|maybe/);
  });

  test('content with mistakes, all of them at once', async () => {
    const { code, out, err, data } = await serve({}, [
      { file: 'flows/repair.yaml', from: 'home: need', to: 'home: neet' },
      { file: 'locales/en.yaml', from: 'direction: ltr', to: 'direction: left' },
    ]);
    expect({ code, out, data }).toEqual({ code: 1, out: '', data: false });
    expect(err).toMatch(/flows\/repair\.yaml:5:9 node-unknown /);
    expect(err).toMatch(/locales\/en\.yaml:3:\d+ unknown-value /);
    expect(err).toMatch(/\n\nThe content has 2 errors; nothing was started\.\n$/);
  });

  test('content that goes wrong only when it is walked', async () => {
    const { code, err } = await serve({}, [
      { file: 'flows/repair.yaml', from: '[{ each: locales }], then: region }', to: '[{ each: locales }], then: nowhere }' },
      { file: 'flows/repair.yaml', from: '  battery:', to: '  nowhere: { kind: page, say: desk.say }\n  battery:' },
    ]);
    expect(code).toBe(1);
    expect(err).toMatch(/flows\/repair\.yaml:38:3 walk-node-unreached /);
  });

  test('warnings are no reason', async () => {
    const { err } = await serve({ LOCALES_SERVED: 'tlh' }, [{ file: 'flows/directory.yaml', from: '2027-01-10', to: '2026-02-10' }]);
    expect(err).toBe('LOCALES_SERVED names tlh, which is no locale: write some of de, en\n');
  });

  test('locales that do not exist', async () => {
    const { code, out, err, data } = await serve({ LOCALES_SERVED: 'en,tlh,xx' });
    expect({ code, out, data }).toEqual({ code: 1, out: '', data: false });
    expect(err).toBe('LOCALES_SERVED names tlh, xx, which is no locale: write some of de, en\n');
  });

  test('to speak to people in nothing but drafts', async () => {
    const draft = { from: 'status: team', to: 'status: draft' };
    const { code, err } = await serve({}, [
      { file: 'locales/de.yaml', ...draft },
      {
        file: 'locales/en.yaml',
        from: "  status: reviewed\n  reviewed_by: the town's editors\n  reviewed_on: 2026-02-01\n",
        to: '  status: draft\n',
      },
    ]);
    expect(code).toBe(1);
    expect(err).toBe('LOCALES_SERVED leaves no locale to be served: write some of de, en\n');
  });

  test('a wrong environment, as a process', () => {
    const { status, stdout, stderr } = start({ PORT: 'eighty', DATA_KEY: 'c2hvcnQ=', MESSENGER_PAGE_ACCESS_TOKEN: 'invented-token' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ')[0])
        .toSorted(),
    ).toEqual(['DATA_KEY', 'MESSENGER_PAGE_ID', 'META_APP_SECRET', 'META_VERIFY_TOKEN', 'PORT']);
    expect(stderr).not.toMatch(/eighty|c2hvcnQ|invented-token/);
  });

  test('a port that is taken, with the cure', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, out, err } = await serve({ PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'silent' });
    await new Promise((resolve) => taken.close(resolve));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(`The server could not start. Port ${port} is taken: end what listens there, or set PORT to another one.\n`);
  });
});
