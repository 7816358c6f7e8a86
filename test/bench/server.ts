import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Figures, Order } from './load.ts';
import { PAGE_ID, PHONE_NUMBER_ID, SECRET } from './webhooks.ts';

/** Servers under load: each run a fresh process, on one core, with load and fake Graph API on another. */
const root = resolve(import.meta.dirname, '../..');

/** What `npm start` runs, flags and all. */
const [, ...start]: string[] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.start.split(' ');

export const SERVERS = {
  anoura: start,
  'express 5 + pool': ['test/bench/bare.ts', 'express'],
  'node:http + pool': ['test/bench/bare.ts', 'http'],
} as const;
export type ServerName = keyof typeof SERVERS;

/** `start` ms from the call to the open socket, of a server that ran before and has proved its content; `idle` and `rss` MiB, before and at the end of the load; `cpu` us a turn, all threads. */
export type Run = Figures & { readonly start: number; readonly idle: number; readonly rss: number; readonly cpu: number };

export const pinned = spawnSync('taskset', ['-V']).status === 0;
const IDLE_MS = 1_000;

export async function measure(name: ServerName, load: Omit<Order, 'url'>): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'anoura-bench-'));
  const generator = fork(join(import.meta.dirname, 'load.ts'), { stdio: 'inherit' });
  pin(generator, 1);
  const [{ graph }] = await once(generator, 'message');
  const run = () =>
    spawn(process.execPath, [...SERVERS[name]], { cwd: root, env: environment(graph, folder), stdio: ['ignore', 'pipe', 'inherit'] });
  const before = run();
  await addressOf(before);
  before.kill('SIGKILL');
  await once(before, 'exit');
  const started = performance.now();
  const server = run();
  pin(server, 0);
  try {
    const url = await addressOf(server);
    const start = performance.now() - started;
    await new Promise((done) => setTimeout(done, IDLE_MS));
    const idle = rssMiB(server);
    const cpu: number[] = [];
    const figures = await new Promise<Figures>((done, fail) => {
      generator.on('message', (said: Figures | 'begin' | 'end') => {
        if (typeof said === 'string') cpu.push(cpuMicroseconds(server));
        else done(said);
      });
      server.once('exit', () => fail(new Error(`${name} ended under load`)));
      generator.send({ ...load, url });
    });
    const [begin = Number.NaN, end = Number.NaN] = cpu;
    const turns = figures.turnsPerSecond * (load.measureMs / 1000);
    return { ...figures, start, idle, rss: rssMiB(server), cpu: (end - begin) / turns };
  } finally {
    server.removeAllListeners('exit');
    server.kill('SIGKILL');
    generator.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function environment(graph: number, folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    DATABASE_URL: `sqlite:${folder}/anoura.db`,
    GRAPH_API_URL: `http://127.0.0.1:${graph}`,
    META_APP_SECRET: SECRET,
    META_VERIFY_TOKEN: 'bench',
    WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    WHATSAPP_ACCESS_TOKEN: 'bench',
    WHATSAPP_MESSAGES_PER_SECOND: '100000',
    MESSENGER_PAGE_ID: PAGE_ID,
    MESSENGER_PAGE_ACCESS_TOKEN: 'bench',
    MESSENGER_MESSAGES_PER_SECOND: '100000',
    EMULATOR: 'off',
  };
}

async function addressOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /listening on (http:\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('the server ended at its start');
}

function pin(child: ChildProcess, core: number): void {
  if (pinned) spawnSync('taskset', ['-a', '-c', '-p', String(core), String(child.pid)]);
}

/** User and system time of all threads, from the kernel (ticks of 10 ms). */
function cpuMicroseconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

function rssMiB({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
