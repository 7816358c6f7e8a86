import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import nock from 'nock';
import type { Channel, Uploaded } from '../../src/channels/channel.ts';
import { type Graph, type GraphAnswer, makeGraph } from '../../src/channels/meta/graph.ts';
import type { Form } from '../../src/channels/meta/multipart.ts';
import type { Address } from '../../src/model/channel.ts';
import { outboundRef } from '../../src/model/ids.ts';
import type { Ignored, Update } from '../../src/model/inbound.ts';
import type { Outcome, OutcomeKind, Payload } from '../../src/model/outbound.ts';
import type { Choice, Reply } from '../../src/model/reply.ts';
import { isSound, type Recording, type SoundForm } from '../../src/model/sound.ts';
import { changes, mutated } from './meta/mutate.ts';
import { anyReply, contentReply } from './meta/replies.ts';
import { signed } from './meta/signed.ts';

/** What a channel brings along to be tried: itself, its secrets, and what its platform sends and shows. */
export type Subject = {
  readonly channel: Channel;
  readonly appSecret: string;
  readonly verifyToken: string;
  /** One of each kind of address that the channel can reply to. */
  readonly addresses: readonly Address[];
  /** File name without `.json` in `test/fixtures/<channel id>/` -> what `receive` makes of it at NOW. Every file, and no other. */
  readonly fixtures: Readonly<Record<string, { readonly updates: readonly Update[]; readonly ignored?: Ignored }>>;
  /** One good text message, as it stands in a webhook, that becomes one `message` with this platform id. */
  readonly item: (platformId: string) => unknown;
  /** A whole webhook body with these items side by side in one array. */
  readonly batch: (items: readonly unknown[]) => unknown;
  /** The words that a payload shows outside of its buttons and rows. */
  readonly text: (payload: Payload) => string;
  /** What the platform would have against a payload, reckoned from its documents and not from the code under test. */
  readonly faults: (payload: Payload) => readonly string[];
  /** Everything in the payload that can be tapped: its id, and the webhook body that the platform sends when it is. */
  readonly taps: (payload: Payload) => readonly { readonly id: string; readonly webhook: unknown }[];
  /** The form of recordings that it plays, what an upload is answered, and codes of a file that is gone. */
  readonly plays: SoundForm;
  /** Numbers of things to tap beyond which 🔊 takes the place of the last one. */
  readonly fullAt: readonly number[];
  readonly uploaded: { readonly edge: string; readonly body: unknown; readonly id: string };
  readonly gone: readonly string[];
  /** Answers of the Graph API and what comes of them: at least one for each kind of outcome. */
  readonly answers: readonly { readonly label: string; readonly answer: GraphAnswer; readonly outcome: Outcome }[];
};

/** "Now" of all contract tests, epoch ms; fixtures are dated shortly before. */
export const NOW = 1_790_000_100_000;

const REF = outboundRef('AbCdEfGhIjKlMnOpQrSt_-');
const TOKEN = 'EAAtoken0123456789';
const KINDS: readonly OutcomeKind[] = ['sent', 'retry', 'suspended', 'refused', 'window-closed', 'opted-out'];

/** Mutated webhooks per channel, spread over its fixtures: ten thousand on the two of Meta. */
const MUTATIONS = 5_000;

const PLAIN: Reply = {
  text: 'Bonjour',
  choices: [
    { id: 'a:1', number: 1, label: 'Gao' },
    { id: 'a:2', number: 2, label: 'Mopti' },
  ],
  navigation: [{ id: 'menu', number: 0, label: 'Menu' }],
  locale: 'fr',
  direction: 'ltr',
  chrome: { open: 'Choisir', choices: 'Vos choix', navigation: 'Navigation' },
};

/** What every Meta channel keeps to, whatever the platform. `make` builds the channel on the Graph client that the suite gives it. */
export function channelContract(name: string, make: (graph: Graph) => Subject): void {
  const subject = make(fakeGraph({ kind: 'ok', body: {} }));
  describe(`${name}: signature`, () => signatures(subject));
  describe(`${name}: verification`, () => verification(subject));
  describe(`${name}: hostile bodies`, () => hostileBodies(subject));
  describe(`${name}: fixtures`, () => fixtureTable(subject));
  describe(`${name}: mutated webhooks`, () => mutations(subject));
  describe(`${name}: compose`, () => composing(subject));
  describe(`${name}: send`, () => sending(make));
  describe(`${name}: recordings`, () => playing(make));
}

