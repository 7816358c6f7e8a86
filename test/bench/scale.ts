import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outboundRef } from '../../src/model/ids.ts';
import type { Update } from '../../src/model/inbound.ts';
import { makeVault } from '../../src/runtime/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import type { NewOutbound, SendWork, Store, TurnWork } from '../../src/store/store.ts';
import { fillStore, personOf } from './scale-fill.ts';

/**
 * Whether a large store costs more than a small one: `node test/bench/scale.ts [--large 10000000] [--backlog 1000000] [--rounds 40]
 * [--folder /path]`. Stores are filled by SQL, which takes about a minute and 1 GB for each 2 million conversations, and then used through
 * their own interface, in batches of 64. Both sizes take turns in one run, so the ratios mean something on a busy machine as well.
 *
 * Measured on 2026-11-24 on two cores with a load of 5 to 8: with ten million conversations (3 GB) the store's part of a turn costs 1.33
 * times the CPU and 1.39 times the time; it touches the same rows, and finds fewer of their pages in memory and beside each other. A sweep
 * takes 1.8 ms of CPU, 9 where it comes to copy the log into the file, which a commit of turns comes to as often. A backlog of a million
 * is answered as fast at its beginning as at its end.
 */
const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '10000' },
    large: { type: 'string', default: '10000000' },
    backlog: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '40' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const [small, large, backlog, rounds] = [values.small, values.large, values.backlog, values.rounds].map(Number) as [
  number,
  number,
  number,
  number,
];
const BATCH = 64;
const BATCHES_A_ROUND = 25;
/** Rows of each kind that are past their time. */
const TO_FORGET = 20_000;
const LEASE_MS = 60_000;

const vault = makeVault(Buffer.alloc(32, 7));
mkdirSync(values.folder, { recursive: true });
const folder = mkdtempSync(join(values.folder, 'anoura-scale-'));
const now = Date.now();
const print = (line: string) => void process.stdout.write(`${line}\n`);
async function conversations(): Promise<void> {
  const worlds = [small, large].map((size) => {
    const path = join(folder, `${size}.db`);
    const begun = performance.now();
    const people = fillStore(path, vault, size, Math.min(TO_FORGET, size), now);
    const gigabytes = (statSync(path).size / 2 ** 30).toFixed(2);
    print(`${size.toLocaleString('en')} conversations: ${gigabytes} GB, filled in ${seconds(begun)} s`);
    return { size, people, store: openSqliteStore({ path, vault }), costs: [] as Cost[] };
  });
  for (let round = 0; round < rounds; round += 1)
    for (const world of worlds) world.costs.push(await costOf(() => turns(world.store, world.people, BATCHES_A_ROUND)));
  print('\n| conversations | ms a batch of 64 turns, median | CPU ms a batch, median |\n|---|---|---|');
  const rows = worlds.map(({ size, costs }) => {
    // The first rounds find nothing in memory.
    const warm = costs
      .slice(Math.floor(costs.length / 4))
      .map(({ wall, cpu }) => ({ wall: wall / BATCHES_A_ROUND, cpu: cpu / BATCHES_A_ROUND }));
    return { size, wall: median(warm.map(({ wall }) => wall)), cpu: median(warm.map(({ cpu }) => cpu)) };
  });
  for (const { size, wall, cpu } of rows) print(`| ${size.toLocaleString('en')} | ${wall.toFixed(2)} | ${cpu.toFixed(2)} |`);
  const [few, many] = rows as [(typeof rows)[0], (typeof rows)[0]];
  print(`A turn costs ${(many.wall / few.wall).toFixed(2)} times as long, ${(many.cpu / few.cpu).toFixed(2)} times the CPU (aim: 1.3).\n`);
  for (const { size, store, people } of worlds) {
    await sweeping(size, store, people);
    await store.close();
  }
}

/** The sweeper as the service runs it, beside turns. Both share one thread, so what a sweep takes is what a turn waits for it. */
async function sweeping(size: number, store: Store, people: readonly string[]): Promise<void> {
  const alone = await batchTimes(store, people, 200);
  const sweeps: Cost[] = [];
  const beside: number[] = [];
  for (let more = true; more; ) {
    beside.push(...(await batchTimes(store, people, 1)));
    sweeps.push(
      await costOf(async () => {
        ({ more } = await store.sweep(now));
      }),
    );
  }
  const last = sweeps.pop();
  print(`${size.toLocaleString('en')} conversations, ${sweeps.length} sweeps one after the other, turns between them:`);
  print(`  a sweep ${figures(sweeps.map(({ wall }) => wall))}; the last one, which empties the log, ${last?.wall.toFixed(1)} ms (aim: 20)`);
  print(`  its CPU ${figures(sweeps.map(({ cpu }) => cpu))}`);
  print(`  a batch of turns ${figures(beside)}; without sweeps ${figures(alone)}\n`);
}

