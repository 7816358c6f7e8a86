import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@jest/globals';
import { peopleFrom, type Server, signed, whatsappBody } from '../support/server.ts';
import { drained, greetings, makeWorld, openSocket, type World } from '../support/world.ts';

/** However a process ends, what it acknowledged is answered, by itself or by the next one. All at once: one of them waits long. */
const PEOPLE = 200;
/** Nothing holds the process longer than this: the watchdog of runtime/shutdown.ts ends it, with 1 instead of 0. */
const WATCHDOG_MS = 20_000;
/** For the test that waits it out. */
const SPEED = 5;

test.concurrent('SIGTERM in a burst of 200 people: exit 0, and everyone is answered once, by this process or the next', async () => {
  await using world = await makeWorld();
  const { graph } = world;
  const people = peopleFrom(1, PEOPLE);
  const answered = () => people.filter((person) => graph.attempts(person) > 0).length;

  const first = await world.start();
  const burst = greetings(first, people);
  await graph.waitUntil(() => answered() >= 30);
  expect(await first.stop()).toBe(0);
  const lost = await burst;
  const before = answered();
  expect(before).toBeLessThan(PEOPLE);

  const second = await world.start();
  expect(await greetings(second, lost)).toEqual([]);
  await Promise.all(people.map((person) => graph.waitFor(person, 1)));
  // Nobody is waiting for: connections without a request, and read marks without an answer.
  const idle = Array.from({ length: 50 }, () => openSocket(second.url));
  await Promise.all(idle.map(({ open }) => open));
  graph.holdReceipts();
  const [late = ''] = peopleFrom(999, 1);
  await greetings(second, [late]);
  await graph.waitFor(late, 1);
  const began = performance.now();
  expect(await second.stop()).toBe(0);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(people.filter((person) => graph.attempts(person) !== 1)).toEqual([]);
});

test.concurrent('SIGTERM while the platform hangs and a caller drips: exit 0 when their time is over, and the next process has it all to send', async () => {
  await using world = await makeWorld({ speed: SPEED });
  const { graph } = world;
  const [late = '', ...people] = peopleFrom(1_000, 21);
  const first = await world.start();
  graph.failWith(() => 'held');
  graph.holdReceipts();
  expect(await greetings(first, people)).toEqual([]);
  await Promise.all(people.map((person) => graph.waitFor(person, 1)));
  const body = whatsappBody({ from: late, text: 'bonjour' });
  const dripping = openSocket(first.url);
  dripping.write(`POST /webhooks/whatsapp HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: ${signed(body)['x-hub-signature-256']}\r\n`);
  dripping.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, -1)}`);
  await dripping.open;

  const began = performance.now();
  // Whole at last, when it would leave too little time for sending what it brings.
  setTimeout(() => dripping.write(body.slice(-1)), 9_000 / SPEED);
  expect(await first.stop()).toBe(0);
  expect(performance.now() - began).toBeLessThan(WATCHDOG_MS / SPEED);
  await dripping.closed;
  expect(dripping.statuses()).toEqual([]);
  expect(sends(world)).toEqual({ waiting: people.length, inFlight: 0 });
});

test.concurrent('kill -9 in a burst of 200 people, and again while the next process catches up', async () => {
  await using world = await makeWorld();
  const { graph } = world;
  const [stranger = '', ...people] = peopleFrom(2_000, PEOPLE + 1);
  const messages = () => people.reduce((sum, person) => sum + graph.texts(person).length, 0);

  const first = await world.start();
  const wanted = await talk(world, first, stranger);
  // Every fifth answer of the platform is late, so that there are sends in flight when the end comes.
  graph.failWith((_call, nth) => (nth % 5 === 0 ? 'held' : undefined));
  const burst = greetings(first, people);
  await graph.waitUntil(() => messages() >= 50);
  await first.stop('SIGKILL');
  const lost = await burst;
  const inFlight = [sends(world).inFlight];

  const second = await world.start();
  const seen = messages();
  const again = greetings(second, lost);
  await graph.waitUntil(() => messages() >= seen + 30);
  await second.stop('SIGKILL');
  const lostAgain = await again;
  inFlight.push(sends(world).inFlight);

  graph.failWith(() => undefined);
  const third = await world.start();
  expect(await greetings(third, lostAgain)).toEqual([]);
  await Promise.all(people.map((person) => graph.waitFor(person, 1)));
  await drained(third);
  const doubles = messages() - PEOPLE;
  expect(doubles).toBeLessThanOrEqual(inFlight.reduce((sum, count) => sum + count, 0));
  expect(inFlight.every((count) => count > 0)).toBe(true);

  const before = new Map(people.map((person) => [person, graph.texts(person).length]));
  await third.post('whatsapp', whatsappBody(...people.map((from) => ({ from, text: '1' }))));
  await drained(third);
  const next = people.map((person) => graph.texts(person).slice(before.get(person)));
  expect(next).toEqual(people.map(() => wanted));
  expect(await third.stop()).toBe(0);
});

/** What somebody is told who writes twice. */
async function talk({ graph }: World, server: Server, from: string): Promise<readonly string[]> {
  await server.post('whatsapp', whatsappBody({ from, text: 'bonjour' }));
  const { length } = await graph.waitFor(from, 1);
  await server.post('whatsapp', whatsappBody({ from, text: '1' }));
  await drained(server);
  return graph.texts(from).slice(length);
}

/** What the database holds of messages to be sent, and how many of them a process was sending. */
function sends({ database }: World): { readonly waiting: number; readonly inFlight: number } {
  const db = new DatabaseSync(database);
  try {
    const row = db.prepare('SELECT count(*) AS waiting, count(owner) AS under_way FROM sends').get();
    return { waiting: Number(row?.waiting), inFlight: Number(row?.under_way) };
  } finally {
    db.close();
  }
}
