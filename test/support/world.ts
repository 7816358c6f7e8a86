import { renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import nock from 'nock';
import { ROOT } from './content.ts';
import { copyRepair } from './content-copy.ts';
import { type FakeGraph, PATIENCE_MS, startFakeGraph } from './fake-graph.ts';
import type { Machine } from './machine.ts';
import { record } from './recordings.ts';
import { type Folder, SETTINGS, type Server, SMALL, startServer, tempFolder, whatsappBody } from './server.ts';

/** Rates that no test gets near to. */
const FAST = { WHATSAPP_MESSAGES_PER_SECOND: '100000', MESSENGER_MESSAGES_PER_SECOND: '100000' };

const ASK_AGAIN_MS = 20;
/** Webhooks that are under way together. */
const AT_ONCE = 10;

/** A fake Graph API and a database, on which servers can be started one after the other. Gone at the end of its scope. */
export type World = AsyncDisposable & {
  readonly graph: FakeGraph;
  /** The database's file. */
  readonly database: string;
  /** `env`: settings that this one start has otherwise, or not at all. */
  readonly start: (env?: Readonly<Record<string, string | undefined>>) => Promise<Server>;
  /** Changes the machine of all its servers, at once, where `speed` was given. */
  readonly machine: (change: Partial<Machine>) => void;
};

type WorldOptions = {
  /** Where the database lies; a temporary one unless told. */
  readonly folder?: Folder | undefined;
  /** Recordings beside the small content: `en/tips.one` to its length in seconds. */
  readonly recordings?: Readonly<Record<string, number>>;
  /** Given, the servers run on a machine that the test has in hand, and time goes by so many times as fast. */
  readonly speed?: number;
};

/** Use it with `await using`. */
export async function makeWorld({ folder = tempFolder(), speed, recordings }: WorldOptions = {}): Promise<World> {
  // It reads along on every connection of this process, and holds back what is not good HTTP; nothing here leaves the machine.
  nock.restore();
  const graph = await startFakeGraph();
  const servers: Server[] = [];
  const database = join(folder.path, 'anoura.db');
  // Not beside the database, which may have a disk that is full.
  const desk = tempFolder();
  const machineFile = join(desk.path, 'machine.json');
  let now: Machine = { clockMs: 0, names: true };
  const machine = (change: Partial<Machine>) => {
    now = { ...now, ...change };
    // Renamed, so that nobody reads half of it.
    writeFileSync(`${machineFile}.new`, JSON.stringify(now));
    renameSync(`${machineFile}.new`, machineFile);
  };
  machine({});
  const settings = {
    ...(speed !== undefined && {
      NODE_OPTIONS: `--import=${ROOT}/test/support/machine.ts`,
      TEST_MACHINE: machineFile,
      TEST_SPEED: String(speed),
    }),
    ...SETTINGS,
    ...FAST,
    ...SMALL,
    ...(recordings && spokenContent(folder, recordings)),
    GRAPH_API_URL: graph.url,
    DATABASE_URL: `sqlite:${database}`,
    LOG_LEVEL: 'warn',
  };
  return {
    graph,
    database,
    start: async (env = {}) => {
      const server = await startServer({ ...settings, ...env });
      servers.push(server);
      return server;
    },
    machine,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(servers.map((server) => server.stop('SIGKILL')));
      await graph.close();
      folder.remove();
      desk.remove();
    },
  };
}

function spokenContent({ path }: Folder, recordings: Readonly<Record<string, number>>) {
  const env = copyRepair(join(path, 'content'));
  record(env.LOCALES_DIR, recordings);
  return env;
}

/** Asks again and again until it holds, for what no event tells; rejects when it has asked for too long. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() >= until) throw new Error('asked for too long');
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}

/** Numbers of `GET /metrics`, by name and labels as they are written there. */
export async function metricsOf({ url }: Pick<Server, 'url'>): Promise<{ readonly value: (series: string) => number }> {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
  return { value: (series) => Number(lines.find((line) => line.startsWith(`${series} `))?.slice(series.length + 1) ?? 0) };
}

/** WhatsApp messages given up because the next attempt would come too late, or found too old when its turn came. */
export async function undelivered(server: Pick<Server, 'url'>): Promise<number> {
  const { value } = await metricsOf(server);
  return ['gave-up', 'expired'].reduce((sum, reason) => sum + value(`anoura_undelivered_total{channel="whatsapp",reason="${reason}"}`), 0);
}

export async function readiness({ url }: Pick<Server, 'url'>): Promise<{ readonly ready: boolean; readonly reasons: readonly string[] }> {
  const response = await fetch(`${url}/readyz`);
  const body: Awaited<ReturnType<typeof readiness>> = JSON.parse(await response.text());
  if (body.ready !== (response.status === 200)) throw new Error(`/readyz answers ${response.status} and the opposite in its body`);
  return body;
}

/** A connection that says what it is told to, HTTP or not. */
export function openSocket(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, noDelay: true });
  let received = '';
  let heard: () => void = () => undefined;
  const statuses = () => [...received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
  socket.setEncoding('latin1');
  socket.on('data', (text) => {
    received += text;
    heard();
  });
  socket.on('close', () => heard());
  // The server may hang up while we still write; that is one of the answers.
  socket.on('error', () => undefined);
  return {
    write: (bytes: string) => void socket.write(bytes, 'latin1'),
    end: () => void socket.end(),
    open: new Promise<void>((resolve) => socket.once('connect', () => resolve())),
    closed: new Promise<void>((resolve) => socket.once('close', () => resolve())),
    /** Of the answers so far. */
    statuses,
    /** Resolves after so many answers, or when the connection is over. Whoever ends it before that is answered nothing more. */
    answered: async (count: number) => {
      while (statuses().length < count && !socket.closed)
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
    },
  };
}

/** Sends each person's first message, in a webhook of its own and always the same one; those who were not acknowledged, in order. */
export async function greetings(server: Server, people: readonly string[]): Promise<readonly string[]> {
  const lost = new Set<string>();
  const queue = people.values();
  const sender = async () => {
    for (const from of queue) {
      const status = await server.post('whatsapp', whatsappBody({ from, text: 'bonjour', id: `wamid.${from}` })).catch(() => 'gone');
      if (status !== 200) lost.add(from);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return people.filter((person) => lost.has(person));
}

/** Resolves once nothing waits for a turn and nothing to be sent. */
export async function drained(server: Server): Promise<void> {
  await eventually(async () => {
    const { value } = await metricsOf(server);
    return ['inbox', 'outbox'].every((queue) => value(`anoura_queue_depth{queue="${queue}"}`) === 0);
  });
}
