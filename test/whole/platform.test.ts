import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FakeGraph, Fault } from '../support/fake-graph.ts';
import { messengerBody, peopleFrom, SETTINGS, type Server, statusBody, whatsappBody } from '../support/server.ts';
import { eventually, makeWorld, readiness, type World } from '../support/world.ts';

/** What people get while the platform refuses, throttles, fails, hangs up or is slow: the answer, once, if it can be had at all. */
/** The pauses between two attempts are most of the time. */
const SPEED = 2;
const CHANNELS = ['whatsapp', 'messenger'] as const;
const BODY = { whatsapp: whatsappBody, messenger: messengerBody };

/** The first `failures` attempts meet `fault`. `lost`: there is no further one. `doubles`: messages that come once more. */
type Trouble = {
  readonly label: string;
  readonly channel: keyof typeof BODY;
  readonly fault: Fault;
  readonly failures?: number;
  readonly lost?: true;
  readonly doubles?: number;
};
const refusal = (code: number, subcode?: number): Fault => ({ status: 400, code, ...(subcode === undefined ? {} : { subcode }) });
const TROUBLES: readonly Trouble[] = [
  { label: 'window closed', channel: 'whatsapp', fault: refusal(131047), lost: true },
  { label: 'no WhatsApp, or blocked', channel: 'whatsapp', fault: refusal(131026), lost: true },
  { label: 'a wrong parameter', channel: 'whatsapp', fault: refusal(100), lost: true },
  { label: 'too fast for the number', channel: 'whatsapp', fault: refusal(130429), failures: 2 },
  { label: 'too fast for the person', channel: 'whatsapp', fault: refusal(131056) },
  { label: 'something went wrong', channel: 'whatsapp', fault: { status: 500, code: 131000 } },
  { label: 'an answer of a proxy', channel: 'whatsapp', fault: { status: 502, code: 999_999 } },
  { label: 'cut before it was taken', channel: 'whatsapp', fault: 'cut' },
  { label: 'cut after it was taken', channel: 'whatsapp', fault: 'taken-cut', doubles: 1 },
  { label: 'window closed', channel: 'messenger', fault: refusal(10, 2018278), lost: true },
  { label: 'cannot be reached', channel: 'messenger', fault: refusal(551), lost: true },
  { label: 'temporary', channel: 'messenger', fault: refusal(1200), failures: 2 },
  { label: 'cut before it was taken', channel: 'messenger', fault: 'cut' },
  { label: 'cut after it was taken', channel: 'messenger', fault: 'taken-cut', doubles: 1 },
];

/** One server for all troubles that meet one person each. */
let shared: {
  readonly graph: FakeGraph;
  readonly server: Server;
  readonly trouble: (person: number, trouble: Pick<Trouble, 'fault' | 'failures'>) => string;
};
/** How the table's troubles ended; all at once, because most of their time is waiting for the next attempt. */
let told: readonly Promise<{ readonly attempts: number; readonly received: number }>[];
let world: World;

beforeAll(async () => {
  world = await makeWorld({ speed: SPEED });
  const { graph } = world;
  const server = await world.start();
  const faults = new Map<string, Pick<Trouble, 'fault' | 'failures'>>();
  graph.failWith(({ to }) => {
    const { fault, failures = 1 } = faults.get(to) ?? {};
    return graph.attempts(to) <= failures ? fault : undefined;
  });
  const trouble = (number: number, one: Pick<Trouble, 'fault' | 'failures'>) => {
    const [person = ''] = peopleFrom(number, 1);
    faults.set(person, one);
    return person;
  };
  shared = { graph, server, trouble };
  told = TROUBLES.map(async (one, index) => {
    const { channel, failures = 1, lost } = one;
    const from = trouble(2_000 + index, one);
    await server.post(channel, BODY[channel]({ from, text: 'bonjour' }));
    await graph.waitUntil(() => graph.attempts(from) === (lost ? failures : failures + 1));
    await server.post(channel, BODY[channel]({ from, text: 'menu' }));
    await graph.waitUntil(() => graph.attempts(from) === (lost ? failures + 1 : failures + 2));
    return { attempts: graph.attempts(from), received: graph.texts(from).length };
  });
});
afterAll(async () => world[Symbol.asyncDispose]());

