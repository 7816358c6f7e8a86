import { describe, expect, test } from '@jest/globals';
import { conversationKey } from '../../src/model/ids.ts';
import type { Session } from '../../src/model/session.ts';
import type { TurnWork } from '../../src/store/store.ts';
import { failedTurn, firstOnly, takeTurn } from '../../src/turns/turn.ts';
import { bubble, counter, DAY, MINUTE, NOW, plainChannel, said, scriptedEngine } from './makers.ts';

const HOUR = 60 * MINUTE;
const STORED: Session = { v: 1, locale: 'de', node: 'region' };
const MOVED: Session = { v: 1, locale: 'en', node: 'need' };

const work = (events: readonly ReturnType<typeof said>[], more: Partial<TurnWork> = {}): TurnWork => ({
  conversation: conversationKey('conversation-of-one-01'),
  channel: 'whatsapp',
  lease: { version: 7 },
  session: STORED,
  sessionAt: NOW - 2 * HOUR,
  locale: 'de',
  handedOverUntil: 0,
  events: events.map((event, index) => ({ id: 100 + index, attempts: 0, event })),
  ...more,
});

function take(given: TurnWork, { replyMaxAgeMs = HOUR, now = NOW, answer = {} } = {}) {
  const { engine, asked } = scriptedEngine({ session: MOVED, ...answer });
  const taken = takeTurn(given, { engine, channel: plainChannel('whatsapp'), newRef: counter(), replyMaxAgeMs }, now);
  const { result } = taken;
  if (result.kind !== 'done') throw new Error('a turn that was taken is done');
  return { ...taken, result, asked };
}

/** What is the same in every result: whose it is, and all of its events. */
const always = { kind: 'done', conversation: 'conversation-of-one-01', lease: { version: 7 } };

describe('a turn', () => {
  test('becomes payloads to the person, with the session after them', () => {
    const { result, outcome, matched, asked } = take(work([said('m1', NOW - MINUTE)]));
    expect(result).toEqual({
      ...always,
      events: [100],
      session: MOVED,
      sessionAt: NOW - MINUTE,
      outbound: [
        {
          ref: 'ref-1',
          payload: { to: '15550000001', words: 'What is broken?' },
          receipts: [{ to: '15550000001', read: 'm1' }],
          deadline: NOW - MINUTE + HOUR,
        },
      ],
      erase: false,
    });
    expect({ outcome, matched }).toEqual({ outcome: 'answered', matched: ['keyword'] });
    expect(asked).toEqual([
      [
        { session: STORED, at: NOW - 2 * HOUR, locale: 'de' },
        [{ channel: 'whatsapp', from: { id: '15550000001' }, platformId: 'm1', at: NOW - MINUTE, input: { kind: 'text', text: 'hello' } }],
      ],
    ]);
  });

  test('of somebody new asks the engine without a session', () => {
    const { asked } = take(work([said('m1', NOW)], { session: undefined, sessionAt: undefined, locale: undefined }));
    expect(asked[0]?.[0]).toEqual({ session: undefined, at: undefined, locale: undefined });
  });

  test('each payload has a ref of its own, and only the first marks the message as read', () => {
    const { result } = take(work([said('m1', NOW)]), { answer: { replies: [bubble('Leave/the house'), bubble('Then ask')] } });
    expect(result.outbound.map(({ ref, payload, receipts }) => [ref, payload.words, receipts.length])).toEqual([
      ['ref-1', 'Leave', 1],
      ['ref-2', 'the house', 0],
      ['ref-3', 'Then ask', 0],
    ]);
    expect(new Set(result.outbound.map(({ deadline }) => deadline)).size).toBe(1);
  });

  test('of several messages is one for the engine; the last says where to, what is read, and when', () => {
    const events = [said('m1', NOW - 9 * MINUTE), said('m2', NOW - 5 * MINUTE, 'bike', { id: '15550000002', alias: 'ML.2' })];
    const { result, asked } = take(work(events));
    expect(asked.map(([, heard]) => heard.length)).toEqual([2]);
    expect(result).toMatchObject({ events: [100, 101], sessionAt: NOW - 5 * MINUTE });
    expect(result.outbound[0]).toMatchObject({
      payload: { to: '15550000002' },
      receipts: [{ to: '15550000002', read: 'm2' }],
      deadline: NOW - 5 * MINUTE + HOUR,
    });
  });

  test('hears messages as they were written, also when an older one arrives behind', () => {
    const events = [said('m2', NOW, 'bike'), said('m1', NOW - 3 * HOUR, 'hill'), said('m3', NOW, 'harbour')];
    const { result, outcome, asked } = take(work(events));
    expect(asked[0]?.[1].map((heard) => 'platformId' in heard && heard.platformId)).toEqual(['m1', 'm2', 'm3']);
    expect(outcome).toBe('answered');
    expect(result).toMatchObject({
      events: [100, 101, 102],
      sessionAt: NOW,
      outbound: [{ receipts: [{ read: 'm3' }], deadline: NOW + HOUR }],
    });
  });

  test('without a payload writes nothing', () => {
    expect(take(work([said('m1', NOW)]), { answer: { replies: [bubble('')] } }).result.outbound).toEqual([]);
  });

  test('that erases keeps its last words and no session', () => {
    const { result, outcome } = take(work([said('m1', NOW)]), { answer: { session: undefined, erase: true } });
    expect(result).toMatchObject({ session: undefined, erase: true, outbound: [{ payload: { words: 'What is broken?' } }] });
    expect(outcome).toBe('erased');
  });

  test('changes nothing that was given to it', () => {
    const given = work([said('m1', NOW - DAY), said('m2', NOW)]);
    const before = JSON.stringify(given);
    take(given);
    expect(JSON.stringify(given)).toBe(before);
  });
});