function signatures({ channel, appSecret }: Subject): void {
  const body = Buffer.from('{}');
  const good = headerOf(body, appSecret);
  test.each<[string, string | string[] | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['no digits', 'sha256='],
    ['of another body', headerOf('{} ', appSecret)],
    ['of another secret', headerOf(body, 'another secret')],
    ['short', good.slice(0, -2)],
    ['long', `${good}00`],
    ['without its prefix', good.slice('sha256='.length)],
    ['of the old kind', good.replace('sha256', 'sha1')],
    ['with its prefix in upper case', good.replace('sha256', 'SHA256')],
    ['not hexadecimal', `sha256=${'z'.repeat(64)}`],
    ['given twice', [good, good]],
  ])('%s -> 401', (_label, header) => {
    const received = channel.receive({ headers: { 'x-hub-signature-256': header }, body }, NOW);
    expect(received).toEqual({ ok: false, status: 401 });
  });

  test('is looked at before the body', () => {
    expect(channel.receive({ headers: {}, body: Buffer.from('not json') }, NOW)).toEqual({ ok: false, status: 401 });
  });
}

function verification({ channel, verifyToken }: Subject): void {
  const good = { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': '0012' };
  test.each<[string, Record<string, unknown>, string | undefined]>([
    ['ours', good, '0012'],
    ['another token', { ...good, 'hub.verify_token': `${verifyToken}x` }, undefined],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '0012' }, undefined],
    ['another mode', { ...good, 'hub.mode': 'unsubscribe' }, undefined],
    ['token given twice', { ...good, 'hub.verify_token': [verifyToken, verifyToken] }, undefined],
    ['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken }, undefined],
    ['nothing', {}, undefined],
  ])('%s', (_label, query, challenge) => {
    expect(channel.verify(query)).toBe(challenge);
  });
}

function hostileBodies({ channel, appSecret, batch, item }: Subject): void {
  const whole = JSON.stringify(batch([item('whole')]));
  const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['spaces', '  \n'],
    ['not JSON', 'entry=1'],
    ['half', whole.slice(0, -10)],
    ['null', 'null'],
    ['a number', '42'],
    ['a huge number', '1e400'],
    ['a text', '"whatsapp_business_account"'],
    ['an array', `[${whole}]`],
    ['an empty object', '{}'],
    ['100,000 brackets', deep('[', ']')],
    ['100,000 brackets never closed', '['.repeat(100_000)],
    ['100,000 objects', deep('{"entry":', '').concat('1', '}'.repeat(100_000))],
    ['entry of another kind', JSON.stringify({ ...Object(batch([])), entry: 'entry' })],
    ['prototype keys', '{"__proto__":{"object":"page","entry":[]},"constructor":{"prototype":{"entry":[]}}}'],
    ['bytes that are not UTF-8', Uint8Array.from([0xff, 0xfe, 0x00, 0x7b])],
  ])('%s: a refusal or nothing, never an exception', (_label, body) => {
    const received = channel.receive(signed(body, appSecret), NOW);
    if (received.ok) expect(received.updates).toEqual([]);
    else expect(received.status).toBe(400);
  });

  test('objects nested 100,000 deep inside a message harm nothing beside it', () => {
    const body = JSON.stringify(batch([item('one'), 'DEEP', item('two')])).replace('"DEEP"', `{"id":${deep('[', ']')}}`);
    expect(idsOf(channel.receive(signed(body, appSecret), NOW))).toEqual(['one', 'two']);
  });
}

function fixtureTable({ channel, appSecret, fixtures }: Subject): void {
  const folder = folderOf(channel);
  test('every file has its line in the table, and every line its file', () => {
    const files = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(files.sort()).toEqual(Object.keys(fixtures).sort());
  });

  test.each(Object.entries(fixtures))('%s', (file, { updates, ignored = {} }) => {
    const body = readFileSync(new URL(`${file}.json`, folder));
    expect(channel.receive(signed(body, appSecret), NOW)).toEqual({ ok: true, updates, ignored });
  });
}

