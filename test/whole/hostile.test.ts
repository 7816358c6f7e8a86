import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changes, mutated } from '../channels/meta/mutate.ts';
import { ROOT } from '../support/content.ts';
import type { FakeGraph } from '../support/fake-graph.ts';
import { messengerBody, peopleFrom, type Server, signed, whatsappBody } from '../support/server.ts';
import { makeWorld, metricsOf, openSocket, type World } from '../support/world.ts';

/** What bad input gets from the real process: a status or a cut connection. And what it costs the people beside it: nothing. */
const CHANNELS = [
  { channel: 'whatsapp', body: whatsappBody, first: 10_000 },
  { channel: 'messenger', body: messengerBody, first: 20_000 },
] as const;

/** Mutated copies on each channel, so many of them in one webhook, so many webhooks at once. */
const MUTANTS = 2_000;
const A_WEBHOOK = 20;
const AT_ONCE = 8;
/** Megabytes that the process may have grown by at the end: about 180 were measured, most of it room that V8 has taken and not given back. */
const GROWTH_MB = 400;

/** Requests written byte by byte. */
const good = whatsappBody();
const post = (headers: string, body = '') => `POST /webhooks/whatsapp HTTP/1.1\r\nHost: anoura.test\r\n${headers}\r\n\r\n${body}`;
const signature = (body: string) => `X-Hub-Signature-256: ${signed(body)['x-hub-signature-256']}`;
const length = (body: string, more = 0) => `Content-Length: ${Buffer.byteLength(body) + more}`;
const chunks = (size: number, count: number) => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`.repeat(count);
const signedPost = (body: string) => post(`${signature(body)}\r\n${length(body)}`, body);

/** What takes until the server's patience ends. `more` is written again and again. */
const SLOW: readonly { label: string; begin: string; more?: string; statuses: readonly number[] }[] = [
  { label: 'a body that drips', begin: post(`${signature(good)}\r\n${length(good, 1000)}`), more: ' ', statuses: [408] },
  { label: 'a body that stops in the middle', begin: post(`${signature(good)}\r\n${length(good, 1)}`, good), statuses: [408] },
  { label: 'headers that drip', begin: 'POST /webhooks/whatsapp HTTP/1.1\r\nHost: a\r\nX: ', more: 'x', statuses: [408] },
  { label: 'one request done, the next one never', begin: `${signedPost(good)}POST /webhooks`, statuses: [200, 408] },
  {
    label: 'a body that goes on after its refusal',
    begin: post('Content-Length: 99999999999'),
    more: 'x'.repeat(999),
    statuses: [413, 408],
  },
  { label: 'chunks without end', begin: post('Transfer-Encoding: chunked', chunks(65536, 49)), more: '1\r\nx\r\n', statuses: [413, 408] },
];
const IDLE = 100;
const DRIP_MS = 100;

/** Opens a connection, keeps writing to it, and tells what it was answered once the server has closed it. */
async function drip(begin: string, more?: string): Promise<readonly number[]> {
  const socket = openSocket(server.url);
  socket.write(begin);
  const dripping = setInterval(() => socket.write(more ?? ''), DRIP_MS);
  await socket.closed;
  clearInterval(dripping);
  return socket.statuses();
}

let world: World;
let graph: FakeGraph;
let server: Server;
let rssAtStart: number;
let slow: readonly Promise<readonly number[]>[];
let idle: Promise<readonly (readonly number[])[]>;

beforeAll(async () => {
  world = await makeWorld();
  graph = world.graph;
  server = await world.start();
  rssAtStart = await residentMb();
  slow = SLOW.map(({ begin, more }) => drip(begin, more));
  idle = Promise.all(Array.from({ length: IDLE }, () => drip('')));
});

afterAll(async () => world[Symbol.asyncDispose]());

const residentMb = async () => (await metricsOf(server)).value('process_resident_memory_bytes') / 1024 / 1024;

describe.each(CHANNELS)('on $channel', ({ channel, body, first }) => {
  test(`${MUTANTS} mutated payloads: no 5xx, and whoever wrote beside one is answered`, async () => {
    const seed = Date.now();
    const fixtures = fixturesOf(channel);
    const lists = fc.sample(changes, { numRuns: MUTANTS, seed });
    const mutants = lists.map((list, index) => mutated(fixtures[index % fixtures.length], list));
    // A good message between every two, so that each bad one has one beside it.
    const people = peopleFrom(first, MUTANTS / 2);
    const webhooks: string[] = [];
    for (let start = 0; start < MUTANTS; start += A_WEBHOOK) {
      const entry = mutants.slice(start, start + A_WEBHOOK).flatMap((mutant, index) => {
        const from = people[(start + index) / 2];
        return from === undefined ? entriesOf(mutant) : [...entriesOf(mutant), ...JSON.parse(body({ from, text: 'bonjour' })).entry];
      });
      webhooks.push(JSON.stringify({ ...JSON.parse(body()), entry }), JSON.stringify(mutants[start]));
    }

    const statuses = new Map<number, number>();
    const queue = webhooks.values();
    const sender = async () => {
      for (const webhook of queue) {
        const status = await server.post(channel, webhook);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    const unanswered = new Set(people);
    await graph.waitUntil(() => {
      for (const person of unanswered) {
        if (graph.texts(person).length === 0) return false;
        unanswered.delete(person);
      }
      return true;
    });

    expect({ seed, others: [...statuses.keys()].filter((status) => status !== 200 && status !== 400) }).toEqual({ seed, others: [] });
    expect(statuses.get(200)).toBeGreaterThanOrEqual(webhooks.length / 2);
    expect(people.filter((person) => graph.texts(person).length !== 1)).toEqual([]);
  });
});

describe('one connection', () => {
  // A body that is refused and then cut gets its status, and a 400 for the cut.
  test.each<[string, string, readonly number[]]>([
    ['not HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', [400]],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
    ['an unknown method', 'BREW /webhooks/whatsapp HTTP/1.1\r\nHost: a\r\n\r\n', [400]],
    ['no host', 'POST /webhooks/whatsapp HTTP/1.1\r\n\r\n', [400]],
    ['a path that cannot be decoded', 'GET /webhooks/%ff HTTP/1.1\r\nHost: a\r\n\r\n', [400]],
    ['a path of 20,000 characters', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, [431]],
    ['a header of 20,000 characters', post(`X-Large: ${'x'.repeat(20_000)}`), [431]],
    ['5,000 headers', post(Array.from({ length: 5_000 }, (_, n) => `X-${n}: ${n}`).join('\r\n')), [431]],
    ['1,000 short headers before the signature', post(`${'a:\r\n'.repeat(1_000)}${signature(good)}\r\n${length(good)}`, good), [431]],
    ['a length that is no number', post('Content-Length: many'), [400]],
    ['a negative length', post('Content-Length: -1'), [400]],
    ['two lengths', post(`${length(good)}\r\n${length(good, 1)}`, good), [400]],
    ['length and chunks at once', post(`${length(good)}\r\nTransfer-Encoding: chunked`, good), [400]],
    ['an unknown transfer coding', post('Transfer-Encoding: secret'), [400]],
    ['a length that is too short', post(`${signature(good)}\r\n${length(good, -5)}`, good), [400]],
    ['a length that is too large', post('Content-Length: 99999999999999'), [413, 400]],
    ['chunks over 3 MB', post(`${signature(good)}\r\nTransfer-Encoding: chunked`, chunks(64 * 1024, 49)), [413, 400]],
    ['a chunk without its size', post('Transfer-Encoding: chunked', 'zz\r\n'), [400]],
    ['a compressed body', post(`${signature(good)}\r\n${length(good)}\r\nContent-Encoding: gzip`, good), [415]],
    ['a signature given twice', post(`${signature(good)}\r\n${signature(good)}\r\n${length(good)}`, good), [401]],
    ['an upgrade', 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', [200]],
    ['a proxy request', 'CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n', []],
  ])('%s', async (_label, bytes, statuses) => {
    const socket = openSocket(server.url);
    socket.write(bytes);
    socket.end();
    await socket.closed;
    expect(socket.statuses()).toEqual(statuses);
  });

  test('100 requests at once are answered in their order, and their people, too', async () => {
    const people = peopleFrom(30_000, 100);
    const socket = openSocket(server.url);
    const bodies = people.map((from) => whatsappBody({ from, text: 'bonjour' }));
    socket.write(
      bodies.map((body, index) => (index % 2 === 0 ? signedPost(body) : `${post(length(body), body)}${signedPost(body)}`)).join(''),
    );
    await socket.answered(150);
    socket.end();
    await socket.closed;
    expect(socket.statuses()).toEqual(people.flatMap((_person, index) => (index % 2 === 0 ? [200] : [401, 200])));
    await Promise.all(people.map((person) => graph.waitFor(person, 1)));
  });
});

describe('meanwhile', () => {
  test.each(SLOW.map(({ label, statuses }, index) => ({ label, statuses, index })))('$label', async ({ statuses, index }) => {
    expect(await slow[index]).toEqual(statuses);
  });

  test('connections that say nothing are cut, and hold up nobody', async () => {
    const [from = ''] = peopleFrom(40_000, 1);
    const began = performance.now();
    await server.post('whatsapp', whatsappBody({ from, text: 'bonjour' }));
    await graph.waitFor(from, 1);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(new Set((await idle).flat())).toEqual(new Set([408]));
  });
});

test('after all that it lives, has set nobody aside, has told no error, and has not grown much', async () => {
  const [from = ''] = peopleFrom(50_000, 1);
  const began = performance.now();
  expect(await server.post('whatsapp', whatsappBody({ from, text: 'bonjour' }))).toBe(200);
  await graph.waitFor(from, 1);
  expect(performance.now() - began).toBeLessThan(2_000);
  expect((await metricsOf(server)).value('anoura_queue_depth{queue="dead"}')).toBe(0);
  expect(server.output()).not.toContain('an error nobody caught');
  expect(
    server
      .output()
      .split('\n')
      .filter((line) => /"level":"(error|fatal)"/.test(line)),
  ).toEqual([]);
  expect((await residentMb()) - rssAtStart).toBeLessThan(GROWTH_MB);
});

/** Payloads of the channel with their times moved to now, so that what is in them is answered, too. */
function fixturesOf(channel: string): readonly unknown[] {
  const folder = join(ROOT, 'test/fixtures', channel);
  const now = String(Math.floor(Date.now() / 1000)).slice(0, 7);
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8').replaceAll('1790000', now)));
}

function entriesOf(mutant: unknown): readonly unknown[] {
  const entry = typeof mutant === 'object' && mutant !== null && 'entry' in mutant ? mutant.entry : mutant;
  return Array.isArray(entry) ? entry : [entry];
}
