import { describe, expect, test } from '@jest/globals';
import { receive } from '../../../src/channels/messenger/receive.ts';
import type { Update } from '../../../src/model/inbound.ts';
import { signed } from '../meta/signed.ts';

const NOW = 1_790_000_100_000;
const PAGE = { pageId: '1000', appSecret: 'secret' };
const HEAD = { sender: { id: '2000' }, recipient: { id: '1000' }, timestamp: NOW - 1000 };

function received(items: readonly unknown[], now = NOW) {
  const body = { object: 'page', entry: [{ id: '1000', time: NOW, messaging: items }] };
  const result = receive(signed(body, PAGE.appSecret), now, PAGE);
  if (!result.ok) throw new Error(`refused with ${result.status}`);
  return result;
}
const idOf = (update: Update | undefined) => (update?.kind === 'message' ? update.event.platformId : undefined);
const inputOf = (message: object) => {
  const [update] = received([{ ...HEAD, message: { mid: 'm_1', ...message } }]).updates;
  return update?.kind === 'message' ? update.event.input : undefined;
};

test.each([7, null])('an object %j is no form of Meta: 400', (object) => {
  expect(receive(signed({ object, entry: [] }, PAGE.appSecret), NOW, PAGE)).toEqual({ ok: false, status: 400 });
});

test.each(['instagram', 'whatsapp_business_account', 'Page', ''])('an object %j is another product: taken and counted', (object) => {
  const received = { ok: true, updates: [], ignored: { 'foreign-object': 1 } };
  expect(receive(signed({ object, entry: [] }, PAGE.appSecret), NOW, PAGE)).toEqual(received);
});

test('a thousand messages in one body, in order', () => {
  const items = Array.from({ length: 1000 }, (_, index) => ({ ...HEAD, message: { mid: `m_${index}`, text: 'bonjour' } }));
  const { updates, ignored } = received(items);
  expect(updates.map(idOf)).toEqual(items.map(({ message }) => message.mid));
  expect(ignored).toEqual({});
});

describe('lengths', () => {
  test('a text is cut, and never within an emoji', () => {
    expect(inputOf({ text: 'x'.repeat(5000) })).toEqual({ kind: 'text', text: 'x'.repeat(4096) });
    expect(inputOf({ text: `${'x'.repeat(4095)}🙏` })).toEqual({ kind: 'text', text: 'x'.repeat(4095) });
  });

  test.each<[string, object]>([
    ['message id', { message: { mid: 'm'.repeat(513), text: 'a' } }],
    ['empty message id', { message: { mid: '', text: 'a' } }],
    ['quick reply', { message: { mid: 'm_1', text: 'a', quick_reply: { payload: 'p'.repeat(1001) } } }],
    ['postback', { postback: { mid: 'm_1', payload: 'p'.repeat(1001) } }],
    ['person', { sender: { id: '2'.repeat(129) }, message: { mid: 'm_1', text: 'a' } }],
    ['empty person', { sender: { id: '' }, message: { mid: 'm_1', text: 'a' } }],
    ['delivered id', { delivery: { mids: ['m_1', 'm'.repeat(513)], watermark: NOW } }],
  ])('%s that cannot be -> malformed', (_label, body) => {
    expect(received([{ ...HEAD, ...body }])).toEqual({ ok: true, updates: [], ignored: { malformed: 1 } });
  });
});

describe('events without an id of the platform', () => {
  const referral = (ref: string, more: object = {}) => ({ ...HEAD, ...more, referral: { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' } });
  const first = (item: unknown, now?: number) => idOf(received([item], now).updates[0]);

  test('delivered again, later, they are the same', () => {
    expect(first(referral('a'))).toBe(first(referral('a'), NOW + 3_600_000));
    const postback = { ...HEAD, postback: { title: 'Oui', payload: 'a:b?' } };
    expect(first(postback)).toBe(first(postback, NOW + 3_600_000));
  });

  test.each<[string, unknown]>([
    ['another link', referral('b')],
    ['another time', referral('a', { timestamp: NOW - 999 })],
    ['another person', referral('a', { sender: { id: '2001' } })],
    ['another kind', { ...HEAD, optin: { ref: 'a' } }],
  ])('%s is another event', (_label, item) => {
    expect(first(item)).toMatch(/^(referral|optin)\.[\w-]{43}$/);
    expect(first(item)).not.toBe(first(referral('a')));
  });
});

describe('echoes', () => {
  const echo = (message: object) => ({
    ...HEAD,
    sender: HEAD.recipient,
    recipient: HEAD.sender,
    message: { is_echo: true, mid: 'm_1', ...message },
  });

  test.each(['', 'job-78', 'Qx7-b_0123456789ABCDE', 'Qx7-b_0123456789ABCDEfg', 'Qx7-b 0123456789ABCDEf'])(
    'metadata %j is not ours',
    (metadata) => {
      expect(received([echo({ metadata })])).toEqual({ ok: true, updates: [], ignored: { echo: 1 } });
    },
  );

  test('without a message id our ref is enough', () => {
    const { updates } = received([echo({ mid: undefined, metadata: 'Qx7-b_0123456789ABCDEf' })]);
    expect(updates).toEqual([{ kind: 'status', channel: 'messenger', ref: 'Qx7-b_0123456789ABCDEf', status: 'sent', at: NOW - 1000 }]);
  });

  test('a mark that is not true is no echo, and the page is never taken for a person', () => {
    const { updates, ignored } = received([echo({ is_echo: 'true', text: '1 Gao' }), echo({ is_echo: 1, text: '1 Gao' })]);
    expect(updates).toEqual([]);
    expect(ignored).toEqual({ 'foreign-page': 2 });
  });
});

describe('payload of "Get Started"', () => {
  test.each(['GET_STARTED', 'get_started', 'Get Started', 'GetStarted', 'GET_STARTED_PAYLOAD', 'FACEBOOK_WELCOME'])(
    '%s starts',
    (payload) => {
      const { updates } = received([{ ...HEAD, postback: { mid: 'm_1', payload } }]);
      expect(updates[0]).toMatchObject({ event: { input: { kind: 'start' } } });
    },
  );

  test.each(['get-started:gao?', 'GET_STARTED:1', 'started', 'welcome:@region?l=fr'])('%s is a choice', (payload) => {
    const { updates } = received([{ ...HEAD, postback: { mid: 'm_1', payload } }]);
    expect(updates[0]).toMatchObject({ event: { input: { kind: 'choice', id: payload } } });
  });
});