function mutations({ channel, appSecret, fixtures, item, batch }: Subject): void {
  const bodies = Object.keys(fixtures).map((file) => JSON.parse(readFileSync(new URL(`${file}.json`, folderOf(channel)), 'utf8')));

  test('never throw, and entries beside the changed ones still come through', () => {
    const body = fc.nat(bodies.length - 1);
    fc.assert(
      fc.property(body, changes, (index, list) => {
        const changed = mutated(bodies[index], list);
        const alone = channel.receive(signed(changed, appSecret), NOW);
        const ids = idsOf(channel.receive(signed(between(batch([item('one')]), changed, batch([item('two')])), appSecret), NOW));
        return (alone.ok || alone.status === 400) && ids[0] === 'one' && ids.at(-1) === 'two';
      }),
      { numRuns: MUTATIONS },
    );
  }, 120_000);

  test('messages beside a changed one still come through', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const ids = idsOf(channel.receive(signed(batch([item('one'), mutated(item('bad'), list), item('two')]), appSecret), NOW));
        return ids[0] === 'one' && ids.at(-1) === 'two';
      }),
      { numRuns: MUTATIONS / 10 },
    );
  });
}

function composing({ channel, appSecret, addresses, text, faults, taps }: Subject): void {
  const address = fc.constantFrom(...addresses);
  const offered = (reply: Reply) => [...reply.choices, ...reply.navigation];
  const isPrinted = (words: string, { number, label }: Choice) =>
    new RegExp(`(?<!\\d)${number}(?!\\d)`).test(words) && squeezed(words).includes(squeezed(plain(label)));

  test('any reply stays within the limits, and every choice can be read with its number', () => {
    fc.assert(
      fc.property(anyReply, address, (reply, to) => {
        const payloads = channel.compose(reply, to);
        expect(payloads.flatMap(faults)).toEqual([]);
        const words = plain(payloads.map(text).join('\n'));
        expect(offered(reply).filter((choice) => !isPrinted(words, choice))).toEqual([]);
        expect(squeezed(words)).toContain(squeezed(plain(reply.text)));
      }),
      { numRuns: 1000 },
    );
  });

  test('a reply of the content is one payload, and each of its choices comes back by a tap with its id', () => {
    fc.assert(
      fc.property(contentReply, address, (reply, to) => {
        const payloads = channel.compose(reply, to);
        expect(payloads).toHaveLength(1);
        expect(payloads.flatMap(faults)).toEqual([]);
        const back = payloads.flatMap(taps).map(({ id, webhook }) => {
          const received = channel.receive(signed(webhook, appSecret), NOW);
          const update = received.ok ? received.updates[0] : undefined;
          return update?.kind === 'message' && update.event.input.kind === 'choice' && update.event.input.id === id ? id : undefined;
        });
        expect(back).toEqual(offered(reply).map(({ id }) => id));
      }),
      { numRuns: 500 },
    );
  });

  test('is pure: the same payload twice, and the reply is left alone', () => {
    const to = addresses[0] ?? { id: '' };
    const before = structuredClone(PLAIN);
    expect(channel.compose(PLAIN, to)).toEqual(channel.compose(PLAIN, to));
    expect(PLAIN).toEqual(before);
  });
}

function sending(make: (graph: Graph) => Subject): void {
  const { answers } = make(fakeGraph({ kind: 'ok', body: {} }));
  const trial = (answer: GraphAnswer) => {
    const graph = fakeGraph(answer);
    const { channel, addresses } = make(graph);
    const to = addresses[0] ?? { id: '' };
    return { graph, channel, to, payload: channel.compose(PLAIN, to)[0] ?? {} };
  };

  test.each(answers)('$label', async ({ answer, outcome }) => {
    const { channel, payload } = trial(answer);
    expect(await channel.send(payload, REF)).toEqual(outcome);
  });

  test('every kind of outcome has its answer in the table', () => {
    const kinds = new Set(answers.map(({ outcome }) => outcome.kind));
    expect([...kinds].sort()).toEqual([...KINDS].sort());
  });

  test('the payload goes out whole, with the ref in it', async () => {
    const { graph, channel, payload } = trial({ kind: 'ok', body: {} });
    await channel.send(payload, REF);
    expect(graph.posts).toHaveLength(1);
    expect(graph.posts[0]?.body).toMatchObject(payload);
    expect(JSON.stringify(graph.posts[0]?.body)).toContain(`"${REF}"`);
  });

  test('whatever the platform answers, it is one of the outcomes', async () => {
    const answer: fc.Arbitrary<GraphAnswer> = fc.oneof(
      fc.jsonValue().map((body): GraphAnswer => ({ kind: 'ok', body })),
      fc
        .record({ status: fc.integer({ min: 100, max: 599 }), code: fc.oneof(fc.integer(), fc.double()) })
        .map((error): GraphAnswer => ({ kind: 'error', ...error })),
      fc.boolean().map((sent): GraphAnswer => ({ kind: 'unreachable', code: 'ECONNRESET', sent })),
    );
    await fc.assert(
      fc.asyncProperty(answer, async (one) => {
        const { channel, payload } = trial(one);
        const outcome = await channel.send(payload, REF);
        expect(KINDS).toContain(outcome.kind);
        if (outcome.kind !== 'sent') expect(outcome.code).toMatch(/^[\w:.+-]{1,60}$/);
      }),
      { numRuns: 300 },
    );
  });

  test('receipts go out as they are, and their failure is nobody’s', async () => {
    const { graph, channel, to } = trial({ kind: 'unreachable', code: 'ECONNREFUSED', sent: false });
    const receipts = channel.receipts(to, 'mid.1');
    expect(receipts.length).toBeGreaterThan(0);
    for (const receipt of receipts) expect(await channel.sendReceipt(receipt)).toBeUndefined();
    expect(graph.posts.map(({ body }) => body)).toEqual(receipts);
  });

  test('no outcome tells the token, the person or the words, though the platform repeats them', async () => {
    const graph = makeGraph({ url: 'https://graph.test', version: 'v25.0', accessToken: TOKEN });
    const { channel, addresses } = make(graph);
    const to = addresses[0] ?? { id: '' };
    const message = `${TOKEN} ${to.id} ${PLAIN.text}`;
    const pattern = /\/messages$/;
    for (const code of [0, 1, 100, 190, 999_999]) {
      nock('https://graph.test')
        .post(pattern)
        .reply(400, { error: { message, type: message, code, error_data: { details: message } } });
      const outcome = JSON.stringify(await channel.send(channel.compose(PLAIN, to)[0] ?? {}, REF));
      for (const secret of [TOKEN, to.id, PLAIN.text]) expect(outcome).not.toContain(secret);
    }
    await channel.close();
  });
}

