import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { compose } from '../../../src/channels/botframework/compose.ts';
import { type BotFramework, makeBotFramework } from '../../../src/channels/botframework/index.ts';
import { outcomeOf } from '../../../src/channels/botframework/outcome.ts';
import { outboundRef } from '../../../src/model/ids.ts';
import type { Outcome, Payload } from '../../../src/model/outbound.ts';
import type { Reply } from '../../../src/model/reply.ts';
import { type Connector, fixture, NOW, requestOf, startConnector } from './support.ts';

const REF = outboundRef('AbCdEfGhIjKlMnOpQrSt_-');
const REPLY: Reply = {
  text: 'Bonjour *vous*',
  choices: [{ id: 'region:gao?l=fr', number: 1, label: 'Gao' }],
  navigation: [],
  locale: 'fr',
  direction: 'ltr',
  chrome: { open: 'Choisir', choices: 'Choix', navigation: 'Navigation' },
};

let connector: Connector;
let channel: BotFramework;

// Real sockets, all of them on loopback.
beforeAll(async () => {
  nock.restore();
  connector = await startConnector();
  channel = await makeBotFramework({});
});
afterEach(() => connector.answer({ status: 200, body: { id: 'a1' } }));
afterAll(async () => {
  await channel.close();
  await connector.close();
});

/** A payload as the turns make it, from an activity that came in. */
async function payloadFor(activity: object, more = false): Promise<Payload> {
  const received = await channel.receive(requestOf({ ...fixture('emulator-text'), serviceUrl: connector.url, ...activity }), NOW);
  const update = received.ok ? received.updates[0] : undefined;
  if (update?.kind !== 'message') throw new Error('no message');
  const [payload] = compose(REPLY, update.event.from, more);
  if (payload === undefined) throw new Error('nothing composed');
  return payload;
}

