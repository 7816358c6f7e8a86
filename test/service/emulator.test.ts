import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { makeEngine } from '../../src/engine/engine.ts';
import { readConversations } from '../../src/flow/conversations.ts';
import { loadFlow } from '../../src/flow/load.ts';
import type { Flow } from '../../src/model/flow.ts';
import { MEDIA, type Medium } from '../../src/model/inbound.ts';
import { COMPOSERS } from '../../src/proof/content.ts';
import { isRight, playAll } from '../../src/proof/golden.ts';
import { metricsOf } from '../support/world.ts';
import { type Answer, type BotBubble, botBubble, type Emulated, type Phone, startEmulated, tapsOf } from './emulated.ts';

// nock's own fetch holds an answer until it is whole, and a stream of events never is.
beforeAll(() => nock.restore());

const CHANNELS = ['whatsapp', 'messenger'] as const;
type Channel = (typeof CHANNELS)[number];

let emulated: Emulated;
let flow: Flow;

beforeAll(async () => {
  const starting = startEmulated();
  const content = loadFlow({ flowsDir: 'flows', localesDir: 'locales' });
  if (!content.ok) throw new Error('the content has errors');
  flow = content.flow;
  emulated = await starting;
});
afterAll(async () => {
  expect(await emulated.stop()).toBe(0);
  expect(emulated.server.output()).not.toMatch(/"level":"(error|fatal)"/);
});

/** Without what delivery adds to tie statuses to its rows. */
function composed({ payload }: BotBubble): unknown {
  const { biz_opaque_callback_data: _ref, message, ...rest } = payload as Record<string, unknown> & { message?: Record<string, unknown> };
  if (message === undefined) return rest;
  const { metadata: _metadata, ...words } = message;
  return { ...rest, message: words };
}