describe('how long an answer is worth something', () => {
  test.each([
    ['an hour', HOUR, HOUR],
    ['a minute', MINUTE, MINUTE],
    ['a day', DAY, DAY],
    ['longer than the window: the window', 3 * DAY, DAY],
  ])('%s after the person wrote', (_label, replyMaxAgeMs, expected) => {
    const { result } = take(work([said('m1', NOW - MINUTE / 2)]), { replyMaxAgeMs });
    expect(result.outbound[0]?.deadline).toBe(NOW - MINUTE / 2 + expected);
  });

  test.each([
    ['a moment before its deadline', HOUR - 1, 'answered', 1],
    ['at its deadline', HOUR, 'too-old', 0],
    ['long after it', 23 * HOUR, 'too-old', 0],
    ['before it was written, by a clock that is ahead', -5 * MINUTE, 'answered', 1],
  ] as const)('%s', (_label, age, outcome, sent) => {
    const taken = take(work([said('m1', NOW - age)]));
    expect(taken.outcome).toBe(outcome);
    expect(taken.result.outbound).toHaveLength(sent);
    expect(taken.asked).toHaveLength(1);
  });

  test('too late to be said, it still moves the session', () => {
    const { result, matched } = take(work([said('m1', NOW - 2 * HOUR)]));
    expect(result).toEqual({ ...always, events: [100], session: MOVED, sessionAt: NOW - 2 * HOUR, outbound: [], erase: false });
    expect(matched).toEqual(['keyword']);
  });

  test('too late to be said, stop still erases', () => {
    expect(take(work([said('m1', NOW - 2 * HOUR)]), { answer: { session: undefined, erase: true } }).result).toMatchObject({
      session: undefined,
      erase: true,
      outbound: [],
    });
  });

  test('a new message makes an old one worth answering with it', () => {
    const { result, outcome } = take(work([said('m1', NOW - 20 * HOUR), said('m2', NOW)]));
    expect(outcome).toBe('answered');
    expect(result.outbound[0]?.deadline).toBe(NOW + HOUR);
  });
});

describe('messages that get no answer', () => {
  const untouched = { ...always, session: STORED, sessionAt: NOW - 2 * HOUR, outbound: [], erase: false };

  test.each([
    ['24 hours', DAY, false],
    ['a moment less', DAY - 1, true],
    ['a week', 7 * DAY, false],
  ])('%s old: the window is closed', (_label, age, heard) => {
    const { result, outcome, asked, matched } = take(work([said('m1', NOW - age)]), { replyMaxAgeMs: DAY });
    expect(asked).toHaveLength(heard ? 1 : 0);
    if (heard) return;
    expect(result).toEqual({ ...untouched, events: [100] });
    expect({ outcome, matched }).toEqual({ outcome: 'too-old', matched: [] });
  });

  test('of old and new ones only the new are heard, and all are done', () => {
    const { result, asked } = take(work([said('m1', NOW - 2 * DAY), said('m2', NOW - DAY), said('m3', NOW)]));
    expect(asked[0]?.[1].map(({ at }) => at)).toEqual([NOW]);
    expect(result.events).toEqual([100, 101, 102]);
  });

  test.each([
    ['while another holds the thread', -1, false],
    ['at the moment it comes back', 0, true],
    ['after it', MINUTE, true],
  ])('%s', (_label, after, heard) => {
    const { result, outcome, asked } = take(work([said('m1', NOW - HOUR / 2 + after)], { handedOverUntil: NOW - HOUR / 2 }));
    expect(asked).toHaveLength(heard ? 1 : 0);
    expect(outcome).toBe(heard ? 'answered' : 'handed-over');
    if (!heard) expect(result).toEqual({ ...untouched, events: [100] });
  });

  test('of messages before and after the thread came back the latter are heard, and all are done', () => {
    const given = work([said('m1', NOW - 3 * MINUTE), said('m2', NOW)], { handedOverUntil: NOW - MINUTE });
    const { result, asked } = take(given);
    expect(asked[0]?.[1]).toHaveLength(1);
    expect(result.events).toEqual([100, 101]);
  });

  test('somebody without a session stays without one', () => {
    const given = work([said('m1', NOW - 2 * DAY)], { session: undefined, sessionAt: undefined });
    expect(take(given).result).toEqual({ ...untouched, events: [100], session: undefined, sessionAt: 0 });
  });
});

describe('a turn that threw', () => {
  const attempts = (...counts: readonly number[]): TurnWork => ({
    ...work([]),
    events: counts.map((count, index) => ({ id: 100 + index, attempts: count, event: said(`m${index}`, NOW) })),
  });

  test.each([
    ['for the first time', 0, []],
    ['for the second time', 1, []],
    ['for the third time: its message is set aside', 2, [100]],
    ['after that: still', 9, [100]],
  ])('%s', (_label, count, dead) => {
    expect(failedTurn(attempts(count), NOW)).toEqual({ ...always, kind: 'failed', events: [100], dead, retryAt: NOW + 1000 });
  });

  test('sets aside only what was tried often enough', () => {
    expect(failedTurn(attempts(2, 0, 2), NOW)).toMatchObject({ events: [100, 101, 102], dead: [100, 102] });
  });

  test('is taken again with its first message alone', () => {
    const given = attempts(0, 1, 2);
    expect(firstOnly(given)).toEqual({ ...given, events: given.events.slice(0, 1) });
  });
});
