import { describe, expect, test } from '@jest/globals';
import { messengerBody, peopleFrom, type Server, whatsappBody } from '../support/server.ts';
import { eventually, makeWorld, metricsOf, readiness, undelivered, type World } from '../support/world.ts';

/**
 * What people get whose platform cannot be reached for a while, or always fails on one message: everyone's answers, in order and once, unless
 * they would come too late to be of use. Minutes go by because the server's clock is moved on, a few seconds at a time.
 */
const SPEED = 5;
const MINUTE = 60_000;
const STEP_MS = 10_000;
const BODY = { whatsapp: whatsappBody, messenger: messengerBody };
const CHANNELS = ['whatsapp', 'messenger'] as const;

/** What keeps the platform from being reached, and what the server then knows it by. */
const OUTAGES: readonly { label: string; begin: (world: World) => unknown; end: (world: World) => unknown; code: string }[] = [
  { label: 'nobody listens', begin: ({ graph }) => graph.goAway(), end: ({ graph }) => graph.comeBack(), code: 'net:ECONNREFUSED' },
  {
    label: 'its name is not found',
    begin: async ({ graph, machine }) => {
      machine({ names: false });
      // What is connected needs no name any more.
      await graph.goAway();
      await graph.comeBack();
    },
    end: ({ machine }) => machine({ names: true }),
    code: 'net:EAI_AGAIN',
  },
];

/** Moves the clock on by so much, and lets the server do what is due by then. */
async function pass(world: World, server: Server, from: number, ms: number): Promise<number> {
  for (let gone = STEP_MS; gone <= ms; gone += STEP_MS) {
    world.machine({ clockMs: from + gone });
    // A look at the queues lets some of its loops go round.
    await metricsOf(server);
  }
  return from + ms;
}

const outcomes = async (server: Server, channel: string, outcome: string, code: string) =>
  (await metricsOf(server)).value(`anoura_sends_total{channel="${channel}",outcome="${outcome}",code="${code}"}`);

describe.each(OUTAGES)('the platform cannot be reached for ten minutes: $label', ({ begin, end, code }) => {
  test.concurrent('webhooks are taken, the operator is told, and then everyone has their answers, in order and once', async () => {
    await using world = await makeWorld({ speed: SPEED });
    const { graph } = world;
    const server = await world.start({ GRAPH_API_URL: graph.url.replace('127.0.0.1', 'localhost') });
    const people = { whatsapp: peopleFrom(1, 40), messenger: peopleFrom(101, 40) };
    const everyone = [...people.whatsapp, ...people.messenger];
    const [model = ''] = peopleFrom(201, 1);
    const say = async (text: string) => {
      for (const channel of CHANNELS)
        expect(await server.post(channel, BODY[channel](...people[channel].map((from) => ({ from, text }))))).toBe(200);
    };
    for (const [index, text] of ['bonjour', '1', 'menu'].entries()) {
      await server.post('whatsapp', whatsappBody({ from: model, text }));
      await graph.waitFor(model, index + 1);
    }

    await begin(world);
    let at = 0;
    for (const [text, minutes] of [
      ['bonjour', 1],
      ['1', 4],
      ['menu', 5],
    ] as const) {
      await say(text);
      at = await pass(world, server, at, minutes * MINUTE);
    }
    for (const channel of CHANNELS) expect(await outcomes(server, channel, 'retry', code)).toBeGreaterThan(0);
    expect(await readiness(server)).toEqual({ ready: false, reasons: ['replies wait and none goes out'] });
    expect(everyone.map(graph.attempts)).toEqual(everyone.map(() => 0));

    await end(world);
    // Nobody is tried again later than this; three answers each, one behind the other.
    await pass(world, server, at, 6 * MINUTE);
    await Promise.all(everyone.map((person) => graph.waitFor(person, 3)));
    const wanted = graph.texts(model);
    expect(new Set(wanted).size).toBeGreaterThan(1);
    expect(everyone.map(graph.texts)).toEqual(everyone.map(() => wanted));
    await eventually(async () => (await readiness(server)).ready);
    expect(await server.stop()).toBe(0);
    expect(everyone.map(graph.attempts)).toEqual(everyone.map(() => 3));
  });
});

test.concurrent('for longer than an answer is worth something: it is not sent any more, and the next one is', async () => {
  await using world = await makeWorld({ speed: SPEED });
  const { graph } = world;
  const server = await world.start({ REPLY_MAX_AGE_MINUTES: '5' });
  const people = peopleFrom(301, 20);
  const say = (text: string, at: number) => server.post('whatsapp', whatsappBody(...people.map((from) => ({ from, text, at }))));
  await graph.goAway();
  await say('bonjour', Date.now());
  await pass(world, server, 0, 10 * MINUTE);
  await graph.comeBack();
  await eventually(async () => (await metricsOf(server)).value('anoura_queue_depth{queue="outbox"}') === 0);
  expect(people.map(graph.attempts)).toEqual(people.map(() => 0));
  expect(await undelivered(server)).toBe(people.length);

  await say('1', Date.now() + 10 * MINUTE);
  await Promise.all(people.map((person) => graph.waitFor(person, 1)));
  expect(await server.stop()).toBe(0);
  expect(people.map(graph.attempts)).toEqual(people.map(() => 1));
});

describe('a message that the platform never takes', () => {
  test.concurrent('with an error for good: tried once, told, and the conversation goes on', async () => {
    await using world = await makeWorld({ speed: SPEED });
    const { graph } = world;
    const server = await world.start();
    const [ann = ''] = peopleFrom(401, 1);
    graph.failWith((_call, nth) => (nth === 0 ? { status: 400, code: 100 } : undefined));
    await server.post('whatsapp', whatsappBody({ from: ann, text: 'bonjour' }));
    await graph.waitUntil(() => graph.attempts(ann) === 1);
    await server.post('whatsapp', whatsappBody({ from: ann, text: '1' }));
    await graph.waitFor(ann, 1);
    expect(graph.attempts(ann)).toBe(2);
    expect(await outcomes(server, 'whatsapp', 'refused', 'wa:100')).toBe(1);
    expect(server.output()).toMatch(/"code":"wa:100".*"msg":"not sent"/);
  });

  test.concurrent('with an error that says "later", for ever: given up when it is too old, told, and the conversation goes on', async () => {
    await using world = await makeWorld({ speed: SPEED });
    const { graph } = world;
    const server = await world.start({ REPLY_MAX_AGE_MINUTES: '15' });
    const [ann = '', bob = ''] = peopleFrom(411, 2);
    const bad = new Set<unknown>();
    graph.failWith(({ to, body }) => {
      if (to === ann && bad.size === 0) bad.add(body.biz_opaque_callback_data);
      return bad.has(body.biz_opaque_callback_data) ? { status: 500, code: 131000 } : undefined;
    });
    await server.post('whatsapp', whatsappBody({ from: ann, text: 'bonjour' }));
    await graph.waitUntil(() => graph.attempts(ann) === 1);
    let at = await pass(world, server, 0, 10 * MINUTE);
    await server.post(
      'whatsapp',
      whatsappBody({ from: ann, text: '1', at: Date.now() + at }, { from: bob, text: 'bonjour', at: Date.now() + at }),
    );
    await graph.waitFor(bob, 1);
    at = await pass(world, server, at, 10 * MINUTE);
    await graph.waitFor(ann, 1);
    expect(graph.attempts(ann)).toBeLessThan(20);
    expect(await undelivered(server)).toBe(1);
    expect(await outcomes(server, 'whatsapp', 'retry', 'wa:131000')).toBe(graph.attempts(ann) - 1);
  });
});
