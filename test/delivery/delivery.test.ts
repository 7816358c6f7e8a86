import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Delivery, DeliveryOptions } from '../../src/delivery/delivery.ts';
import { advance, fakeChannel, freezeTime, makeWorld, RETRY, SENT, SUSPENDED, settle } from './world.ts';

let running: Delivery[] = [];

beforeEach(freezeTime);
afterEach(async () => {
  let stopped = false;
  void Promise.all(running.map((delivery) => delivery.stop())).then(() => {
    stopped = true;
  });
  running = [];
  // Sends in flight need time to pass before they end.
  do await advance(500);
  while (!stopped);
  jest.useRealTimers();
});

function begin(
  channels: ReturnType<typeof fakeChannel>[],
  rows: Parameters<ReturnType<typeof makeWorld>['store']['add']>[0][],
  options: Partial<DeliveryOptions> = {},
) {
  const world = makeWorld(channels, options);
  for (const row of rows) world.store.add(row);
  const delivery = world.start();
  running.push(delivery);
  return { ...world, delivery };
}

describe('order and ends', () => {
  test('what waits at the start is sent, one conversation in order, several at once', async () => {
    const channel = fakeChannel('whatsapp');
    channel.sendMs = 100;
    const { store, told, delivery } = begin([channel], [{}, { conversation: 'bilal' }, {}, {}]);
    await advance(300);
    await delivery.drained();
    expect(store.ends()).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(channel.calls.map(({ at, row }) => [at, row])).toEqual([
      [0, 0],
      [0, 1],
      [100, 2],
      [200, 3],
    ]);
    expect(told.onSent.map(([, latencyMs]) => latencyMs)).toEqual([100, 100, 200, 300]);
    expect(delivery.health()).toEqual({ lastSentAt: 300, suspended: [] });
  });

  test('a message that is tried again holds back the next one of its conversation only', async () => {
    const channel = fakeChannel('whatsapp');
    channel.script.set(0, [RETRY, RETRY, SENT]);
    const { store, delivery } = begin([channel], [{}, {}, { conversation: 'bilal' }]);
    await delivery.drained();
    expect(store.ends()).toEqual(['open', 'open', 'sent']);
    await advance(4_000);
    expect(store.ends()).toEqual(['sent', 'sent', 'sent']);
    expect(channel.calls.map(({ row }) => row)).toEqual([0, 2, 0, 0, 1]);
  });

  test.each([
    { label: 'refused', outcome: { kind: 'refused', code: '100' } as const },
    { label: 'window closed', outcome: { kind: 'window-closed', code: '131047' } as const },
    { label: 'opted out', outcome: { kind: 'opted-out', code: '551' } as const },
  ])('$label: ends with its code, and the next message has its turn', async ({ outcome }) => {
    const channel = fakeChannel('whatsapp');
    channel.script.set(0, [outcome]);
    const { store, told, delivery } = begin([channel], [{}, {}]);
    await delivery.drained();
    expect(store.rows[0]?.results).toEqual([{ kind: 'failed', id: 0, code: outcome.code }]);
    expect(store.ends()).toEqual(['failed', 'sent']);
    expect(told.onOutcome).toEqual([
      ['whatsapp', outcome.kind, outcome.code],
      ['whatsapp', 'sent', ''],
    ]);
    expect(told.onGaveUp).toEqual([]);
  });

  test('a message past its deadline is not sent; one at its deadline is', async () => {
    const channel = fakeChannel('whatsapp');
    jest.setSystemTime(10_000);
    const { store, told, delivery } = begin([channel], [{ deadline: 9_999 }, { deadline: 10_000 }]);
    await delivery.drained();
    expect(store.ends()).toEqual(['expired', 'sent']);
    expect(channel.calls.map(({ row }) => row)).toEqual([1]);
    expect(told.onExpired).toEqual([['whatsapp']]);
  });

  test('a backlog of messages that are too old is cleared at once and costs nothing of the rate', async () => {
    const channel = fakeChannel('whatsapp', { perSecond: 20 });
    jest.setSystemTime(10_000);
    const old = Array.from({ length: 500 }, (_, n) => ({ conversation: `person-${n}`, deadline: 9_999 }));
    const { store, delivery } = begin([channel], [...old, {}]);
    await delivery.drained();
    expect(Date.now()).toBe(10_000);
    expect(store.ends().at(-1)).toBe('sent');
    expect(channel.calls).toHaveLength(1);
  });

  test('a message is given up when its next attempt would come too late', async () => {
    const channel = fakeChannel('whatsapp');
    channel.script.set(0, [RETRY]);
    const { store, told } = begin([channel], [{ deadline: 6_000 }]);
    await advance(10_000);
    // Attempts at 0, 1.25 s and 3.5 s or a little later; the fourth would fall past the sixth second.
    expect(channel.calls).toHaveLength(3);
    expect(store.rows[0]?.results.at(-1)).toEqual({ kind: 'failed', id: 0, code: '2' });
    expect(told.onGaveUp).toEqual([['whatsapp', '2']]);
  });

  test.each([
    { label: 'rejects', fail: () => Promise.reject(new Error('broken')) },
    {
      label: 'throws',
      fail: () => {
        throw new Error('broken');
      },
    },
  ])('a channel that $label breaks its promise: told, and tried again like an unclear end', async ({ fail }) => {
    const channel = fakeChannel('whatsapp');
    const { send } = channel;
    channel.send = fail;
    const { store, told, delivery } = begin([channel], [{}]);
    await delivery.drained();
    expect(store.rows[0]?.results).toEqual([{ kind: 'retry', id: 0, at: 4_000, code: 'exception' }]);
    expect(told.onError).toEqual([['whatsapp', new Error('broken')]]);
    channel.send = send;
    await advance(4_500);
    expect(store.ends()).toEqual(['sent']);
  });

  test('a new message is sent on a nudge, and without one soon after', async () => {
    const channel = fakeChannel('whatsapp');
    const { store, delivery } = begin([channel], []);
    await delivery.drained();
    store.add({});
    delivery.nudge();
    await settle();
    expect(store.ends()).toEqual(['sent']);
    store.add({});
    await advance(1_000);
    expect(store.ends()).toEqual(['sent', 'sent']);
  });

  test('drained waits for what is in flight, not for what is due later', async () => {
    const channel = fakeChannel('whatsapp');
    channel.sendMs = 200;
    channel.script.set(0, [RETRY]);
    const { delivery } = begin([channel], [{}, { conversation: 'bilal' }]);
    let drained = false;
    void delivery.drained().then(() => {
      drained = true;
    });
    await advance(150);
    expect(drained).toBe(false);
    await advance(50);
    expect(drained).toBe(true);
  });
});