/** What each channel is told when a message is known to be out although its answer was lost. */
const PROOFS = [
  {
    channel: 'whatsapp',
    prove: (_person: string, sent: Record<string, unknown>) =>
      statusBody({ id: 'wamid.PROOF', status: 'sent', ref: sent.biz_opaque_callback_data }),
  },
  {
    channel: 'messenger',
    prove: (person: string, { message }: Record<string, unknown>) => {
      const page = SETTINGS.MESSENGER_PAGE_ID;
      const echo = { mid: 'm_PROOF', is_echo: true, app_id: 4711, ...Object(message) };
      const messaging = [{ sender: { id: page }, recipient: { id: person }, timestamp: Date.now(), message: echo }];
      return JSON.stringify({ object: 'page', entry: [{ id: page, time: Date.now(), messaging }] });
    },
  },
] as const;

describe.each(PROOFS)('$channel', ({ channel, prove }) => {
  test('a lost answer, then the word that the message is out: it is not sent again', async () => {
    const { graph, server, trouble } = shared;
    const ann = trouble(channel === 'whatsapp' ? 3_000 : 3_001, { fault: 'taken-cut' });
    await server.post(channel, BODY[channel]({ from: ann, text: 'bonjour' }));
    await graph.waitFor(ann, 1);
    expect(await server.post(channel, prove(ann, graph.messages(ann)[0] ?? {}))).toBe(200);
    await server.post(channel, BODY[channel]({ from: ann, text: 'menu' }));
    await graph.waitFor(ann, 2);
    expect(graph.attempts(ann)).toBe(2);
  });

  test('a slow answer to one person holds up that person alone, and what is next for them waits', async () => {
    const { graph, server, trouble } = shared;
    const slow = trouble(channel === 'whatsapp' ? 4_000 : 4_001, { fault: 'held' });
    const others = peopleFrom(channel === 'whatsapp' ? 4_100 : 4_200, 50);
    await server.post(channel, BODY[channel]({ from: slow, text: 'bonjour' }));
    await graph.waitFor(slow, 1);
    await server.post(channel, BODY[channel]({ from: slow, text: 'menu' }));
    await server.post(channel, BODY[channel](...others.map((from) => ({ from, text: 'bonjour' }))));
    await Promise.all(others.map((person) => graph.waitFor(person, 1)));
    expect(graph.attempts(slow)).toBe(1);
    graph.release();
    await graph.waitFor(slow, 2);
  });

  test('read marks and typing signs that hang hold up no answer', async () => {
    const { graph, server } = shared;
    graph.holdReceipts();
    for (let group = 0; group < 10; group += 1) {
      const people = peopleFrom((channel === 'whatsapp' ? 5_000 : 6_000) + group * 30, 30);
      const began = performance.now();
      await server.post(channel, BODY[channel](...people.map((from) => ({ from, text: 'bonjour' }))));
      await Promise.all(people.map((person) => graph.waitFor(person, 1)));
      expect(performance.now() - began).toBeLessThan(5_000);
    }
    graph.release();
  });
});

test.concurrent('while tokens are expired: one call in a pause, not ready; then everyone is answered once', async () => {
  await using world = await makeWorld({ speed: SPEED });
  const { graph } = world;
  const server = await world.start();
  const people = { whatsapp: peopleFrom(7_000, 30), messenger: peopleFrom(8_000, 30) };
  const everyone = [...people.whatsapp, ...people.messenger];
  const attempts = () => everyone.reduce((sum, person) => sum + graph.attempts(person), 0);
  graph.failWith(() => ({ status: 401, code: 190 }));
  for (const channel of CHANNELS) {
    const [first = '', ...others] = people[channel];
    expect(await server.post(channel, BODY[channel]({ from: first, text: 'bonjour' }))).toBe(200);
    await eventually(async () => (await readiness(server)).reasons.some((reason) => reason.startsWith(channel)));
    expect(await server.post(channel, BODY[channel](...others.map((from) => ({ from, text: 'bonjour' }))))).toBe(200);
  }
  const reasons = CHANNELS.map((channel) => `${channel} refuses everything: check its token and number`);
  expect(await readiness(server)).toEqual({ ready: false, reasons });
  expect(attempts()).toBe(2);

  graph.failWith(() => undefined);
  await Promise.all(everyone.map((person) => graph.waitFor(person, 1)));
  await eventually(async () => (await readiness(server)).ready);
  expect(everyone.filter((person) => graph.texts(person).length !== 1)).toEqual([]);
  expect(attempts()).toBe(everyone.length + 2);
});

test.each(TROUBLES.map((trouble, index) => ({ ...trouble, index })))(
  '$channel, $label: this and the next message get what they should',
  async ({ failures = 1, lost, doubles = 0, index }) => {
    const wanted = lost ? { attempts: failures + 1, received: 1 } : { attempts: failures + 2, received: 2 + doubles };
    expect(await told[index]).toEqual(wanted);
  },
);
