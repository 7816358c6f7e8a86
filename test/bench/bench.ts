import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Our server beside two bare ones, in turn, several rounds in one run: `npm run bench [-- --rounds 3 --seconds 8 --people 64]`.
 * The server runs on one core, load and fake Graph API on another. Machines differ, so read the ratios.
 */
const root = resolve(import.meta.dirname, '../..');
const options = { rounds: flag('rounds', 3), seconds: flag('seconds', 8), warmup: flag('warmup', 4), people: flag('people', 64) };
const SECRET = 'bench-app-secret';

const SERVERS = {
  anoura: ['src/main.ts', 'serve'],
  'express 5 + pool': ['test/bench/bare.ts', 'express'],
  'node:http + pool': ['test/bench/bare.ts', 'http'],
} as const;
type Name = keyof typeof SERVERS;

type Figures = {
  readonly turnsPerSecond: number;
  readonly ack: { readonly p50: number; readonly p99: number };
  readonly reply: { readonly p50: number; readonly p99: number };
  readonly cpuPerTurn: number;
  readonly rss: number;
  readonly start: number;
};

const pinned = spawnSync('taskset', ['-V']).status === 0;
const rows = new Map<Name, Figures[]>();
for (let round = 1; round <= options.rounds; round++) {
  for (const name of Object.keys(SERVERS) as Name[]) {
    const figures = await measure(name);
    rows.set(name, [...(rows.get(name) ?? []), figures]);
    print(`round ${round}: ${name} ${figures.turnsPerSecond.toFixed(0)} turns/s`);
  }
}
report();

async function measure(name: Name): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'anoura-bench-'));
  const load = fork(join(import.meta.dirname, 'load.ts'), { stdio: 'inherit' });
  pin(load, 1);
  const [{ graph }] = await once(load, 'message');
  const started = performance.now();
  const server = spawn(process.execPath, [...SERVERS[name]], {
    cwd: root,
    env: environment(graph, folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  pin(server, 0);
  try {
    const url = await addressOf(server);
    const start = performance.now() - started;
    const cpuBefore = cpuMicroseconds(server);
    load.send({ url, secret: SECRET, people: options.people, warmupMs: options.warmup * 1000, measureMs: options.seconds * 1000 });
    const [figures] = await once(load, 'message');
    const turns = figures.turnsPerSecond * (options.seconds + options.warmup);
    return { ...figures, start, cpuPerTurn: (cpuMicroseconds(server) - cpuBefore) / turns, rss: rssMiB(server) };
  } finally {
    server.kill('SIGKILL');
    load.kill();
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
    WHATSAPP_PHONE_NUMBER_ID: '700800900',
    WHATSAPP_ACCESS_TOKEN: 'bench',
    WHATSAPP_MESSAGES_PER_SECOND: '100000',
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

function report(): void {
  const median = (name: Name, pick: (figures: Figures) => number) => {
    const values = (rows.get(name) ?? []).map(pick).toSorted((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? Number.NaN;
  };
  const base = (pick: (figures: Figures) => number) => median('express 5 + pool', pick);
  print(`\n${cpus()[0]?.model}, Node ${process.version}, ${pinned ? 'server and load on a core each' : 'not pinned: taskset is missing'}`);
  print(`${options.people} people at once, ${options.seconds} s after ${options.warmup} s warm-up, medians of ${options.rounds} rounds\n`);
  print('| server | turns/s | to Express | CPU us/turn | to Express | ack p50 / p99 ms | reply p50 / p99 ms | RSS MiB | start ms |');
  print('|---|---|---|---|---|---|---|---|---|');
  for (const name of rows.keys()) {
    const turns = median(name, (row) => row.turnsPerSecond);
    const cpu = median(name, (row) => row.cpuPerTurn);
    const pair = (pick: (row: Figures) => { p50: number; p99: number }) =>
      `${median(name, (row) => pick(row).p50).toFixed(1)} / ${median(name, (row) => pick(row).p99).toFixed(1)}`;
    const cells = [
      name,
      turns.toFixed(0),
      (turns / base((row) => row.turnsPerSecond)).toFixed(2),
      cpu.toFixed(0),
      (cpu / base((row) => row.cpuPerTurn)).toFixed(2),
      pair((row) => row.ack),
      pair((row) => row.reply),
      median(name, (row) => row.rss).toFixed(0),
      median(name, (row) => row.start).toFixed(0),
    ];
    print(`| ${cells.join(' | ')} |`);
  }
}

function flag(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} wants a positive number`);
  return value;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