describe('limits', () => {
  test('the 46th message to one person waits six seconds without counting as an attempt; others do not wait', async () => {
    const channel = fakeChannel('whatsapp', { perSecond: 10_000, pair: { burst: 45, everyMs: 6_000 } });
    const { store, delivery } = begin([channel], [...Array.from({ length: 46 }, () => ({})), { conversation: 'bilal' }]);
    await delivery.drained();
    expect(store.ends().filter((end) => end === 'sent')).toHaveLength(46);
    expect(store.rows[45]?.results).toEqual([{ kind: 'postponed', id: 45, at: 6_000 }]);
    expect(store.rows[45]?.attempts).toBe(0);
    await advance(5_950);
    expect(store.ends()[45]).toBe('open');
    await advance(350);
    expect(store.ends()[45]).toBe('sent');
    expect(channel.calls.at(-1)?.at).toBeGreaterThanOrEqual(6_000);
  });

  test('no second holds more calls than the channel allows, and the rate is used fully', async () => {
    const channel = fakeChannel('whatsapp', { perSecond: 80 });
    const { store } = begin(
      [channel],
      Array.from({ length: 400 }, (_, n) => ({ conversation: `person-${n}` })),
    );
    await advance(4_100);
    expect(store.ends().every((end) => end === 'sent')).toBe(true);
    for (const [n, { at }] of channel.calls.entries()) {
      const later = channel.calls[n + 80];
      if (later !== undefined) expect(later.at - at).toBeGreaterThanOrEqual(1_000);
    }
  });

  test('only as many rows are claimed as may be sent, with a lease far longer than a send', async () => {
    const channel = fakeChannel('whatsapp', { perSecond: 80 });
    const { store } = begin(
      [channel],
      Array.from({ length: 200 }, (_, n) => ({ conversation: `person-${n}` })),
    );
    await settle();
    expect(store.claims[0]).toEqual({ channel: 'whatsapp', limit: 80, leaseMs: 60_000 });
    expect(store.rows.filter(({ leasedUntil, results }) => leasedUntil > 0 || results.length > 0)).toHaveLength(80);
  });

  test('while the rate is used up, the store is left in peace', async () => {
    const channel = fakeChannel('whatsapp', { perSecond: 80 });
    const { store, delivery } = begin(
      [channel],
      Array.from({ length: 400 }, (_, n) => ({ conversation: `person-${n}` })),
    );
    for (let n = 0; n < 10; n += 1) {
      await advance(50);
      delivery.nudge();
    }
    expect(channel.calls).toHaveLength(80);
    expect(store.claims).toHaveLength(1);
  });

  test('never more in flight than allowed', async () => {
    const channel = fakeChannel('whatsapp');
    channel.sendMs = 100;
    const { store } = begin(
      [channel],
      Array.from({ length: 100 }, (_, n) => ({ conversation: `person-${n}` })),
      { maxInFlight: 16 },
    );
    await advance(700);
    expect(store.ends().every((end) => end === 'sent')).toBe(true);
    expect(channel.mostAtOnce).toBe(16);
  });

  test('a queue is not claimed row by row as sends end one by one, but by the quarter', async () => {
    const channel = fakeChannel('whatsapp');
    channel.staggerMs = 50;
    const { store } = begin(
      [channel],
      Array.from({ length: 100 }, (_, n) => ({ conversation: `person-${n}` })),
      { maxInFlight: 16 },
    );
    await advance(2_000);
    expect(store.claims.map(({ limit }) => limit).slice(0, 4)).toEqual([16, 4, 4, 4]);
  });
});

