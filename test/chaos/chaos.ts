import { cpSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { makeEngine } from '../../src/engine/engine.ts';
import { COMPOSERS, loadContent, withLocales } from '../../src/proof/content.ts';
import { SETTINGS, tempFolder } from '../support/server.ts';
import type { ChaosContent } from './content.ts';
import { makeCrowd } from './crowd.ts';
import { type Fate, type Mood, startChaosGraph } from './graph.ts';
import { nameOf, type Plan, plansOf } from './kills.ts';
import { makeLedger } from './ledger.ts';
import { makeMeta } from './meta.ts';
import { makeNotices } from './notices.ts';
import { makeOracle } from './oracle.ts';
import { freePort, inFlightOf, leftovers, readRemains, type ServerProcess, startServerProcess } from './server-process.ts';
import type { ChaosChannel } from './wire.ts';

export type ChaosOptions = {
  readonly seed: number;
  readonly kills: number;
  /** Answered turns, over all lives of the server. */
  readonly turns: number;
  /** Ends earlier, with fewer kills and turns. */
  readonly seconds: number;
  readonly channels: readonly ChaosChannel[];
  readonly content: ChaosContent;
  /** People who talk at once. */
  readonly people: number;
  readonly mood: Mood;
  readonly print: (line: string) => void;
};

export type KillReport = { readonly name: string; readonly reached: boolean; readonly inFlight: number; readonly doubles: number };

export type ChaosReport = {
  /** The tale of the first thing that was wrong. */
  readonly fault: string | undefined;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly fates: ReadonlyMap<Fate | 'receipt', number>;
  readonly kills: readonly KillReport[];
  /** Doubles because Graph's answer was lost or unclear, no kill being in it. */
  readonly unclearDoubles: number;
};

const REPLY_MAX_AGE_MS = 60 * 60_000;
/** The longest that anybody may wait: three failures with their pauses, and a restart or two. */
const PATIENCE_MS = 90_000;
const LOCK_MS = 300;
/** After everything is answered: time for an answer too many to show itself. */
const QUIET_MS = 1_500;

/** Runs the server through its lives and its deaths. Never rejects for what the server does: that is the report's `fault`. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, kills, turns, seconds, channels, content, people, mood, print } = options;
  const folder = tempFolder();
  // The run's own copy: somebody may be writing content meanwhile, and oracle and server must read the same.
  for (const part of ['flows', 'locales'] as const) cpSync(content[part], `${folder.path}/${part}`, { recursive: true });
  const dirs = { flowsDir: `${folder.path}/flows`, localesDir: `${folder.path}/locales` };
  const database = `${folder.path}/anoura.db`;
  const oracles = oraclesOf(dirs, channels);
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;

  let fault: string | undefined;
  const faulty = Promise.withResolvers<void>();
  const onFault = (tale: string) => {
    fault ??= tale;
    faulty.resolve();
  };
  let generation = 0;
  let killed = 0;
  const done: { plan: Plan; reached: boolean }[] = [];
  const outOfTime = () => elapsed() > seconds;
  const over = () => fault !== undefined || outOfTime() || (killed === kills && crowd.counts.turns >= turns);

  const ledger = makeLedger();
  const graph = await startChaosGraph({ seed, mood, onEnd: (ending) => crowd.hear(ending) });
  const port = await freePort();
  const meta = makeMeta({ url: `http://127.0.0.1:${port}`, seed, onFault });
  const notices = makeNotices({ seed, meta, ledger, over });
  const crowd = makeCrowd({
    seed,
    channels,
    content,
    atOnce: people,
    oracleOf: (channel) => oracles[channel],
    ledger,
    meta,
    notices,
    over,
    onFault,
  });
  const env = () => ({
    ...SETTINGS,
    PORT: String(port),
    DATABASE_URL: `sqlite:${database}`,
    FLOWS_DIR: dirs.flowsDir,
    LOCALES_DIR: dirs.localesDir,
    WHATSAPP_MESSAGES_PER_SECOND: '100000',
    MESSENGER_MESSAGES_PER_SECOND: '100000',
    GRAPH_API_URL: graph.url(generation),
  });

  /** Resolves when the plan says that we are to kill; never for a step that is reached. */
  async function timeToKill(plan: Plan, server: ServerProcess): Promise<void> {
    if (plan.kind === 'start') return pause(plan.ms);
    const before = crowd.counts.turns;
    const limit = plan.kind === 'moment' ? plan.turns : (3 * turns) / kills;
    await server.ready;
    if (plan.kind === 'moment' && plan.ms % 3 === 0) await lockFor(database, LOCK_MS);
    while (crowd.counts.turns - before < limit && !over()) await pause(5);
    if (plan.kind === 'moment') await pause(plan.ms);
  }

  async function liveAndDie(plan: Plan): Promise<void> {
    generation += 1;
    const since = crowd.counts.turns;
    const server = startServerProcess({ ...env(), ...(plan.kind === 'step' && { FAULT_POINT: `${plan.point}:${plan.pass}` }) });
    const reached = await Promise.race([
      server.ended.then(() => true),
      timeToKill(plan, server).then(() => false),
      faulty.promise.then(() => false),
    ]);
    server.kill('SIGKILL');
    const how = await server.ended;
    if (fault !== undefined) return;
    if (how !== 'SIGKILL') return onFault(`the server ended by itself (${how}):\n${server.output()}`);
    const inFlight = readRemains(database, inFlightOf);
    ledger.kill({ generation, inFlight, doubles: 0 });
    killed += 1;
    done.push({ plan, reached: plan.kind !== 'step' || reached });
    const pass = plan.kind === 'step' ? (reached ? `, pass ${plan.pass}` : ', not reached') : '';
    const line = [
      `kill ${String(killed).padStart(3)}  ${`${nameOf(plan)}${pass}`.padEnd(28)}`,
      `${elapsed().toFixed(1).padStart(7)} s`,
      `${crowd.counts.turns - since} turns`.padStart(11),
      `${inFlight.size} being sent`.padStart(15),
      `${meta.inHand()} webhooks not answered`.padStart(27),
    ];
    print(line.join(''));
    crowd.note(`the server is killed: ${nameOf(plan)}${pass}`);
  }

  /** The last life: everything is answered, and nothing more. */
  async function liveToTheEnd(living: Promise<void>): Promise<void> {
    generation += 1;
    const server = startServerProcess(env());
    const isOver = living.then(() => settled(port)).then(() => pause(QUIET_MS));
    await Promise.race([isOver, server.ended, faulty.promise]);
    server.kill(fault === undefined ? 'SIGTERM' : 'SIGKILL');
    const how = await server.ended;
    if (how !== 0) onFault(`the server did not live to the end, or did not stop in order (${how}):\n${server.output()}`);
  }

  async function settled(at: number): Promise<void> {
    while (meta.inHand() > 0 || !(await queuesAreEmpty(at))) await pause(100);
  }

  /** When nothing moves any more, somebody waits in vain: told with the tale of one who does. */
  let seen = -1;
  let seenAt = performance.now();
  const watch = setInterval(() => {
    const progress = ledger.size() + crowd.counts.messages + killed;
    if (progress !== seen) [seen, seenAt] = [progress, performance.now()];
    if (performance.now() - seenAt > PATIENCE_MS)
      onFault(crowd.waiting().join('\n') || 'nothing happens any more, and the queues are not empty');
  }, 1_000);

  try {
    const living = crowd.live();
    for (const plan of plansOf(seed, kills, turns / Math.max(kills, 1))) {
      if (fault !== undefined || outOfTime()) break;
      await liveAndDie(plan);
    }
    if (fault === undefined) await liveToTheEnd(living);
    if (fault === undefined) for (const wrong of readRemains(database, leftovers)) onFault(wrong);
  } finally {
    clearInterval(watch);
    await meta.close();
    await graph.close();
    folder.remove();
  }
  return {
    fault,
    seconds: elapsed(),
    counts: { ...crowd.counts, ...meta.counts, notices: notices.count(), sent: ledger.size() },
    fates: graph.counts,
    kills: ledger.kills.map(({ inFlight, doubles }, index) => {
      const { plan, reached } = done[index] ?? { plan: { kind: 'moment', turns: 0, ms: 0 }, reached: false };
      return { name: nameOf(plan), reached, inFlight: inFlight.size, doubles };
    }),
    unclearDoubles: ledger.unclear(),
  };
}

