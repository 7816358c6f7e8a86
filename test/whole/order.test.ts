import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FakeGraph } from '../support/fake-graph.ts';
import { messengerBody, peopleFrom, type Said, SETTINGS, type Server, signed, statusBody, whatsappBody } from '../support/server.ts';
import { drained, makeWorld, metricsOf, openSocket, type World } from '../support/world.ts';

/** Who is answered what when messages come close together, twice, out of order, or under another name. */
const CHANNELS = [
  { channel: 'whatsapp', body: whatsappBody, first: 10_000 },
  { channel: 'messenger', body: messengerBody, first: 20_000 },
] as const;

let world: World;
let graph: FakeGraph;
let server: Server;

beforeAll(async () => {
  world = await makeWorld();
  graph = world.graph;
  server = await world.start();
});
afterAll(async () => world[Symbol.asyncDispose]());

/** What the bot said to somebody since the last look. */
function ear(person: string): () => readonly string[] {
  let heard = graph.texts(person).length;
  return () => {
    const news = graph.texts(person).slice(heard);
    heard += news.length;
    return news;
  };
}

describe.each(CHANNELS)('on $channel', ({ channel, body, first }) => {
  const PEOPLE = 200;
  const say = async (...said: readonly Said[]) => expect(await server.post(channel, body(...said))).toBe(200);
  /** After "bonjour": what comes of "1", and then of "2", for one who waits for each answer. */
  let wanted: { readonly one: readonly string[]; readonly two: readonly string[] };

  beforeAll(async () => {
    const [model = ''] = peopleFrom(first, 1);
    const hear = ear(model);
    const answers: (readonly string[])[] = [];
    for (const text of ['bonjour', '1', '2']) {
      await say({ from: model, text });
      await drained(server);
      answers.push(hear());
    }
    const [, one = [], two = []] = answers;
    wanted = { one, two };
    expect(new Set([...one, ...two]).size).toBeGreaterThan(1);
  });

  async function greeted(from: number): Promise<readonly { readonly person: string; readonly hear: ReturnType<typeof ear> }[]> {
    const people = peopleFrom(from, PEOPLE);
    await say(...people.map((person) => ({ from: person, text: 'bonjour' })));
    await drained(server);
    return people.map((person) => ({ person, hear: ear(person) }));
  }

  test('200 people say 1 and 2 in one webhook, mixed with each other: each gets what 1 and 2 lead to', async () => {
    const people = await greeted(first + 1_000);
    await say(...people.map(({ person }) => ({ from: person, text: '1' })), ...people.map(({ person }) => ({ from: person, text: '2' })));
    await drained(server);
    expect(people.map(({ hear }) => hear())).toEqual(people.map(() => wanted.two));
  });

  test('200 people say 1 and 2 a millisecond apart: one answer, or both in order', async () => {
    const people = await greeted(first + 2_000);
    // A connection for each message: what lies on one together is read together, and so might overtake what lies on another.
    const said = people.flatMap(({ person }) => ['1', '2'].map((text) => ({ from: person, text, socket: openSocket(server.url) })));
    await Promise.all(said.map(({ socket }) => socket.open));
    for (const { from, text, socket } of said) {
      socket.write(request(channel, body({ from, text })));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(said.map(({ socket }) => socket.answered(1)));
    for (const { socket } of said) socket.end();
    await Promise.all(said.map(({ socket }) => socket.closed));
    expect(new Set(said.flatMap(({ socket }) => socket.statuses()))).toEqual(new Set([200]));
    await drained(server);
    const told = people.map(({ hear }) => hear());
    const allowed = [wanted.two, [...wanted.one, ...wanted.two]].map((texts) => JSON.stringify(texts));
    expect(told.filter((texts) => !allowed.includes(JSON.stringify(texts)))).toEqual([]);
  });

  test('one webhook 50 times at once, alone and among others: answered once', async () => {
    const people = peopleFrom(first + 3_000, 20);
    const said = people.map((from) => ({ from, text: 'bonjour', id: `${channel}.${from}` }));
    const posts = Array.from({ length: 50 }, (_, index) => server.post(channel, body(...said.slice(0, 1 + (index % said.length)))));
    expect(new Set(await Promise.all(posts))).toEqual(new Set([200]));
    await drained(server);
    expect(people.map(graph.attempts)).toEqual(people.map(() => 1));
  });
});

const request = (channel: string, body: string) =>
  [
    `POST /webhooks/${channel} HTTP/1.1`,
    'Host: anoura.test',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Hub-Signature-256: ${signed(body)['x-hub-signature-256']}`,
    `\r\n${body}`,
  ].join('\r\n');

test('statuses in any order, twice, and of unknown messages are taken at once and change nothing that anybody sees', async () => {
  const [ann = ''] = peopleFrom(30_000, 1);
  await server.post('whatsapp', whatsappBody({ from: ann, text: 'bonjour' }));
  await drained(server);
  const ref = graph.messages(ann)[0]?.biz_opaque_callback_data;
  const orders = ['read', 'delivered', 'sent', 'read', 'sent', 'delivered', 'failed', 'played', 'failed'];
  const ours = orders.map((status) => ({ id: 'wamid.OURS', status, ref }));
  const unknown = Array.from({ length: 991 }, (_, index) => ({ id: `wamid.UNKNOWN${index}`, status: orders[index % 4] ?? '' }));
  const began = performance.now();
  expect(await server.post('whatsapp', statusBody(...ours, ...unknown))).toBe(200);
  expect(performance.now() - began).toBeLessThan(2_000);
  await server.post('whatsapp', whatsappBody({ from: ann, text: 'menu' }));
  await drained(server);
  expect(graph.attempts(ann)).toBe(2);
});

describe('a human answers from the inbox of the page', () => {
  const INBOX = '263902037430900';
  const page = { id: SETTINGS.MESSENGER_PAGE_ID };
  const webhook = (event: object) =>
    JSON.stringify({ object: 'page', entry: [{ ...page, time: Date.now(), messaging: [{ timestamp: Date.now(), ...event }] }] });
  const handedOver = async () => (await metricsOf(server)).value('anoura_turns_total{channel="messenger",outcome="handed-over"}');

  test('the bot is silent for that person until it gets the thread back', async () => {
    const [ann = '', bob = ''] = peopleFrom(31_000, 2);
    const say = (from: string, text: string) => server.post('messenger', messengerBody({ from, text }));
    await say(ann, 'bonjour');
    await drained(server);
    const before = await handedOver();
    const echo = { mid: 'm_human', is_echo: true, app_id: Number(INBOX), text: 'Une personne vous répond' };
    await server.post('messenger', webhook({ sender: page, recipient: { id: ann }, message: echo }));
    await say(ann, 'merci');
    await say(bob, 'bonjour');
    await drained(server);
    expect([graph.attempts(ann), graph.attempts(bob)]).toEqual([1, 1]);
    expect(await handedOver()).toBe(before + 1);

    const pass = { previous_owner_app_id: INBOX, new_owner_app_id: 123456789012345 };
    await server.post('messenger', webhook({ sender: { id: ann }, recipient: page, pass_thread_control: pass }));
    await say(ann, 'menu');
    await drained(server);
    expect(graph.attempts(ann)).toBe(2);
  });
});

describe('one person under several names on WhatsApp', () => {
  const [model = '', phone = '', oldNumber = '', newNumber = ''] = peopleFrom(32_000, 4);
  const userId = 'ML.40320001';
  /** English, then a region, then a need: language and place show in every answer. */
  const WALK = ['hello', '1', '2', 'back', '1'];

  /** A message whose sender is told by these fields alone. */
  function from(sender: Record<string, string>, text: string): string {
    const body = JSON.parse(whatsappBody({ from: '', text }));
    const { value } = body.entry[0].changes[0];
    delete value.contacts;
    const { from: _nobody, ...message } = value.messages[0];
    value.messages = [{ ...message, ...sender }];
    return JSON.stringify(body);
  }
  /** Sends one and gives back the answers and the addresses they went to, whoever they went to. */
  async function answersTo(body: string): Promise<{ readonly texts: readonly string[]; readonly to: readonly unknown[] }> {
    const names = [model, phone, userId, oldNumber, newNumber];
    const ears = names.map(ear);
    const before = graph.calls.length;
    expect(await server.post('whatsapp', body)).toBe(200);
    await drained(server);
    const sent = graph.calls.slice(before).filter(({ kind }) => kind === 'message');
    return { texts: ears.flatMap((hear) => hear()), to: sent.map(({ body: { to, recipient } }) => ({ to, recipient })) };
  }
  const wanted: (readonly string[])[] = [];
  beforeAll(async () => {
    for (const text of WALK) wanted.push((await answersTo(from({ from: model }, text))).texts);
  });

  test('number, then number and id, then the id alone, then the number: one conversation, answered where it can be', async () => {
    const byNumber = { from: phone };
    const byBoth = { from: phone, from_user_id: userId };
    const byId = { from_user_id: userId };
    const steps = [byNumber, byBoth, byId, byNumber, byId];
    const answers: Awaited<ReturnType<typeof answersTo>>[] = [];
    for (const [index, sender] of steps.entries()) answers.push(await answersTo(from(sender, WALK[index] ?? '')));
    expect(answers.map(({ texts }) => texts)).toEqual(wanted);
    expect(answers.map(({ to }) => to[0])).toEqual(
      steps.map((sender) => ('from_user_id' in sender ? { recipient: userId } : { to: `+${phone}` })),
    );
  });

  test('a changed number takes the conversation along, and leaves nothing with the old one', async () => {
    const [hello = '', one = '', two = ''] = WALK;
    await answersTo(from({ from: oldNumber }, hello));
    await answersTo(from({ from: oldNumber }, one));
    const system = { type: 'user_changed_number', body: 'User A changed', wa_id: newNumber };
    const changed = JSON.parse(from({ from: oldNumber, type: 'system' }, ''));
    changed.entry[0].changes[0].value.messages[0].system = system;
    expect(await answersTo(JSON.stringify(changed))).toEqual({ texts: [], to: [] });
    expect(await answersTo(from({ from: newNumber }, two))).toEqual({ texts: wanted[2], to: [{ to: `+${newNumber}` }] });
    const { texts } = await answersTo(from({ from: oldNumber }, hello));
    expect(texts).toEqual(wanted[0]);
  });
});
