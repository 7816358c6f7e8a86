import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FakeGraph, startFakeGraph } from '../support/fake-graph.ts';
import {
  messengerBody,
  type Said,
  SETTINGS,
  type Server,
  signed,
  startServer,
  tapsOf,
  tempFolder,
  whatsappBody,
} from '../support/server.ts';

/** The product as a process: signed webhooks in, calls to a fake Graph API out. */
const CHANNELS = [
  { channel: 'whatsapp', body: whatsappBody },
  { channel: 'messenger', body: messengerBody },
] as const;

let graph: FakeGraph;
let server: Server;
const folder = tempFolder();
let people = 0;
const newPerson = () => `1555020${String(++people).padStart(4, '0')}`;

beforeAll(async () => {
  graph = await startFakeGraph();
  server = await startServer({
    ...SETTINGS,
    GRAPH_API_URL: graph.url,
    DATABASE_URL: `sqlite:${folder.path}/anoura.db`,
    LOG_LEVEL: 'trace',
  });
});

afterAll(async () => {
  await server.stop();
  await graph.close();
  folder.remove();
});

describe.each(CHANNELS)('on $channel', ({ channel, body }) => {
  /** Says something and waits for the answer; resolves to its last bubble. */
  async function say(from: string, text: string, tap?: string): Promise<{ text: string; taps: ReturnType<typeof tapsOf> }> {
    const before = graph.texts(from).length;
    const said: Said = tap === undefined ? { from, text } : { from, text, tap };
    expect(await server.post(channel, body(said))).toBe(200);
    const texts = await graph.waitFor(from, before + 1);
    return { text: texts.slice(before).join('\n'), taps: tapsOf(graph.messages(from).at(-1)) };
  }
  async function tap(from: string, last: { taps: ReturnType<typeof tapsOf> }, label: string) {
    const choice = last.taps.find(({ title }) => title.includes(label));
    if (choice === undefined) throw new Error(`no ${label} among ${last.taps.map(({ title }) => title).join(', ')}`);
    return say(from, choice.title, choice.id);
  }

  test.each([
    ['in French', 'Bonjour', 'Gao', 'Dormir', ['Maison du Migrant', '10 jours', 'gratuit']],
    ['in English', 'Hello', 'Gao', 'Sleep', ['Maison du Migrant', '10 days', 'free']],
  ])('three taps %s lead to the shelter in Gao', async (_language, hello, region, need, facts) => {
    const person = newPerson();
    const welcome = await say(person, hello);
    const needs = await tap(person, welcome, region);
    const card = await tap(person, needs, need);
    for (const fact of facts) expect(card.text).toContain(fact);
  });

  test('one sentence leads to the same card', async () => {
    const person = newPerson();
    await server.post(channel, body({ from: person, text: 'je suis à gao je cherche ou dormir' }));
    const texts = await graph.waitFor(person, 2);
    expect(texts[0]).toContain('robot');
    expect(texts[1]).toMatch(/Maison du Migrant.*10 jours/s);
  });

  test('an empty cell is told honestly, with a way to ask', async () => {
    const person = newPerson();
    await say(person, 'Bonjour');
    const { text } = await say(person, 'je suis à ménaka je cherche où dormir');
    expect(text).toContain("nous n'avons pas d'information");
    expect(text).toContain('Anoura.info');
  });

  test('several organizations are offered, one is shown', async () => {
    const person = newPerson();
    const choice = await tap(person, await tap(person, await say(person, 'Bonjour'), 'Gao'), 'Santé');
    expect(choice.taps.map(({ title }) => title).join()).toMatch(/Maison du Migrant.*OIM/);
    const card = await tap(person, choice, 'OIM');
    expect(card.text).toContain('profilage');
  });

  test('menu, back, stop and erase work', async () => {
    const person = newPerson();
    await say(person, 'je suis à gao');
    expect((await say(person, '1')).text).toContain('Maison du Migrant');
    expect((await say(person, 'retour')).text).not.toContain('10 jours');
    expect((await say(person, 'menu')).taps.length).toBeGreaterThan(3);
    expect((await say(person, 'stop')).text).toContain('arrêté');
    expect((await say(person, '1')).text).toContain('robot');
    expect((await say(person, 'effacer mes données')).text).toMatch(/effacé/i);
  });

  test('a webhook sent twice is answered once, and items beside a bad one are answered', async () => {
    const [first, second] = [newPerson(), newPerson()];
    const twice = body({ from: first, text: 'bonjour', id: `${channel}.twice` });
    expect(await Promise.all([server.post(channel, twice), server.post(channel, twice)])).toEqual([200, 200]);
    expect(await server.post(channel, twice)).toBe(200);
    const bad = JSON.parse(body({ from: second, text: 'bonjour' }, { from: second, text: 'x' }));
    const items = bad.entry[0].messaging ?? bad.entry[0].changes[0].value.messages;
    items[1] = { from: 7, sender: 'nobody', timestamp: {} };
    expect(await server.post(channel, JSON.stringify(bad))).toBe(200);
    await graph.waitFor(second, 1);
    expect(graph.texts(first)).toHaveLength(1);
    expect(graph.texts(second)).toHaveLength(1);
  });

  test('forged, unsigned and nonsensical bodies get a bare status', async () => {
    const good = body({ from: newPerson(), text: 'bonjour' });
    const answers = [
      [await server.post(channel, good, signed(good, 'another secret')), 401],
      [await server.post(channel, good, {}), 401],
      [await server.post(channel, 'no json'), 400],
      [await server.post(channel, '['.repeat(50_000)), 400],
      [await server.post(channel, 'x'.repeat(3 * 1024 * 1024 + 1)), 413],
    ];
    expect(answers.map(([status]) => status)).toEqual(answers.map(([, wanted]) => wanted));
    const response = await fetch(`${server.url}/webhooks/${channel}`, { method: 'POST', body: good });
    expect(await response.text()).toBe('');
  });

  test('a message of yesterday gets no answer', async () => {
    const person = newPerson();
    const day = 25 * 60 * 60 * 1000;
    await server.post(channel, body({ from: person, text: 'bonjour', at: Date.now() - day }));
    await say(person, 'bonjour');
    expect(graph.texts(person)).toHaveLength(1);
  });

  test('Meta can register the webhook', async () => {
    const query = (token: string) => `${server.url}/webhooks/${channel}?hub.mode=subscribe&hub.challenge=12345&hub.verify_token=${token}`;
    expect(await (await fetch(query(SETTINGS.META_VERIFY_TOKEN))).text()).toBe('12345');
    expect((await fetch(query('wrong'))).status).toBe(403);
  });
});

test('health, readiness and metrics tell what an operator needs, and no person', async () => {
  const [health, ready, metrics] = await Promise.all(['healthz', 'readyz', 'metrics'].map((path) => fetch(`${server.url}/${path}`)));
  expect([health?.status, ready?.status, metrics?.status]).toEqual([200, 200, 200]);
  const text = (await metrics?.text()) ?? '';
  for (const name of ['webhooks', 'events', 'turns', 'replies', 'sends', 'queue_depth', 'queue_oldest_seconds'])
    expect(text).toContain(`anoura_${name}`);
  expect(text).toContain('nodejs_eventloop_lag');
  expect(text).not.toMatch(/1555020\d{4}/);
});
