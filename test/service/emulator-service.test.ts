import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { ROOT } from '../support/content.ts';
import { type Server, SMALL, startServer, tempFolder } from '../support/server.ts';
import { startEmulated } from './emulated.ts';

beforeAll(() => nock.restore());

const folder = tempFolder();
afterAll(() => folder.remove());

const PRODUCTION = {
  NODE_ENV: 'production',
  DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
  DATABASE_URL: `sqlite:${folder.path}/anoura.db`,
};

/** Runs a server that is expected not to start; resolves to its exit code and what it said. */
function refused(env: Record<string, string>): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, ['src/main.ts', 'serve'], { cwd: ROOT, env: { PATH: process.env.PATH ?? '', PORT: '0', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

/** What emulators have put there. */
const left = (path: string) => readdirSync(path).filter((name) => name.startsWith('anoura-emulator-'));

const running: Server[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function start(env: Record<string, string>): Promise<Server> {
  const server = await startServer({ ...SMALL, ...env });
  running.push(server);
  return server;
}

describe('a server', () => {
  test('says at its start where the emulator is, and starts it at the first request', async () => {
    const temporary = join(folder.path, 'first');
    mkdirSync(temporary);
    const server = await start({ DATABASE_URL: `sqlite:${folder.path}/first.db`, TMPDIR: temporary });
    expect(server.output()).toContain(`emulator: ${server.url}/emulator\n`);
    expect(left(temporary)).toEqual([]);
    expect((await fetch(`${server.url}/emulator/api/state`)).status).toBe(200);
    expect(left(temporary)).toHaveLength(1);
    expect(await server.stop()).toBe(0);
    expect(left(temporary)).toEqual([]);
  });

  test('stops at once with pages open and a message under way, and leaves nothing behind', async () => {
    const temporary = join(folder.path, 'second');
    mkdirSync(temporary);
    const emulated = await startEmulated({ ...SMALL, TMPDIR: temporary });
    await emulated.post('fault', { kind: 'token-expired', times: 1000 });
    const from = emulated.events.length;
    await emulated.post('send', { channel: 'whatsapp', inputs: [{ kind: 'text', text: 'bonjour' }] });
    await emulated.until((event) => (event.kind === 'decision' ? true : undefined), from);
    const begun = performance.now();
    expect(await emulated.stop()).toBe(0);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(left(temporary)).toEqual([]);
  });

  test('without emulator has nothing at its address', async () => {
    const server = await start({ DATABASE_URL: `sqlite:${folder.path}/off.db`, EMULATOR: 'off' });
    expect(server.output()).toContain('emulator: off; to turn it on set EMULATOR=on');
    expect((await fetch(`${server.url}/emulator/`)).status).toBe(404);
    expect((await fetch(`${server.url}/emulator/api/state`)).status).toBe(404);
  });

  test('on every address of the machine still has the page for this machine alone', async () => {
    const server = await start({ DATABASE_URL: `sqlite:${folder.path}/all.db`, HOST: '0.0.0.0' });
    const url = server.url.replace('0.0.0.0', '127.0.0.1');
    expect(server.output()).toContain(`emulator: ${url}/emulator\n`);
    expect((await fetch(`${url}/emulator/api/state`)).status).toBe(200);
  });
});

describe('in production', () => {
  test('it is off', async () => {
    const server = await start({ ...PRODUCTION, DATABASE_URL: `sqlite:${folder.path}/production.db` });
    expect((await fetch(`${server.url}/emulator/`)).status).toBe(404);
  });

  test('it is refused on an address that others reach, with the cure', async () => {
    const { code, output } = await refused({ ...PRODUCTION, EMULATOR: 'on' });
    expect(code).toBe(1);
    expect(output).toMatch(/EMULATOR must not be on in production .*: write EMULATOR=off, or HOST=127\.0\.0\.1/);
    expect(output).not.toContain('listening');
  });

  test('it may be asked for on a loopback address', async () => {
    const server = await start({ ...PRODUCTION, EMULATOR: 'on', DATABASE_URL: `sqlite:${folder.path}/local.db` });
    expect((await fetch(`${server.url}/emulator/api/state`)).status).toBe(200);
  });
});
