import { expect, test } from '@jest/globals';
import { messengerBody, peopleFrom, type Server, whatsappBody } from '../support/server.ts';
import { drained, eventually, makeWorld, metricsOf, undelivered } from '../support/world.ts';

/** What a machine whose clock jumps does to people: they may wait, and are answered once. Timers do not notice a jump. */
const SPEED = 20;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const count = async (server: Server, series: string) => (await metricsOf(server)).value(series);
const tooOld = (server: Server) => count(server, 'anoura_turns_total{channel="whatsapp",outcome="too-old"}');

test.concurrent('eight days ahead and right again: nobody is answered by the wrong clock, nobody twice, and the operator is told', async () => {
  await using world = await makeWorld({ speed: 1 });
  const { graph, machine } = world;
  const server = await world.start();
  const [ann = '', bob = '', eve = '', ...others] = peopleFrom(1, 20);
  const hello = (person: string) => server.post('whatsapp', whatsappBody({ from: person, text: 'bonjour', id: `wamid.${person}` }));
  graph.failWith(({ to }) => (to === ann ? 'held' : to === bob ? { status: 500, code: 131000 } : undefined));
  // One message is on its way when it happens, one waits to be tried again, one comes in meanwhile.
  await Promise.all([ann, bob].map(hello));
  await graph.waitFor(ann, 1);
  await graph.waitUntil(() => graph.attempts(bob) === 1);
  machine({ clockMs: 8 * DAY });
  expect(await hello(eve)).toBe(200);
  await eventually(async () => (await tooOld(server)) === 1);
  await eventually(async () => (await undelivered(server)) === 1);
  expect(server.output()).toMatch(/is the clock of this machine right/);
  graph.release();
  graph.failWith(() => undefined);
  await drained(server);

  machine({ clockMs: 0 });
  // Meta sends again what it does not know to be stored; what was seen stays seen.
  for (const person of [ann, bob, eve]) expect(await hello(person)).toBe(200);
  for (const person of [ann, bob, eve, ...others])
    expect(await server.post('whatsapp', whatsappBody({ from: person, text: 'menu' }))).toBe(200);
  await Promise.all([bob, eve, ...others].map((person) => graph.waitFor(person, 1)));
  await graph.waitFor(ann, 2);
  await drained(server);
  expect(await server.stop()).toBe(0);
  expect([ann, bob, eve, ...others].map(graph.texts).map(({ length }) => length)).toEqual([2, 1, 1, ...others.map(() => 1)]);
});

test.concurrent('an hour back: who writes now is answered at once, who waited is within a minute, and nobody twice', async () => {
  await using world = await makeWorld({ speed: SPEED });
  const { graph, machine } = world;
  const server = await world.start({ WHATSAPP_MESSAGES_PER_SECOND: '50' });
  const waiting = peopleFrom(101, 20);
  const fresh = peopleFrom(141, 30);
  const say = (text: string, people: readonly string[]) => server.post('whatsapp', whatsappBody(...people.map((from) => ({ from, text }))));
  machine({ clockMs: HOUR / 2 });
  graph.failWith(() => ({ status: 500, code: 131000 }));
  await say('bonjour', waiting);
  await graph.waitUntil(() => waiting.every((person) => graph.attempts(person) > 0));
  machine({ clockMs: -HOUR / 2 });
  graph.failWith(() => undefined);
  await say('bonjour', fresh);
  await Promise.all(fresh.map((person) => graph.waitFor(person, 1)));
  await Promise.all(waiting.map((person) => graph.waitFor(person, 1)));
  await say('menu', waiting);
  await Promise.all(waiting.map((person) => graph.waitFor(person, 2)));
  expect(await server.stop()).toBe(0);
  expect(waiting.map((person) => graph.texts(person).length)).toEqual(waiting.map(() => 2));
  expect(fresh.map(graph.attempts)).toEqual(fresh.map(() => 1));
});

test.concurrent('a machine that slept for a day: who writes then stands at the beginning again, in the language they had', async () => {
  await using world = await makeWorld({ speed: SPEED });
  const { graph, machine } = world;
  const server = await world.start();
  const [from = ''] = peopleFrom(201, 1);
  const say = async (text: string, at: number) => {
    const { length } = graph.texts(from);
    await server.post('whatsapp', whatsappBody({ from, text, at: Date.now() + at }));
    await graph.waitFor(from, length + 1);
    await drained(server);
    return graph.texts(from).slice(length);
  };
  for (const text of ['hello', 'language', 'Deutsch']) await say(text, 0);
  const [there] = await say('1', 0);
  machine({ clockMs: DAY + HOUR });
  const [again] = await say('1', DAY + HOUR);
  expect(again).not.toBe(there);
  expect(again).toMatch(/^Hier antwortet der Reparatur-Roboter/);
});

test.concurrent('messages whose turn always throws are set aside after three tries, the operator sees them, and the conversation goes on', async () => {
  await using world = await makeWorld({ speed: SPEED });
  const { graph } = world;
  const [bob = '', ...people] = peopleFrom(301, 7);
  const [ann = ''] = people.slice(-1);
  // So many that they are not answered at once: they wait in the inbox when the process dies.
  const first = await world.start({ FAULT_POINT: 'after-claim:1' });
  await first.post('messenger', messengerBody(...people.map((from) => ({ from, text: 'bonjour' })))).catch(() => undefined);
  expect(await first.stop('SIGCONT')).toBe('SIGKILL');

  // The channel is off: whatever of it was stored cannot be answered.
  const off = await world.start({ MESSENGER_PAGE_ID: undefined, MESSENGER_PAGE_ACCESS_TOKEN: undefined });
  await off.post('whatsapp', whatsappBody({ from: bob, text: 'bonjour' }));
  await graph.waitFor(bob, 1);
  await eventually(async () => (await count(off, 'anoura_queue_depth{queue="inbox"}')) === 0);
  const dead = await count(off, 'anoura_queue_depth{queue="dead"}');
  expect(dead).toBe(people.length);
  expect(await count(off, 'anoura_turns_total{channel="messenger",outcome="failed"}')).toBe(3 * dead);
  expect(await count(off, 'anoura_dead_events_total{channel="messenger"}')).toBe(dead);
  const told = off
    .output()
    .split('\n')
    .filter((line) => line.includes('"msg":"turn failed"'));
  expect(told.filter((line) => JSON.parse(line).setAside === 1)).toHaveLength(dead);
  expect(graph.attempts(ann)).toBe(0);
  expect(await off.stop()).toBe(0);

  const on = await world.start();
  await on.post('messenger', messengerBody({ from: ann, text: 'menu' }));
  await graph.waitFor(ann, 1);
  expect(await count(on, 'anoura_queue_depth{queue="dead"}')).toBe(dead);
  expect(await on.stop()).toBe(0);
  expect(graph.attempts(ann)).toBe(1);
});
