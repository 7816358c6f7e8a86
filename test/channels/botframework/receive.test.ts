import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { receive } from '../../../src/channels/botframework/receive.ts';
import type { RawRequest } from '../../../src/model/channel.ts';
import { changes, mutated } from '../meta/mutate.ts';
import { EXPECTED } from './expected.ts';
import { azureDoor, FOLDER, fixture, localDoor, NOW, requestOf } from './support.ts';

/** As its client would post it: the Playground with its header, Azure with a token. */
function posted(name: string, body: unknown = fixture(name)) {
  const isAzure = name.startsWith('webchat') || name.startsWith('teams');
  const own: RawRequest['headers'] = isAzure
    ? { host: 'bot.example.org', authorization: 'Bearer any.token.here' }
    : name.startsWith('playground')
      ? { 'x-ms-agents-playground': 'true' }
      : {};
  return receive(requestOf(body, own), NOW, isAzure ? azureDoor() : localDoor());
}

describe('what each client sends', () => {
  test('every file has its line in the table, and every line its file', () => {
    const files = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
    expect(files.sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  test.each(Object.entries(EXPECTED))('%s', async (name, expected) => {
    const body = fixture(name);
    const received = await posted(name, body);
    if (!received.ok) throw new Error(`refused with ${received.status}`);
    if ('ignored' in expected) {
      expect(received).toMatchObject({ updates: [], ignored: expected.ignored });
      expect(await received.answer?.body).toEqual(expected.answer);
      return;
    }
    const [update, ...others] = received.updates;
    if (update?.kind !== 'message') throw new Error('no message');
    const { channelId, conversation, id } = body as { channelId: string; conversation: { id: string }; id?: string };
    const { from, platformId, at, input, channel } = update.event;
    expect({ others, channel, input, ignored: received.ignored }).toEqual({
      others: [],
      channel: 'botframework',
      input: expected.input,
      ignored: {},
    });
    expect(at).toBe(NOW - 1000 + 1000 * (expected.at ?? 0));
    expect(JSON.parse(from.id)).toEqual([channelId, conversation.id, expected.user]);
    expect(JSON.parse(platformId)).toEqual([channelId, conversation.id, id ?? expect.stringMatching(/^made-up [\w-]{43}$/)]);
    const route = JSON.parse(from.route ?? '{}');
    if (expected.route) expect(route).toEqual(expected.route);
    expect(typeof route.waiter).toBe(body.deliveryMode === 'expectReplies' ? 'string' : 'undefined');
  });

  test('the same activity twice has the same id, in another conversation another one', async () => {
    const idOf = async (body: unknown) => {
      const received = await posted('emulator-text', body);
      const update = received.ok ? received.updates[0] : undefined;
      return update?.kind === 'message' ? update.event.platformId : undefined;
    };
    const text = fixture('emulator-text');
    const withoutId = { ...text, id: undefined };
    expect(await idOf(text)).toBe(await idOf(text));
    expect(await idOf(withoutId)).toBe(await idOf(withoutId));
    expect(await idOf({ ...text, conversation: { id: 'another' } })).not.toBe(await idOf(text));
    expect(await idOf({ ...withoutId, text: 'bonsoir' })).not.toBe(await idOf(withoutId));
  });
});

describe('malformed bodies: 400 and nothing else', () => {
  const good = fixture('emulator-text');
  const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
  test.each<[string, unknown]>([
    ['empty', ''],
    ['not JSON', 'type=message'],
    ['half', JSON.stringify(good).slice(0, -10)],
    ['null', null],
    ['a number', 42],
    ['an array', [good]],
    ['an empty object', {}],
    ['100,000 brackets', deep('[', ']')],
    ['100,000 objects', `${'{"type":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['the type a number', { type: 5 }],
    ['no type', { ...good, type: undefined }],
    ['an empty type', { ...good, type: '' }],
    ['a type without end', { ...good, type: 'x'.repeat(65) }],
    ['text as a number', { ...good, text: 5 }],
    ['text as an object', { ...good, text: { deep: true } }],
    ['members as a string', { ...good, membersAdded: 'everybody' }],
    ['members as an object', { ...good, membersAdded: { id: 'x' } }],
    ['members without ids', { ...good, membersAdded: [{}] }],
    ['members that are null', { ...good, membersAdded: [null] }],
    ['attachments as a string', { ...good, attachments: 'photo' }],
    ['no from', { ...good, from: undefined }],
    ['from a string', { ...good, from: 'me' }],
    ['from without id', { ...good, from: {} }],
    ['from with a number', { ...good, from: { id: 7 } }],
    ['no conversation', { ...good, conversation: undefined }],
    ['conversation without id', { ...good, conversation: {} }],
    ['conversation with an empty id', { ...good, conversation: { id: '' } }],
    ['conversation that leads up', { ...good, conversation: { id: '..' } }],
    ['conversation with a line end', { ...good, conversation: { id: 'a\r\nHost: x' } }],
    ['conversation with half a character', { ...good, conversation: { id: '\ud800' } }],
    ['conversation without end', { ...good, conversation: { id: 'x'.repeat(513) } }],
    ['isGroup a string', { ...good, conversation: { id: 'x', isGroup: 'no' } }],
    ['recipient a string', { ...good, recipient: 'bot' }],
    ['no channel', { ...good, channelId: undefined }],
    ['a channel with a slash', { ...good, channelId: 'a/b' }],
    ['no service URL', { ...good, serviceUrl: undefined }],
    ['service URL a number', { ...good, serviceUrl: 127 }],
    ['service URL a list', { ...good, serviceUrl: ['http://localhost:1'] }],
    ['delivery mode an object', { ...good, deliveryMode: {} }],
    ['an activity id that is a number', { ...good, id: 1 }],
  ])('%s', async (_label, body) => {
    expect(await receive(requestOf(body), NOW, localDoor())).toEqual({ ok: false, status: 400 });
  });

  test('bytes that are not UTF-8', async () => {
    const request = { ...requestOf(''), body: Uint8Array.from([0xff, 0xfe, 0x00, 0x7b]) };
    expect(await receive(request, NOW, localDoor())).toEqual({ ok: false, status: 400 });
  });

  test('mutated activities: read or refused, never an exception', async () => {
    const bodies = Object.keys(EXPECTED).map((name) => fixture(name));
    await fc.assert(
      fc.asyncProperty(fc.nat(bodies.length - 1), changes, async (index, list) => {
        const received = await receive(requestOf(mutated(bodies[index], list)), NOW, localDoor());
        if (!received.ok) return received.status === 400;
        received.answer?.abandon();
        return received.updates.every((update) => update.kind === 'message' && update.event.from.id.length < 1200);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('who is let in without an app id', () => {
  const body = fixture('emulator-text');
  const status = async (headers: RawRequest['headers']) => {
    const received = await receive(requestOf(body, headers), NOW, localDoor());
    return received.ok ? 200 : received.status;
  };

  test.each<[string, RawRequest['headers'], number]>([
    ['localhost', { host: 'localhost:3978' }, 200],
    ['localhost without a port', { host: 'localhost' }, 200],
    ['127.0.0.1', { host: '127.0.0.1:3978' }, 200],
    ['another address of loopback', { host: '127.0.0.2:3978' }, 200],
    ['IPv6', { host: '[::1]:3978' }, 200],
    ['a page of this machine', { origin: 'http://localhost:56150' }, 200],
    ['any Authorization', { authorization: 'Bearer nonsense' }, 200],
    ['charset', { 'content-type': 'application/json; charset=utf-8' }, 200],
    ['no host', { host: undefined }, 403],
    ['a name that points here', { host: 'rebind.example.org:3978' }, 403],
    ['a name that begins like it', { host: 'localhost.evil.com' }, 403],
    ['a name that ends like it', { host: 'evil-localhost' }, 403],
    ['a user before the host', { host: 'localhost@evil.com' }, 403],
    ['a decimal address', { host: '2130706433:3978' }, 403],
    ['an address of the network', { host: '192.0.2.7:3978' }, 403],
    ['all addresses', { host: '0.0.0.0:3978' }, 403],
    ['a website', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['a website that begins like it', { origin: 'http://localhost.evil.com' }, 403],
    ['an extension', { origin: 'chrome-extension://localhost' }, 403],
    ['an empty origin', { origin: '' }, 403],
    ['X-Forwarded-For', { 'x-forwarded-for': '127.0.0.1' }, 403],
    ['X-Forwarded-Host', { 'x-forwarded-host': 'localhost' }, 403],
    ['X-Forwarded-Proto', { 'x-forwarded-proto': 'https' }, 403],
    ['Forwarded', { forwarded: 'for=127.0.0.1' }, 403],
    ['an empty Forwarded', { forwarded: '' }, 403],
    ['Via', { via: '1.1 proxy' }, 403],
    ['X-Real-IP', { 'x-real-ip': '127.0.0.1' }, 403],
    ['text/plain', { 'content-type': 'text/plain' }, 415],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['no type', { 'content-type': undefined }, 415],
    ['a type that begins like it', { 'content-type': 'application/jsonp' }, 415],
  ])('%s', async (_label, headers, wanted) => {
    expect(await status(headers)).toBe(wanted);
  });
});

describe('who is let in with an app id', () => {
  const body = fixture('webchat-tap-sends-the-value');
  const status = async (headers: RawRequest['headers'], isRight = true) => {
    const received = await receive(requestOf(body, { host: 'bot.example.org', ...headers }), NOW, azureDoor(isRight));
    return received.ok ? 200 : received.status;
  };

  test.each<[string, RawRequest['headers'], boolean, number]>([
    ['a good token', { authorization: 'Bearer a.b.c' }, true, 200],
    ['a good token behind a proxy', { authorization: 'Bearer a.b.c', 'x-forwarded-for': '192.0.2.7' }, true, 200],
    ['a bad token', { authorization: 'Bearer a.b.c' }, false, 401],
    ['no token', {}, true, 401],
    ['an empty one', { authorization: '' }, true, 401],
    ['another scheme', { authorization: 'Basic a.b.c' }, true, 401],
    ['no scheme', { authorization: 'a.b.c' }, true, 401],
    ['two', { authorization: 'Bearer a.b.c, Bearer d.e.f' }, true, 401],
    ['from this machine', { host: 'localhost:3978' }, true, 401],
  ])('%s', async (_label, headers, isRight, wanted) => {
    expect(await status(headers, isRight)).toBe(wanted);
  });

  test('no token, and the body is not even looked at', async () => {
    expect(await receive(requestOf('not json'), NOW, azureDoor())).toEqual({ ok: false, status: 401 });
  });

  test('service URLs of this machine are foreign now', async () => {
    const request = requestOf(fixture('emulator-text'), { authorization: 'Bearer a.b.c' });
    expect(await receive(request, NOW, azureDoor())).toEqual({ ok: false, status: 400 });
  });
});
