import { cpus } from 'node:os';
import { measure, pinned, type Run, SERVERS, type ServerName } from './server.ts';
import type { BenchChannel } from './webhooks.ts';

/**
 * Our server beside two bare ones, in turn, several rounds in one run:
 * `npm run bench [-- --rounds 3 --seconds 8 --warmup 6 --people 64 --rate 1000]`. Machines differ, so read the ratios.
 */
const options = {
  rounds: flag('rounds', 3),
  seconds: flag('seconds', 8),
  warmup: flag('warmup', 6),
  people: flag('people', 64),
  rate: flag('rate', 1000),
};
const load = { people: options.people, statuses: false, warmupMs: options.warmup * 1000, measureMs: options.seconds * 1000 };
const BASE = 'express 5 + pool';

/** What is measured: a title, and the loads, one column of rows each. */
const TABLES: readonly { readonly title: string; readonly channel: BenchChannel; readonly rate?: number; readonly statuses?: boolean }[] = [
  { title: `WhatsApp, ${options.people} people at once`, channel: 'whatsapp' },
  { title: `Messenger, ${options.people} people at once`, channel: 'messenger' },
  { title: `WhatsApp, ${options.people} people at once, three status webhooks for each reply`, channel: 'whatsapp', statuses: true },
  { title: `WhatsApp, ${options.rate} messages a second`, channel: 'whatsapp', rate: options.rate },
];

const rows = TABLES.map(() => new Map<ServerName, Run[]>());
for (let round = 1; round <= options.rounds; round++) {
  for (const [index, { title, ...table }] of TABLES.entries()) {
    for (const name of Object.keys(SERVERS) as ServerName[]) {
      const run = await measure(name, { ...load, ...table });
      rows[index]?.set(name, [...(rows[index]?.get(name) ?? []), run]);
      print(`round ${round}: ${title}: ${name} ${run.turnsPerSecond.toFixed(0)} turns/s`);
    }
  }
}

print(`\n${cpus()[0]?.model}, Node ${process.version}, ${pinned ? 'server and load on a core each' : 'not pinned: taskset is missing'}`);
print(`${options.seconds} s after ${options.warmup} s warm-up, medians of ${options.rounds} rounds\n`);
for (const [index, { title }] of TABLES.entries()) {
  print(`${title}\n`);
  printTable(rows[index] ?? new Map());
}

function printTable(runs: ReadonlyMap<ServerName, readonly Run[]>): void {
  const median = (name: ServerName, pick: (run: Run) => number) => {
    const values = (runs.get(name) ?? []).map(pick).toSorted((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? Number.NaN;
  };
  print('| server | turns/s | to Express | CPU us/turn | to Express | ack p50 / p99 ms | reply p50 / p99 ms | RSS MiB, idle | start ms |');
  print('|---|---|---|---|---|---|---|---|---|');
  for (const name of runs.keys()) {
    const figure = (pick: (run: Run) => number, digits = 0) => median(name, pick).toFixed(digits);
    const ratio = (pick: (run: Run) => number) => (median(name, pick) / median(BASE, pick)).toFixed(2);
    const cells = [
      name,
      figure((run) => run.turnsPerSecond),
      ratio((run) => run.turnsPerSecond),
      figure((run) => run.cpu),
      ratio((run) => run.cpu),
      `${figure((run) => run.ack.p50, 1)} / ${figure((run) => run.ack.p99, 1)}`,
      `${figure((run) => run.reply.p50, 1)} / ${figure((run) => run.reply.p99, 1)}`,
      `${figure((run) => run.rss)}, ${figure((run) => run.idle)}`,
      figure((run) => run.start),
    ];
    print(`| ${cells.join(' | ')} |`);
  }
  print('');
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