async function batchTimes(store: Store, people: readonly string[], batches: number): Promise<number[]> {
  const times: number[] = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const begun = performance.now();
    await turns(store, people, 1);
    times.push(performance.now() - begun);
  }
  return times;
}

/** Many people have written, and nothing has been answered yet: then everything is. */
async function waiting(): Promise<void> {
  const store = openSqliteStore({ path: join(folder, 'backlog.db'), vault });
  const everyone = Array.from({ length: backlog }, (_, number) => personOf(number));
  print(`${backlog.toLocaleString('en')} people have written, one message each:`);
  await parts('received', everyone.length, async (from, to) => void (await store.receive(everyone.slice(from, to).map(messageOf), now)));
  await parts('answered', backlog, async () => void (await answer(store)));
  await parts('sent', backlog, async () => void (await send(store)));
  const { inbox, outbox } = await store.stats(now);
  print(`left over: ${inbox} messages, ${outbox} answers`);
  await store.close();
}

/** Does `work` for the whole in batches and prints the speed at its beginning, where the queue is longest, and at its end. */
async function parts(what: string, whole: number, work: (from: number, to: number) => Promise<void>): Promise<void> {
  const speeds: number[] = [];
  const tenth = Math.ceil(whole / 10);
  for (let part = 0; part < whole; part += tenth) {
    const begun = performance.now();
    const end = Math.min(part + tenth, whole);
    for (let from = part; from < end; from += BATCH) await work(from, Math.min(from + BATCH, end));
    speeds.push((end - part) / ((performance.now() - begun) / 1000));
  }
  print(`  ${what}, each tenth: ${speeds.map((speed) => speed.toFixed(0)).join(', ')} a second`);
}

// --- one batch through the store

async function turns(store: Store, people: readonly string[], batches: number): Promise<void> {
  for (let batch = 0; batch < batches; batch += 1) {
    const some = Array.from({ length: BATCH }, () => people[Math.floor(Math.random() * people.length)] ?? '');
    // A webhook each, which share a transaction as they do when many come at once.
    const reports = await Promise.all(some.map((id) => store.receiveAndAnswer([messageOf(id)], now, DESK)));
    await recordSent(
      store,
      reports.flatMap(({ sends }) => sends),
    );
  }
}

async function answer(store: Store): Promise<void> {
  const works = await store.claimTurns({ limit: BATCH, now, leaseMs: LEASE_MS });
  await store.commitTurns(works.map(answered), now);
}

async function send(store: Store): Promise<void> {
  await recordSent(store, await store.claimSends({ channel: 'whatsapp', limit: BATCH, now, leaseMs: LEASE_MS }));
}

async function recordSent(store: Store, sends: readonly SendWork[]): Promise<void> {
  await store.recordSends(
    sends.map(({ id }) => ({ kind: 'sent', id, messageId: randomBytes(12).toString('hex') })),
    now,
  );
}

function messageOf(id: string): Update {
  const platformId = `wamid.${randomBytes(12).toString('hex')}`;
  return { kind: 'message', event: { channel: 'whatsapp', from: { id }, platformId, at: now, input: { kind: 'text', text: 'bonjour' } } };
}

function answered({ conversation, lease, events }: TurnWork) {
  const outbound: readonly NewOutbound[] = [
    {
      ref: outboundRef(randomBytes(16).toString('base64url')),
      payload: { text: { body: 'x'.repeat(400) } },
      receipts: [{ status: 'read' }],
      deadline: now + LEASE_MS,
    },
  ];
  const session = { v: 1, locale: 'fr', node: 'need', region: 'gao', trail: ['region', 'need'] } as const;
  const ids = events.map(({ id }) => id);
  return { kind: 'done', conversation, lease, events: ids, session, sessionAt: now, outbound, erase: false } as const;
}

const DESK = { turn: (work: TurnWork) => ({ result: answered(work) }), room: () => BATCH, leaseMs: LEASE_MS };

// --- figures

type Cost = { readonly wall: number; readonly cpu: number };

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - begun, cpu: (user + system) / 1000 };
}

const seconds = (begun: number) => ((performance.now() - begun) / 1000).toFixed(0);

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
const median = (values: readonly number[]) => quantile(values, 0.5);
const figures = (times: readonly number[]) =>
  `${['p50', 'p99', 'max'].map((name, index) => `${name} ${quantile(times, [0.5, 0.99, 1][index] ?? 1).toFixed(1)}`).join(', ')} ms`;

try {
  await conversations();
  await waiting();
} finally {
  rmSync(folder, { recursive: true });
}
