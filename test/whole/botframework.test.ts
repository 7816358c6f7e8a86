import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Connector, startConnector } from '../channels/botframework/support.ts';
import { ask } from '../http/support.ts';
import { type Server, SMALL, startServer, tempFolder } from '../support/server.ts';
import { eventually } from '../support/world.ts';

/** `/api/messages` of the real process, with a stand-in for the client's side of it on loopback. */
const APP = {
  MICROSOFT_APP_ID: '12345678-1111-2222-3333-444444444444',
  MICROSOFT_APP_PASSWORD: 'test-app-password',
  MICROSOFT_APP_TYPE: 'SingleTenant',
  MICROSOFT_APP_TENANT_ID: '87654321-1111-2222-3333-444444444444',
};
/** Makes a process tell at its end whether the framework was ever loaded in it. */
const TELLS_MODULES = `--import=data:text/javascript,${encodeURIComponent(
  `import module from 'node:module';
   const loaded = () => Object.keys(module.createRequire('/').cache).some((file) => file.includes('/botbuilder/'));
   process.on('exit', () => process.stderr.write('botbuilder loaded: ' + loaded() + String.fromCharCode(10)));`,
)}`;

const folders = Array.from({ length: 3 }, tempFolder);
const start = (index: number, env: Record<string, string>) =>
  startServer({ EMULATOR: 'off', DATABASE_URL: `sqlite:${folders[index]?.path}/anoura.db`, NODE_OPTIONS: TELLS_MODULES, ...env });

let connector: Connector;
let server: Server;
let others: { readonly off: Server; readonly azure: Server };
let people = 0;

beforeAll(async () => {
  connector = await startConnector();
  const production = { NODE_ENV: 'production', DATA_KEY: Buffer.alloc(32, 7).toString('base64') };
  const [local, off, azure] = await Promise.all([
    start(0, { LOG_LEVEL: 'trace' }),
    start(1, { ...SMALL, ...production, HOST: '127.0.0.1' }),
    start(2, { ...SMALL, ...production, ...APP, HOST: '127.0.0.1' }),
  ]);
  server = local;
  others = { off, azure };
});

afterAll(async () => {
  await Promise.all([server, ...Object.values(others)].map((one) => one.stop()));
  await connector.close();
  for (const folder of folders) folder.remove();
});

type Body = Record<string, unknown>;

/** A conversation of its own in an Emulator. */
function newChat() {
  people += 1;
  const base = {
    serviceUrl: connector.url,
    channelId: 'emulator',
    from: { id: `person-${people}-known`, role: 'user' },
    recipient: { id: 'bot', role: 'bot' },
    conversation: { id: `talk-${people}|livechat` },
  };
  let count = 0;
  const activity = (more: Body): Body => {
    count += 1;
    return { type: 'message', id: `${count}`, timestamp: new Date().toISOString(), ...base, ...more };
  };
  const mine = () => connector.calls.filter(({ body }) => JSON.stringify(body.conversation) === JSON.stringify(base.conversation));
  /** Says something and waits for the answer. */
  const say = async (more: Body | string): Promise<Body> => {
    const before = connector.calls.length;
    expect((await post(activity(typeof more === 'string' ? { text: more } : more))).status).toBe(200);
    await connector.waitFor(before + 1);
    return mine().at(-1)?.body ?? {};
  };
  return { activity, say, replies: () => mine().map(({ body }) => body) };
}

/** A number of `GET /metrics`, by name and labels as they are written there. */
async function metric({ url }: Server, series: string): Promise<number> {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
  return Number(lines.find((line) => line.startsWith(`${series} `))?.slice(series.length + 1) ?? 0);
}

const portOf = ({ url }: Server) => Number(new URL(url).port);