describe('one activity, one call', () => {
  test('goes to the conversation it answers, as a reply to its activity, and nothing of ours goes along', async () => {
    const before = connector.calls.length;
    expect(await channel.send(await payloadFor({ id: 'act 1/2' }), REF)).toEqual({ kind: 'sent', messageId: 'a1' });
    const [call, ...others] = connector.calls.slice(before);
    expect(others).toEqual([]);
    expect(call?.path).toBe('/v3/conversations/5f0c7a10-b5a3-11f0-9d6e-2f3c5f4b8f11%7Clivechat/activities/act%201%2F2');
    expect(call?.headers.authorization).toBeUndefined();
    expect(call?.body).toEqual({
      type: 'message',
      text: 'Bonjour *vous*\n\n1 Gao',
      textFormat: 'plain',
      locale: 'fr',
      suggestedActions: { to: [], actions: [{ type: 'imBack', title: '1 Gao', value: '1 Gao' }] },
      serviceUrl: connector.url,
      channelId: 'emulator',
      conversation: { id: '5f0c7a10-b5a3-11f0-9d6e-2f3c5f4b8f11|livechat' },
      from: { id: '5ee1c3b0-b5a3-11f0-9d6e-2f3c5f4b8f11', role: 'bot' },
      recipient: { id: 'd7b1a4f2-55c6-4c2e-9a59-4a7a7a1b2c3d' },
      replyToId: 'act 1/2',
    });
  });

  test('without an activity to answer it goes to the conversation', async () => {
    const before = connector.calls.length;
    await channel.send(await payloadFor({ id: undefined }), REF);
    expect(connector.calls[before]?.path).toMatch(/\/activities$/);
    expect(connector.calls[before]?.body.replyToId).toBeUndefined();
  });

  test.each<[string, Parameters<Connector['answer']>[0], Outcome]>([
    ['created', { status: 201, body: { id: 'x' } }, { kind: 'sent', messageId: 'x' }],
    ['no body, as offline-directline answers', { status: 200 }, { kind: 'sent', messageId: REF }],
    ['an id of another type', { status: 202, body: { id: 7 } }, { kind: 'sent', messageId: REF }],
    ['not JSON', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' }, { kind: 'sent', messageId: REF }],
    ['wrong', { status: 400 }, { kind: 'refused', code: 'bf:400' }],
    ['no token', { status: 401 }, { kind: 'suspended', code: 'bf:401' }],
    ['forbidden', { status: 403, body: { error: { code: 'Whatever' } } }, { kind: 'suspended', code: 'bf:403' }],
    [
      'blocked by the person',
      { status: 403, body: { error: { code: 'ConversationBlockedByUser' } } },
      { kind: 'opted-out', code: 'bf:ConversationBlockedByUser' },
    ],
    ['conversation gone', { status: 404, body: { error: { code: 'ConversationNotFound' } } }, { kind: 'refused', code: 'bf:404' }],
    ['two at once', { status: 412 }, { kind: 'retry', code: 'bf:412', ambiguous: false }],
    ['too large', { status: 413 }, { kind: 'refused', code: 'bf:413' }],
    ['too fast', { status: 429, headers: { 'retry-after': '2' } }, { kind: 'retry', code: 'bf:429', afterMs: 2000, ambiguous: false }],
    ['too fast, unsaid until when', { status: 429 }, { kind: 'retry', code: 'bf:429', afterMs: 5000, ambiguous: false }],
    [
      'too fast, until a date',
      { status: 429, headers: { 'retry-after': 'Mon, 21 Sep 2026 14:15:07 GMT' } },
      { kind: 'retry', code: 'bf:429', afterMs: 5000, ambiguous: false },
    ],
    ['broken', { status: 500 }, { kind: 'retry', code: 'bf:500', ambiguous: true }],
    ['away', { status: 503, headers: { 'retry-after': '3' } }, { kind: 'retry', code: 'bf:503', afterMs: 3000, ambiguous: true }],
    ['cut off', 'cut', { kind: 'retry', code: 'net:UND_ERR_SOCKET', ambiguous: true }],
  ])('%s: once, and at once', async (_label, answer, outcome) => {
    const before = connector.calls.length;
    const started = performance.now();
    connector.answer(answer);
    expect(await channel.send(await payloadFor({}), REF)).toEqual(outcome);
    expect(connector.calls.length - before).toBe(1);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('nobody there', async () => {
    const gone = await startConnector();
    const payload = await payloadFor({ serviceUrl: gone.url });
    await gone.close();
    expect(await channel.send(payload, REF)).toEqual({ kind: 'retry', code: 'net:ECONNREFUSED', ambiguous: false });
  });

  test.each([301, 302, 303, 307, 308])('sent elsewhere by a %s: it does not go', async (status) => {
    const elsewhere = await startConnector();
    connector.answer({ status, headers: { location: `${elsewhere.url}/v3/conversations/x/activities` } });
    expect(await channel.send(await payloadFor({}), REF)).toEqual({ kind: 'refused', code: `bf:${status}` });
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.close();
  });
});

describe('what never goes out', () => {
  test('a row from before a change of settings, or with an address that should not be there', async () => {
    const payload = await payloadFor({});
    const foreign = { ...payload, route: { ...Object(payload.route), serviceUrl: 'http://169.254.169.254' } };
    expect(await channel.send(foreign, REF)).toEqual({ kind: 'refused', code: 'bf:foreign' });
  });

  test('a payload without a route', async () => {
    expect(await channel.send({ ...compose(REPLY, { id: '15550000000' })[0] }, REF)).toEqual({ kind: 'refused', code: 'bf:no-route' });
  });

  test('a reply to a request that waits no more', async () => {
    const payload = await payloadFor({ deliveryMode: 'expectReplies' });
    const before = connector.calls.length;
    expect(await channel.send(payload, REF)).toEqual({ kind: 'sent', messageId: REF });
    expect(await channel.send(payload, REF)).toEqual({ kind: 'refused', code: 'bf:nobody-waits' });
    expect(connector.calls.length).toBe(before);
  });
});

test('a token that cannot be had: denied is the channel’s trouble, a dead line is not', () => {
  expect(outcomeOf({ kind: 'token', denied: true })).toEqual({ kind: 'suspended', code: 'bf:token' });
  expect(outcomeOf({ kind: 'token', denied: false })).toEqual({ kind: 'retry', code: 'bf:token', ambiguous: false });
});

test('replies that are expected carry who says them to whom', async () => {
  const body = { ...fixture('emulator-text'), serviceUrl: connector.url, deliveryMode: 'expectReplies' };
  const received = await channel.receive(requestOf(body), NOW);
  const update = received.ok ? received.updates[0] : undefined;
  if (!received.ok || update?.kind !== 'message') throw new Error('no message');
  for (const [payload] of [compose(REPLY, update.event.from, true), compose({ ...REPLY, choices: [] }, update.event.from)]) {
    await channel.send(payload ?? {}, REF);
  }
  const reply = {
    type: 'message',
    id: REF,
    channelId: 'emulator',
    serviceUrl: connector.url,
    from: { id: '5ee1c3b0-b5a3-11f0-9d6e-2f3c5f4b8f11', role: 'bot' },
    recipient: { id: 'd7b1a4f2-55c6-4c2e-9a59-4a7a7a1b2c3d' },
    conversation: { id: '5f0c7a10-b5a3-11f0-9d6e-2f3c5f4b8f11|livechat' },
    replyToId: 'act-3',
  };
  expect(await received.answer?.body).toMatchObject({
    activities: [
      { ...reply, text: 'Bonjour *vous*\n\n1 Gao' },
      { ...reply, text: 'Bonjour *vous*' },
    ],
  });
});
