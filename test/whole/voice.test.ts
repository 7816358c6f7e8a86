import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readMp3 } from '../../src/audio/mp3.ts';
import { readOpus } from '../../src/audio/opus.ts';
import type { FakeGraph, Fault } from '../support/fake-graph.ts';
import { messengerBody, peopleFrom, SETTINGS, type Server, tapsOf, whatsappBody } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

/** A server with recordings, and people who ask to hear what they were told. */
const RECORDINGS = {
  'en/welcome.say': 2,
  'en/region.ask': 3,
  'en/need.ask': 3,
  'en/service.tyres': 4,
  'en/card.undated': 1.2,
  'en/desk.say': 2,
  'en/fire.say': 2,
};
const CHANNELS = ['whatsapp', 'messenger'] as const;
type Channel = (typeof CHANNELS)[number];
const BODY = { whatsapp: whatsappBody, messenger: messengerBody };

let world: World;
let graph: FakeGraph;
let server: Server;
beforeAll(async () => {
  world = await makeWorld({ recordings: RECORDINGS });
  ({ graph } = world);
  server = await world.start();
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  await world[Symbol.asyncDispose]();
});

const people = peopleFrom(900, 40).values();
const somebody = () => String(people.next().value);

function talk(channel: Channel, from = somebody()) {
  const say = async (text: string, tap?: string): Promise<Record<string, unknown>> => {
    const before = graph.messages(from).length;
    await server.post(channel, BODY[channel]({ from, text, ...(tap === undefined ? {} : { tap }) }));
    await graph.waitFor(from, before + 1);
    return graph.messages(from)[before] ?? {};
  };
  return {
    from,
    say,
    /** 🔊 of a message, as somebody taps it who knows nothing but the sign. */
    tap: (message: unknown) => {
      const [hear] = tapsOf(message).filter(({ title }) => title.includes('🔊'));
      if (hear === undefined) throw new Error('🔊 is not offered');
      return say(hear.title, hear.id);
    },
  };
}

/** The platform's id in a message that plays something. */
function played(message: Record<string, unknown>): unknown {
  const { audio, message: inner } = message as {
    audio?: { id: unknown };
    message?: { attachment?: { payload?: { attachment_id: unknown } } };
  };
  return audio?.id ?? inner?.attachment?.payload?.attachment_id;
}

const uploadsOf = (channel: Channel) =>
  graph.uploads.filter(
    ({ account }) => account === (channel === 'whatsapp' ? SETTINGS.WHATSAPP_PHONE_NUMBER_ID : SETTINGS.MESSENGER_PAGE_ID),
  );

describe.each(CHANNELS)('on %s', (channel) => {
  test('a card, 🔊, and the voice comes by the id of a file that was uploaded once for everybody', async () => {
    const first = talk(channel);
    const card = await first.say('harbour bicycle');
    const before = uploadsOf(channel).length;
    const voice = await first.tap(card);
    const [upload, ...others] = uploadsOf(channel).slice(before);
    expect(others).toEqual([]);
    expect(upload?.id).toBeDefined();
    expect(played(voice)).toBe(upload?.id);

    const second = talk(channel);
    const again = await second.tap(await second.say('harbour bicycle'));
    expect(played(again)).toBe(upload?.id);
    expect(uploadsOf(channel)).toHaveLength(before + 1);
  });

  test('the file is what that channel plays: all that was said, in one', async () => {
    const { say, tap } = talk(channel);
    const before = uploadsOf(channel).length;
    await tap(await say('hello'));
    const file = uploadsOf(channel)[before];
    const bytes = file?.bytes ?? new Uint8Array();
    if (channel === 'whatsapp') {
      expect([file?.edge, file?.type, file?.name, file?.fields.messaging_product]).toEqual([
        'media',
        'audio/ogg; codecs=opus',
        'voice.ogg',
        'whatsapp',
      ]);
      expect(readOpus(bytes)).toMatchObject({ channels: 1, seconds: 5, statedSeconds: 5 });
    } else {
      expect([file?.edge, file?.type, file?.name]).toEqual(['message_attachments', 'audio/mpeg', 'voice.mp3']);
      expect(JSON.parse(file?.fields.message ?? '{}')).toEqual({ attachment: { type: 'audio', payload: { is_reusable: true } } });
      expect(readMp3(bytes)).toMatchObject({ channels: 1, rate: 24_000 });
    }
  });

  test('an id that the platform does not know any more is made anew, and the voice comes', async () => {
    const first = talk(channel);
    const old = played(await first.tap(await first.say('hill phone')));
    graph.failWith(({ body }) => (played(body) === old ? GONE[channel] : undefined));
    const second = talk(channel);
    const voice = await second.tap(await second.say('hill phone'));
    expect(played(voice)).not.toBe(old);
    expect(uploadsOf(channel).at(-1)?.id).toBe(played(voice));
    graph.failWith(() => undefined);
  });

  test('a file that the platform does not take is told in words, with the choices', async () => {
    graph.failUploadsWith(() => ({ status: 400, code: 100 }));
    const { say } = talk(channel);
    await say('talk to somebody');
    const words = await say('audio');
    expect(JSON.stringify(words)).toContain('The recording did not get through.');
    expect(
      tapsOf(words)
        .map(({ title }) => title)
        .join(),
    ).toContain('Back');
    graph.failUploadsWith(() => undefined);
    expect(played(await say('audio'))).toBe(uploadsOf(channel).at(-1)?.id);
  });

  test('while a file is on its way, words come to others, and to the same person in their turn', async () => {
    graph.failUploadsWith(() => 'held');
    const [waiting, other] = [talk(channel), talk(channel)];
    await waiting.say('hello');
    await waiting.say('hill clothes');
    const before = graph.uploads.length;
    await server.post(channel, BODY[channel]({ from: waiting.from, text: '🔊' }));
    await graph.waitUntil(() => graph.uploads.length > before);
    expect(JSON.stringify(await other.say('hello'))).toContain('repair robot');
    expect(
      graph
        .messages(waiting.from)
        .map(played)
        .filter((id) => id !== undefined),
    ).toEqual([]);
    graph.release();
    graph.failUploadsWith(() => undefined);
    await graph.waitUntil(() => graph.messages(waiting.from).some((message) => played(message) !== undefined));
  });
});

const GONE: Readonly<Record<Channel, Fault>> = {
  whatsapp: { status: 400, code: 100 },
  messenger: { status: 400, code: 100, subcode: 2018074 },
};

test('typed, the sign, the word and the number do the same', async () => {
  const { say } = talk('whatsapp');
  await say('harbour bicycle');
  const ids = [played(await say('🔊')), played(await say('audio')), played(await say('88'))];
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).toBeDefined();
});

test('nothing is played unasked', async () => {
  const { from, say } = talk('whatsapp');
  await say('hello');
  await say('harbour bicycle');
  expect(graph.messages(from).map(played)).toEqual(graph.messages(from).map(() => undefined));
});

test('the ids outlive the server', async () => {
  const before = talk('whatsapp');
  const id = played(await before.tap(await before.say('hello')));
  expect(id).toBeDefined();
  const uploads = graph.uploads.length;
  expect(await server.stop()).toBe(0);
  server = await world.start();
  const after = talk('whatsapp');
  expect(played(await after.tap(await after.say('hello')))).toBe(id);
  expect(graph.uploads).toHaveLength(uploads);
});