const FILE = { path: 'x', hash: 'hash', bytes: 4_000, seconds: 2 };
const RECORDING: Recording = { key: 'need.ask', locale: 'fr', forms: { ogg: FILE, mp3: FILE } };
const HEAR: Choice = { id: 'need:!hear?l=fr', number: 88, label: '🔊 Écouter' };

function playing(make: (graph: Graph) => Subject): void {
  const subject = make(fakeGraph({ kind: 'ok', body: {} }));
  const { channel, addresses, faults, taps, plays } = subject;
  const { player } = channel;
  if (player === undefined) throw new Error('a Meta channel plays recordings');
  const address = fc.constantFrom(...addresses);
  const audible = contentReply.map((reply): Reply => ({ ...reply, hear: { choice: HEAR, recordings: [RECORDING] } }));
  const [to = { id: '' }] = addresses;

  test('🔊 comes first of all that can be tapped; where there is no room, only the last way on is left to its number', () => {
    fc.assert(
      fc.property(audible, address, (reply, who) => {
        const payloads = channel.compose(reply, who);
        expect(payloads).toHaveLength(1);
        expect(payloads.flatMap(faults)).toEqual([]);
        const ids = payloads.flatMap(taps).map(({ id }) => id);
        const all = [HEAR, ...reply.choices, ...reply.navigation].map(({ id }) => id);
        const full = subject.fullAt.includes(all.length - 1) && reply.navigation.length > 0;
        expect(ids).toEqual(full ? all.slice(0, -1) : all);
        expect(plain(payloads.map(subject.text).join())).toContain('88 🔊 Écouter');
      }),
      { numRuns: 300 },
    );
  });

  test('🔊 is not offered where there is no file of the form that the channel plays', () => {
    const forms = plays === 'ogg' ? { mp3: FILE } : { ogg: FILE };
    const reply: Reply = { ...PLAIN, hear: { choice: HEAR, recordings: [RECORDING, { ...RECORDING, forms }] } };
    expect(channel.compose(reply, to)).toEqual(channel.compose(PLAIN, to));
  });

  const spoken: Reply = { ...PLAIN, text: 'Lisez.', hear: { choice: HEAR, recordings: [RECORDING] }, sound: [RECORDING] };

  test('a recording is one payload: a call without its id, and whole words in its place', () => {
    const [payload, ...others] = channel.compose(spoken, to);
    expect(others).toEqual([]);
    if (payload === undefined || !isSound(payload)) throw new Error('it plays nothing');
    expect(payload.sound).toEqual({ keys: ['need.ask'], form: plays, hashes: ['hash'], seconds: 2, bytes: 4_000 });
    const { sound: _sound, ...words } = spoken;
    expect([payload.otherwise]).toEqual(channel.compose(words, to));
    expect(faults(payload.otherwise)).toEqual([]);
    expect(faults(player.play(payload.message, '300'))).toEqual([]);
    expect(JSON.stringify(player.play(payload.message, '300'))).toContain('"300"');
  });

  test('a recording without a file of that form is said in words', () => {
    const reply: Reply = { ...spoken, sound: [{ ...RECORDING, forms: {} }] };
    expect(channel.compose(reply, to).map(isSound)).toEqual([false]);
  });

  test('is sent with the ref in it, as words are', async () => {
    const graph = fakeGraph({ kind: 'ok', body: {} });
    const one = make(graph).channel;
    const [payload] = one.compose(spoken, to);
    if (payload === undefined || !isSound(payload)) throw new Error('it plays nothing');
    await one.send(player.play(payload.message, '300'), REF);
    expect(JSON.stringify(graph.posts)).toContain(`"${REF}"`);
    expect(JSON.stringify(graph.posts)).toContain('"300"');
  });

  test('a file is uploaded to the number or page, and what that answers is its id', async () => {
    const graph = fakeGraph({ kind: 'ok', body: subject.uploaded.body });
    const uploaded = await make(graph).channel.player?.upload(Buffer.from('sound'), plays);
    expect(uploaded).toEqual({ kind: 'uploaded', id: subject.uploaded.id });
    const [upload] = graph.uploads;
    expect(upload?.path).toBe(`${player.account}/${subject.uploaded.edge}`);
    expect(upload?.form.file.name).toMatch(new RegExp(`\\.${plays}$`));
    expect(Buffer.from(upload?.form.file.bytes ?? []).toString()).toBe('sound');
  });

  test.each<[string, GraphAnswer, Partial<Uploaded>]>([
    ['an answer without an id', { kind: 'ok', body: {} }, { kind: 'retry' }],
    [
      'a time-out, which has sent nobody anything',
      { kind: 'unreachable', code: 'TIMEOUT', sent: true },
      { kind: 'retry', ambiguous: false },
    ],
    ['trouble of the platform', { kind: 'error', status: 500, code: 2 }, { kind: 'retry' }],
    ['a token that has ended', { kind: 'error', status: 401, code: 190 }, { kind: 'suspended' }],
    ['a file that it does not take', { kind: 'error', status: 400, code: 100 }, { kind: 'refused' }],
  ])('%s', async (_label, answer, uploaded) => {
    expect(await make(fakeGraph(answer)).channel.player?.upload(Buffer.from('sound'), plays)).toMatchObject(uploaded);
  });

  test('of refusals, some may be about the file and most are not', () => {
    expect(subject.gone.map(player.isGone)).toEqual(subject.gone.map(() => true));
    expect(['wa:131026', 'wa:131047', 'fb:551', 'fb:10/2018278', 'http:400'].map(player.isGone)).toEqual(Array(5).fill(false));
  });
}