describe.each(CHANNELS)('a person on %s', (channel: Channel) => {
  let phone: Phone;
  beforeEach(async () => {
    phone = emulated.phone(channel);
    await phone.reset();
  });

  test('comes by three taps to the shelter in Gao, in the very payloads that the channel composes', async () => {
    const welcome = await phone.say('bonjour');
    const needs = await phone.tap('Gao');
    const card = await phone.tap('Dormir');
    expect(card.text).toMatch(/Maison du Migrant.*10 jours/s);

    const engine = makeEngine(flow);
    const composer = COMPOSERS.find(({ id }) => id === channel);
    const to = recipientOf(welcome.last);
    const at = Date.now();
    const inputs = [{ kind: 'text', text: 'bonjour' } as const, tapOn(welcome, 'Gao'), tapOn(needs, 'Dormir')];
    let session: ReturnType<typeof engine.turn>['session'];
    for (const [index, input] of inputs.entries()) {
      const turn = engine.turn({ session, at }, [{ input, at }]);
      session = turn.session;
      const wanted = turn.replies.flatMap((reply) => composer?.compose(reply, to) ?? []);
      expect([welcome, needs, card][index]?.bubbles.map(composed)).toEqual(wanted);
    }
  });

  test('is told why: how it was understood, where it stands, what it claims, which lines of YAML', async () => {
    await phone.say('bonjour');
    await phone.tap('Gao');
    const { why, outcome, characters, bytes, payload, locale, direction } = (await phone.tap('Dormir')).last;
    expect(why.matched).toEqual(['tap']);
    expect(why.node).toBe('answer');
    expect(why.claims).toContainEqual({ id: 'C11', what: expect.stringMatching(/./) });
    expect(why.services.length).toBeGreaterThan(0);
    expect(why.texts.length).toBeGreaterThan(0);
    for (const { file, line } of why.texts) expect([file, line]).toEqual(['locales/fr.yaml', expect.any(Number)]);
    expect([outcome, locale, direction]).toEqual(['sent', 'fr', 'ltr']);
    expect(bytes).toBe(Buffer.byteLength(JSON.stringify(payload)));
    expect(characters).toBeGreaterThan(100);
  });

  test('may tap an old menu, and nothing that was never offered', async () => {
    await phone.say('bonjour');
    await phone.tap('Gao');
    await phone.tap('Dormir');
    const answer = await phone.tap('Ménaka');
    expect(answer.last.why.matched).toEqual(['old-tap']);
    const stranger = { kind: 'tap', id: 'region:gao?l=en', title: 'Gao' };
    expect(await emulated.post('send', { channel, inputs: [stranger] })).toBe(400);
  });

  test('begins with the platform\'s own "start"', async () => {
    const { text, last } = await phone.send({ kind: 'start' });
    expect(text).toContain('robot');
    expect(last.why.matched).toEqual(['start']);
  });

  test.each(MEDIA)('sends something that is not words: %s', async (medium: Medium) => {
    await phone.say('bonjour');
    const { why } = (await phone.send({ kind: 'attachment', medium })).last;
    // Messenger has no cards of contacts.
    const hint = channel === 'messenger' && medium === 'contact' ? 'unknown' : medium;
    expect(why.matched).toEqual(['attachment']);
    expect(why.texts.map(({ key }) => key)).toContain(hint === 'unknown' ? 'hint.unknown-medium' : `hint.${hint}`);
  });

  test('is answered once when the webhook comes twice, and once when two messages come at the same time', async () => {
    const from = emulated.events.length;
    await phone.send({ kind: 'text', text: 'bonjour' }, { twice: true });
    const both = await phone.send([
      { kind: 'text', text: 'gao' },
      { kind: 'text', text: 'dormir' },
    ]);
    expect(both.last.why.matched).toHaveLength(2);
    const since = emulated.events.slice(from).filter((event) => 'channel' in event && event.channel === channel);
    expect(since.filter(({ kind }) => kind === 'turn')).toHaveLength(2);
    const said = since.flatMap((event) => (event.kind === 'bubble' && event.bubble.kind === 'person' ? [event.bubble] : []));
    expect(said.map(({ did, twice }) => [did, twice])).toEqual([
      [{ kind: 'text', text: 'bonjour' }, true],
      [{ kind: 'text', text: 'gao' }, undefined],
      [{ kind: 'text', text: 'dormir' }, undefined],
    ]);
  });

  test('gets no answer to a message of yesterday, and the page says so', async () => {
    const from = emulated.events.length;
    expect(await emulated.post('send', { channel, inputs: [{ kind: 'text', text: 'bonjour' }], ageHours: 25 })).toBe(204);
    const outcome = await emulated.until((event) => (event.kind === 'turn' && event.channel === channel ? event.outcome : undefined), from);
    expect(outcome).toBe('too-old');
    await phone.say('bonjour');
    const answers = emulated.events.slice(from).filter((event) => event.kind === 'bubble' && event.bubble.kind === 'bot');
    expect(answers).toHaveLength(1);
  });

  test('is known by what is stored, and forgotten when they ask', async () => {
    const session = async () => (await emulated.state()).phones.find((one) => one.channel === channel)?.session;
    expect(await session()).toEqual({ firstContact: true });
    await phone.say('je suis à gao');
    const stored = await session();
    expect(stored).toMatchObject({ firstContact: false, locale: 'fr', node: 'need' });
    expect(JSON.parse(stored?.json ?? '')).toMatchObject({ v: 1, region: 'gao' });
    const from = emulated.events.length;
    await emulated.post('send', { channel, inputs: [{ kind: 'text', text: 'effacer mes données' }] });
    await emulated.until((event) => (event.kind === 'turn' && event.outcome === 'erased' ? true : undefined), from);
    expect(await session()).toEqual({ firstContact: true });
  });

  test('speaks the language that the page sets, before and after the first words', async () => {
    expect(await emulated.post('locale', { channel, locale: 'en' })).toBe(204);
    expect((await emulated.state()).phones.find((one) => one.channel === channel)?.session).toEqual({ firstContact: false, locale: 'en' });
    expect((await phone.send({ kind: 'attachment', medium: 'voice' })).last.locale).toBe('en');
    expect(await emulated.post('locale', { channel, locale: 'fr' })).toBe(204);
    expect((await phone.say('2')).last.locale).toBe('fr');
    expect(await emulated.post('locale', { channel, locale: 'tlh' })).toBe(400);
  });

  test('starts over as somebody new', async () => {
    const before = await phone.say('je suis à gao');
    await phone.reset();
    const { bubbles, session } = (await emulated.state()).phones.find((one) => one.channel === channel) ?? {};
    expect([bubbles, session]).toEqual([[], { firstContact: true }]);
    const after = await phone.say('1');
    expect(after.text).toContain('robot');
    expect(recipientOf(after.last)).not.toEqual(recipientOf(before.last));
  });
});