const post = (body: unknown, headers: Record<string, string | undefined> = {}, to: Server = server) =>
  ask(portOf(to), 'POST', '/api/messages', {
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const titlesOf = ({ suggestedActions }: Body): readonly string[] =>
  (suggestedActions as { actions: { title: string }[] } | undefined)?.actions.map(({ title }) => title) ?? [];

describe('a conversation', () => {
  test('welcome, Gao and shelter by the titles of taps', async () => {
    const { say } = newChat();
    const welcome = await say({ type: 'conversationUpdate', membersAdded: [{ id: 'bot' }, { id: `person-${people}-known` }] });
    expect(welcome.text).toContain('robot');
    const needs = await say(titlesOf(welcome).find((title) => title.includes('Gao')) ?? '');
    const card = await say(titlesOf(needs).find((title) => title.includes('Dormir')) ?? '');
    expect(card.text).toMatch(/Maison du Migrant.*10 jours/s);
    const back = await say(titlesOf(card).find((title) => title.startsWith('9')) ?? '');
    expect(titlesOf(back)).toEqual(titlesOf(needs));
  });

  test('an activity sent twice is answered once, silent kinds never', async () => {
    const { activity, say, replies } = newChat();
    const twice = activity({ text: 'bonjour' });
    const kinds = ['typing', 'ping', 'deleteUserData', 'contactRelationUpdate', 'event', 'invoke', 'somethingNew'];
    const posts = [twice, twice, ...kinds.map((type) => activity({ type }))].map((body) => post(body));
    expect((await Promise.all(posts)).map(({ status, body }) => `${status}${body}`)).toEqual(posts.map(() => '200'));
    await say('je suis à gao');
    expect(replies().length).toBeLessThanOrEqual(2);
  });

  test('quick messages are answered in their order, the last of them last', async () => {
    const { activity, replies } = newChat();
    for (let round = 1; round <= 10; round += 1) {
      const bodies = ['bonjour', 'je suis à mopti', 'menu', 'je suis à gao je cherche ou dormir'].map((text) => activity({ text }));
      const last = bodies.at(-1)?.id;
      // Two at a time, as from one hand; the order of arrival is that of the requests.
      for (const body of bodies) expect((await post(body)).status).toBe(200);
      while (replies().at(-1)?.replyToId !== last) await connector.waitFor(connector.calls.length + 1);
      expect(replies().at(-1)?.text).toContain('Maison du Migrant');
    }
    const order = replies().map(({ replyToId }) => Number(replyToId));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test('expectReplies: the answer carries the replies of the turn, and the connector hears nothing', async () => {
    const { activity, replies } = newChat();
    const answer = await post(activity({ text: 'je suis à gao je cherche ou dormir', deliveryMode: 'expectReplies' }));
    expect([answer.status, answer.headers['content-type']]).toEqual([200, expect.stringContaining('application/json')]);
    const { activities } = JSON.parse(answer.body) as { activities: Body[] };
    expect(activities.map(({ text }) => text).join('\n')).toMatch(/robot.*Maison du Migrant.*10 jours/s);
    expect(activities.map(({ replyToId }) => replyToId)).toEqual(['1', '1']);
    const silent = await post(activity({ type: 'typing', deliveryMode: 'expectReplies' }));
    expect(JSON.parse(silent.body)).toEqual({ activities: [] });
    const again = activity({ text: 'menu', deliveryMode: 'expectReplies', id: 'again' });
    const [one, two] = [await post(again), await post(again)].map(({ body }) => JSON.parse(body).activities.length);
    expect([one, two, replies().length]).toEqual([1, 0, 0]);
  });

  test('whoever hangs up while waiting harms nobody', async () => {
    const { activity, say, replies } = newChat();
    const body = JSON.stringify(activity({ text: 'bonjour', deliveryMode: 'expectReplies' }));
    const head = `POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
    const socket = connect(portOf(server), '127.0.0.1');
    socket.write(`${head}\r\n\r\n${body}`, () => socket.destroy());
    await new Promise((resolve) => socket.once('close', resolve));
    // In time to be given its reply, or too late: told and counted as the one or the other, and not kept.
    const counted = async (outcome: string) => metric(server, `anoura_sends_total{channel="botframework",outcome=${outcome}}`);
    await eventually(async () => ((await counted('"sent",code=""')) ?? 0) + ((await counted('"refused",code="bf:nobody-waits"')) ?? 0) > 0);
    expect((await say('je suis à gao')).text).toContain('besoin');
    expect(replies()).toHaveLength(1);
  });
});

describe('hostile requests get a bare status, and nobody hears of them', () => {
  const caught: string[] = [];
  const trap = createServer((request, response) => {
    caught.push(String(request.url));
    response.end();
  });
  // The same machine by an address that is not allowed: what were sent there would be seen.
  beforeAll(() => new Promise<void>((resolve) => void trap.listen(0, '127.0.0.2', resolve)));
  afterAll(() => new Promise<void>((resolve) => void trap.close(() => resolve())));

  test('all of them', async () => {
    const { activity, say } = newChat();
    const good = () => activity({ text: 'bonjour' });
    const { port } = trap.address() as AddressInfo;
    const elsewhere = ['http://169.254.169.254', 'http://example.org', 'https://webchat.botframework.com', `http://127.0.0.2:${port}`];
    const tricks = [
      'http://localhost@example.org',
      'http://127.1',
      'http://2130706433',
      'http://[::ffff:127.0.0.1]',
      'http://localhost.evil.com',
    ];
    const malformed = [
      ...[{ type: 5 }, [good()], null, 42, '', 'no json', '['.repeat(50_000), {}],
      ...[
        { ...good(), text: 7 },
        { ...good(), membersAdded: 'all' },
        { ...good(), from: undefined },
        { ...good(), conversation: undefined },
      ],
      ...[
        { ...good(), conversation: { id: '../..', isGroup: 'x' } },
        { ...good(), from: { id: {} } },
        { ...good(), serviceUrl: undefined },
      ],
    ];
    const foreign = [...elsewhere, ...tricks].map((serviceUrl) => ({ ...good(), serviceUrl }));
    const headers: Record<string, string | undefined>[] = [
      { 'x-forwarded-for': '127.0.0.1' },
      { forwarded: 'for=127.0.0.1' },
      { host: 'evil.example' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'content-type': 'text/plain' },
      { 'content-encoding': 'gzip' },
    ];
    const answers = await Promise.all([
      ...[...malformed, ...foreign].map((body) => post(body)),
      ...headers.map((header) => post(good(), header)),
      post({ ...good(), text: 'x'.repeat(110_000) }),
    ]);
    expect(answers.filter(({ status, body }) => status < 400 || status > 499 || body !== '')).toEqual([]);
    expect(answers.slice(malformed.length, malformed.length + foreign.length).map(({ status }) => status)).toEqual(foreign.map(() => 400));
    // The server lives, and what it was told to send elsewhere has not gone there.
    expect((await say('bonjour')).text).toContain('robot');
    expect(caught).toEqual([]);
    expect(await metric(server, 'anoura_sends_total{channel="botframework",outcome="sent",code=""}')).toBeGreaterThan(0);
  });

  test.each(['GET', 'HEAD', 'PUT', 'OPTIONS'])('%s is not what this is for', async (method) => {
    const { status, headers, body } = await ask(portOf(server), method, '/api/messages', { headers: { origin: 'http://localhost' } });
    expect([status, headers.allow, body]).toEqual([405, 'POST', '']);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('there is no second door', async () => {
    const { activity } = newChat();
    const answer = await ask(portOf(server), 'POST', '/webhooks/botframework', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity({ text: 'bonjour' })),
    });
    expect([answer.status, answer.body]).toEqual([404, '']);
  });
});

describe('other servers', () => {
  test('in production without an app id it is not there', async () => {
    const { activity } = newChat();
    const headers = { 'content-type': 'application/json', host: 'localhost' };
    const posted = await ask(portOf(others.off), 'POST', '/api/messages', { headers, body: JSON.stringify(activity({ text: 'bonjour' })) });
    const got = await ask(portOf(others.off), 'GET', '/api/messages', { headers });
    expect([posted, got].map(({ status, body }) => [status, body])).toEqual([
      [404, ''],
      [404, ''],
    ]);
  });

  test('with an app id nobody is let in without Azure’s token, not even from this machine', async () => {
    const { activity, replies } = newChat();
    const azure = activity({ text: 'bonjour', serviceUrl: 'https://webchat.botframework.com/', channelId: 'webchat' });
    const tries: [Body, Record<string, string>][] = [
      [activity({ text: 'bonjour' }), {}],
      [azure, {}],
      [azure, { authorization: 'Bearer nonsense' }],
      [azure, { authorization: 'Bearer a.b.c' }],
      [azure, { authorization: 'Basic YTpi' }],
    ];
    const answers = await Promise.all(tries.map(([body, headers]) => post(body, headers, others.azure)));
    expect(answers.map(({ status, body }) => [status, body])).toEqual(tries.map(() => [401, '']));
    expect(replies()).toEqual([]);
    const refused = await metric(others.azure, 'anoura_webhooks_total{channel="botframework",status="401"}');
    expect(refused).toBe(tries.length);
  });

  test('the framework is loaded where it is used; neither output nor database tells who wrote what', async () => {
    await Promise.all([server, others.off].map((one) => one.stop()));
    expect(server.output()).toContain('botbuilder loaded: true');
    expect(others.off.output()).toContain('botbuilder loaded: false');
    const { path } = folders[0] ?? { path: '' };
    const database = readdirSync(path).map((file) => readFileSync(join(path, file), 'latin1'));
    for (const text of [server.output(), ...database]) {
      for (const word of ['-known', 'livechat', 'dormir', 'bonjour', connector.url]) expect(text).not.toContain(word);
    }
  });
});