describe('receipts', () => {
  const first = { receipts: 2 };

  test('go before the first attempt, which follows their answer, and not before later attempts', async () => {
    const channel = fakeChannel('whatsapp');
    channel.receiptMs = 100;
    channel.script.set(0, [RETRY, SENT]);
    const { store } = begin([channel], [first]);
    await advance(50);
    expect(channel.receipts.map(({ row }) => row)).toEqual([0, 0]);
    expect(channel.calls).toEqual([]);
    await advance(50);
    expect(channel.calls).toHaveLength(1);
    await advance(3_000);
    expect(store.ends()).toEqual(['sent']);
    expect(channel.receipts).toHaveLength(2);
  });

  test('delay the message by 300 ms at most', async () => {
    const channel = fakeChannel('whatsapp');
    channel.receiptMs = 5_000;
    begin([channel], [first]);
    await advance(250);
    expect(channel.calls).toEqual([]);
    await advance(50);
    expect(channel.calls.map(({ at }) => at)).toEqual([300]);
  });

  test('that fail do no harm', async () => {
    const channel = fakeChannel('whatsapp');
    channel.sendReceipt = () => Promise.reject(new Error('broken'));
    const { store, delivery } = begin([channel], [first]);
    await delivery.drained();
    expect(store.ends()).toEqual(['sent']);
  });

  test('are left out, and counted, while many sends are in flight', async () => {
    const channel = fakeChannel('whatsapp');
    channel.sendMs = 100;
    const { told } = begin(
      [channel],
      Array.from({ length: 40 }, (_, n) => ({ conversation: `person-${n}`, receipts: 1 })),
      {
        maxInFlightForReceipts: 9,
      },
    );
    await settle();
    expect(channel.receipts).toHaveLength(10);
    expect(told.onShed).toHaveLength(30);
    expect(told.onShed[0]).toEqual(['whatsapp', 1]);
  });

  test('take from the rate, and stop where half of it is left', async () => {
    const channel = fakeChannel('whatsapp', { perSecond: 20 });
    const { told } = begin(
      [channel],
      Array.from({ length: 5 }, (_, n) => ({ conversation: `person-${n}`, receipts: 2 })),
    );
    await settle();
    // 20 less 5 messages leaves 15: two pairs fit above 10, three are left out.
    expect(channel.calls).toHaveLength(5);
    expect(channel.receipts).toHaveLength(4);
    expect(told.onShed).toHaveLength(3);
  });

  test('never take the place of messages', async () => {
    const channel = fakeChannel('whatsapp', { perSecond: 20 });
    begin(
      [channel],
      Array.from({ length: 20 }, (_, n) => ({ conversation: `person-${n}`, receipts: 2 })),
    );
    await advance(900);
    expect(channel.calls).toHaveLength(20);
    expect(channel.receipts).toEqual([]);
  });
});