test('a link leads to every node, with what is known there', async () => {
  const phone = emulated.phone('whatsapp');
  const { nodes } = await emulated.state();
  expect(nodes.length).toBeGreaterThan(10);
  for (const node of nodes) {
    await phone.reset();
    const from = emulated.events.length;
    expect(await emulated.post('node', { channel: 'whatsapp', node, region: 'gao', need: 'shelter' })).toBe(204);
    const { why } = await emulated.until((event) => botBubble(event, 'whatsapp'), from);
    expect([why.node, why.matched]).toEqual([node, ['tap']]);
  }
  await phone.reset();
  expect((await phone.open({ node: 'answer', region: 'gao', need: 'shelter' })).text).toContain('Maison du Migrant');
});

test.each([
  ['a node that is not there', { node: 'nowhere' }],
  ['a region that is not there', { node: 'answer', region: 'atlantis' }],
  ['a need that is not there', { node: 'answer', need: 'riches' }],
])('a link to %s is bad input', async (_label, place) => {
  expect(await emulated.post('node', { channel: 'whatsapp', ...place })).toBe(400);
});

describe('a chat that is saved as a test', () => {
  const saved = async (channel: Channel) => {
    const response = await emulated.get(`test?channel=${channel}`);
    return { status: response.status, text: await response.text() };
  };

  test.each(CHANNELS)('from %s passes', async (channel: Channel) => {
    const phone = emulated.phone(channel);
    await phone.reset();
    await phone.say('bonjour');
    await phone.tap('Gao');
    await phone.tap('Dormir');
    await phone.tap('Ménaka');
    await phone.send([
      { kind: 'text', text: 'je suis malade' },
      { kind: 'text', text: 'gao' },
    ]);
    await phone.send({ kind: 'attachment', medium: 'voice' });
    await phone.send({ kind: 'start' });
    const { status, text } = await saved(channel);
    expect(status).toBe(200);
    const { conversations, problems } = readConversations([{ path: 'saved.yaml', text }], flow.locales);
    expect(problems).toEqual([]);
    const plays = playAll(flow, COMPOSERS, conversations);
    expect(plays.length).toBeGreaterThan(0);
    expect(plays.filter((play) => !isRight(play))).toEqual([]);
    const steps = conversations[0]?.conversation.steps ?? [];
    expect(steps.map(({ tap, of }) => [tap, of])).toContainEqual(['Ménaka', 1]);
    expect(steps.flatMap(({ claims }) => claims ?? []).join(' ')).toContain('C11');
  });

  test('in a language that the page set passes, too', async () => {
    const phone = emulated.phone('whatsapp');
    await phone.reset();
    await emulated.post('locale', { channel: 'whatsapp', locale: 'en' });
    await phone.send({ kind: 'attachment', medium: 'image' });
    const { text } = await saved('whatsapp');
    expect(text).toContain('locale: en');
    const { conversations } = readConversations([{ path: 'saved.yaml', text }], flow.locales);
    expect(playAll(flow, COMPOSERS, conversations).every(isRight)).toBe(true);
  });

  test.each([
    ['nothing was said', 'nothing-said', async () => undefined],
    ['a node was opened', 'node-opened', (phone: Phone) => phone.open({ node: 'need', region: 'gao' })],
    [
      'words and pictures came at once',
      'mixed-burst',
      (phone: Phone) =>
        phone.send([
          { kind: 'text', text: 'gao' },
          { kind: 'attachment', medium: 'image' },
        ]),
    ],
    [
      'the language was changed on the way',
      'language-set',
      async (phone: Phone) => {
        await phone.say('bonjour');
        await emulated.post('locale', { channel: 'messenger', locale: 'en' });
      },
    ],
  ])('is refused when %s', async (_label, reason, act) => {
    const phone = emulated.phone('messenger');
    await phone.reset();
    await act(phone);
    expect(await saved('messenger')).toEqual({ status: 409, text: JSON.stringify({ reason }) });
  });
});

test('nothing of it counts as real', async () => {
  await emulated.phone('whatsapp').say('bonjour');
  const { value } = await metricsOf(emulated.server);
  expect(value('anoura_queue_depth{queue="inbox"}')).toBe(0);
  const text = await (await fetch(`${emulated.server.url}/metrics`)).text();
  for (const line of text.split('\n').filter((one) => /^anoura_(turns|replies|sends|events)_total/.test(one))) expect(line).toMatch(/ 0$/);
});

function recipientOf({ payload }: BotBubble): { readonly id: string } {
  const { to, recipient } = payload as { to?: string; recipient?: { id: string } };
  return { id: to?.slice(1) ?? recipient?.id ?? '' };
}

function tapOn({ last }: Answer, words: string) {
  const { id = '', title = '' } = tapsOf(last.payload).find((tap) => tap.title.includes(words)) ?? {};
  return { kind: 'choice', id, title } as const;
}