function oraclesOf(dirs: { flowsDir: string; localesDir: string }, channels: readonly ChaosChannel[]) {
  const { flow, problems } = loadContent(dirs, Date.now());
  const served = flow && withLocales(flow, undefined);
  if (served === undefined || !('flow' in served))
    throw new Error(`the content has errors: ${problems.map(({ code }) => code).join(', ')}`);
  const engine = makeEngine(served.flow);
  const oracleOf = (channel: ChaosChannel) => {
    const composer = COMPOSERS.find(({ id }) => id === channel);
    if (composer === undefined) throw new Error(`no composer for ${channels.join()}`);
    return makeOracle(engine, composer, REPLY_MAX_AGE_MS);
  };
  return { whatsapp: oracleOf('whatsapp'), messenger: oracleOf('messenger') };
}

/** Another process that writes: the server's own wait for the lock is shorter, so webhooks get 503 and are sent again. */
async function lockFor(path: string, ms: number): Promise<void> {
  const db = new DatabaseSync(path, { timeout: 1_000 });
  try {
    db.exec('BEGIN IMMEDIATE');
    await pause(ms);
    db.exec('ROLLBACK');
  } finally {
    db.close();
  }
}

async function queuesAreEmpty(port: number): Promise<boolean> {
  const metrics = await fetch(`http://127.0.0.1:${port}/metrics`).then(
    (response) => response.text(),
    () => '',
  );
  return ['inbox', 'outbox'].every((queue) => metrics.includes(`anoura_queue_depth{queue="${queue}"} 0`));
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