type FakeGraph = Graph & {
  readonly posts: { readonly node: string; readonly body: Payload }[];
  readonly uploads: { readonly path: string; readonly form: Form }[];
};

function fakeGraph(answer: GraphAnswer): FakeGraph {
  const posts: FakeGraph['posts'] = [];
  const uploads: FakeGraph['uploads'] = [];
  return {
    posts,
    uploads,
    upload: async (node, edge, form) => {
      uploads.push({ path: `${node}/${edge}`, form });
      return answer;
    },
    post: async (node, body) => {
      posts.push({ node, body });
      return answer;
    },
    close: async () => {},
  };
}

const folderOf = ({ id }: Channel) => new URL(`../fixtures/${id}/`, import.meta.url);
const headerOf = (body: string | Uint8Array, secret: string) => String(signed(body, secret).headers['x-hub-signature-256']);

/** Text without what compose may add or change: direction marks, broken surrogates, the size of gaps. */
const plain = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Without any gap, because a long text may be cut anywhere. */
const squeezed = (text: string) => text.replaceAll(' ', '');

const idsOf = (received: ReturnType<Channel['receive']>): string[] =>
  received.ok ? received.updates.flatMap((update) => (update.kind === 'message' ? [update.event.platformId] : [])) : [];

/** One body with the entries of all three, the middle one's whatever they are. */
function between(first: unknown, middle: unknown, last: unknown): unknown {
  const entries = (body: unknown) => (body !== null && typeof body === 'object' && 'entry' in body ? body.entry : undefined);
  const list = (body: unknown) => [entries(body)].flat();
  return { ...Object(first), entry: [...list(first), ...list(middle), ...list(last)] };
}