describe('a suspended channel', () => {
  const both = () => [fakeChannel('whatsapp'), fakeChannel('messenger')] as const;

  test('stops alone, keeps its rows, is probed by one message, and resumes', async () => {
    const [whatsapp, messenger] = both();
    let valid = false;
    whatsapp.answer = () => (valid ? SENT : SUSPENDED);
    const rows = Array.from({ length: 5 }, (_, n) => ({ conversation: `person-${n}` }));
    const { store, told, delivery } = begin([whatsapp, messenger], [...rows, { conversation: 'carla', channel: 'messenger' }]);
    await delivery.drained();
    expect(store.ends().at(-1)).toBe('sent');
    expect(told.onSuspended).toEqual([['whatsapp', '190', 5_000]]);
    expect(delivery.health().suspended).toEqual(['whatsapp']);
    expect(store.rows.every(({ attempts }, n) => attempts === (n === 5 ? 1 : 0))).toBe(true);

    await advance(4_950);
    expect(whatsapp.calls).toHaveLength(5);
    await advance(300);
    expect(whatsapp.calls).toHaveLength(6);
    expect(told.onSuspended.at(-1)).toEqual(['whatsapp', '190', 10_000]);

    valid = true;
    await advance(9_000);
    expect(whatsapp.calls).toHaveLength(6);
    await advance(12_000);
    expect(store.ends().every((end) => end === 'sent')).toBe(true);
    expect(told.onResumed).toEqual([['whatsapp']]);
    expect(delivery.health().suspended).toEqual([]);
  });

  test('is not held down by one message that always gets that answer', async () => {
    const whatsapp = fakeChannel('whatsapp');
    whatsapp.script.set(0, [SUSPENDED]);
    const { store } = begin([whatsapp], [{ deadline: 300_000 }]);
    await settle();
    for (let n = 0; n < 10; n += 1) store.add({ conversation: `person-${n}` });
    await advance(40_000);
    expect(
      store
        .ends()
        .slice(1)
        .every((end) => end === 'sent'),
    ).toBe(true);
    await advance(400_000);
    expect(store.ends()[0]).toBe('expired');
  });

  test('is not resumed by a probe that says nothing about the account', async () => {
    const whatsapp = fakeChannel('whatsapp');
    whatsapp.script.set(0, [SUSPENDED, RETRY, SENT]);
    const { told, delivery } = begin([whatsapp], [{}]);
    await advance(6_000);
    expect(whatsapp.calls).toHaveLength(2);
    expect(delivery.health().suspended).toEqual(['whatsapp']);
    await advance(6_000);
    expect(whatsapp.calls).toHaveLength(3);
    expect(delivery.health().suspended).toEqual([]);
    expect(told.onResumed).toEqual([['whatsapp']]);
  });

  test('sends no receipts with a probe', async () => {
    const whatsapp = fakeChannel('whatsapp');
    whatsapp.script.set(0, [SUSPENDED, SENT]);
    const { store, told } = begin([whatsapp], [{ receipts: 1 }]);
    await advance(6_000);
    expect(store.ends()).toEqual(['sent']);
    expect(whatsapp.receipts).toHaveLength(1);
    expect(told.onShed).toEqual([['whatsapp', 1]]);
  });
});

describe('faults and stop', () => {
  test('a store that fails to claim or record is asked again, and nothing is sent twice', async () => {
    const channel = fakeChannel('whatsapp');
    const { store, told } = begin([channel], [{}, {}]);
    store.failures.claim = 3;
    store.failures.record = 4;
    await advance(10_000);
    expect(store.ends()).toEqual(['sent', 'sent']);
    expect(channel.calls.map(({ row }) => row)).toEqual([0, 1]);
    expect(told.onError).toHaveLength(7);
  });

  test('stop waits until what is in flight is recorded and begins nothing new', async () => {
    const channel = fakeChannel('whatsapp');
    channel.sendMs = 500;
    const { store, delivery } = begin([channel], [{}, {}]);
    await settle();
    store.failures.record = 1;
    let stopped = false;
    void delivery.stop().then(() => {
      stopped = true;
    });
    await advance(550);
    expect(stopped).toBe(false);
    await advance(100);
    expect(stopped).toBe(true);
    await advance(5_000);
    expect(store.ends()).toEqual(['sent', 'open']);
  });
});
