import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makePairBuckets, makeRateWindow } from '../../src/delivery/limiter.ts';
import { conversationKey } from '../../src/model/ids.ts';

const NOW = 1_700_000_000_000;
const PAIR = { burst: 45, everyMs: 6_000 };

describe('rate window', () => {
  test('a second holds as many calls as the rate, and no wait is longer than needed', () => {
    const rate = makeRateWindow(80);
    rate.spend(50, NOW);
    rate.spend(20, NOW + 400);
    rate.spend(10, NOW + 400);
    expect(rate.available(NOW + 400)).toBe(0);
    expect(rate.waitMs(50, NOW + 400)).toBe(600);
    expect(rate.waitMs(51, NOW + 400)).toBe(1_000);
    expect(rate.available(NOW + 999)).toBe(0);
    expect(rate.available(NOW + 1_000)).toBe(50);
    expect(rate.waitMs(50, NOW + 1_000)).toBe(0);
    expect(rate.available(NOW + 1_400)).toBe(80);
  });

  test('a clock set back does not stop the line for longer than a second', () => {
    const rate = makeRateWindow(10);
    rate.spend(10, NOW);
    expect(rate.available(NOW - 3_600_000)).toBe(0);
    expect(rate.waitMs(1, NOW - 3_600_000)).toBe(1_000);
    expect(rate.available(NOW - 3_599_000)).toBe(10);
  });

  test('no second holds more than the rate, whatever the demand; waiting as told is always enough', () => {
    const demand = fc.array(fc.record({ after: fc.integer({ min: 0, max: 1_200 }), wanted: fc.integer({ min: 1, max: 60 }) }), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), demand, (perSecond, steps) => {
        const rate = makeRateWindow(perSecond);
        const calls: number[] = [];
        let now = NOW;
        for (const { after, wanted } of steps) {
          now += after;
          const count = Math.min(wanted, perSecond);
          now += rate.waitMs(count, now);
          expect(rate.available(now)).toBeGreaterThanOrEqual(count);
          rate.spend(count, now);
          for (let n = 0; n < count; n += 1) calls.push(now);
        }
        for (const [n, at] of calls.entries()) {
          const later = calls[n + perSecond];
          if (later !== undefined) expect(later - at).toBeGreaterThanOrEqual(1_000);
        }
      }),
    );
  });
});

describe('pair buckets', () => {
  const anna = conversationKey('anna');

  test('45 at once, the 46th six seconds later, then one each six seconds', () => {
    const pairs = makePairBuckets(PAIR);
    const at = (now: number) => pairs.take(anna, now);
    for (let n = 0; n < 45; n += 1) expect(at(NOW)).toBeUndefined();
    expect(at(NOW)).toBe(NOW + 6_000);
    expect(at(NOW + 5_999)).toBe(NOW + 6_000);
    expect(at(NOW + 6_000)).toBeUndefined();
    expect(at(NOW + 6_000)).toBe(NOW + 12_000);
  });

  test('one person at the limit does not slow another', () => {
    const pairs = makePairBuckets(PAIR);
    for (let n = 0; n < 45; n += 1) pairs.take(anna, NOW);
    expect(pairs.take(anna, NOW)).toBe(NOW + 6_000);
    expect(pairs.take(conversationKey('bilal'), NOW)).toBeUndefined();
  });

  test('any span holds at most the burst and one more each six seconds', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 15_000 }), { minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 8 }), (steps, burst) => {
        const pairs = makePairBuckets({ burst, everyMs: 6_000 });
        const sent: number[] = [];
        let now = NOW;
        for (const gap of steps) {
          now += gap;
          if (pairs.take(anna, now) === undefined) sent.push(now);
        }
        for (const [n, from] of sent.entries()) {
          for (const [m, to] of sent.slice(n).entries()) expect(m + 1).toBeLessThanOrEqual(burst + (to - from) / 6_000);
        }
      }),
    );
  });

  test('a clock set back makes nobody wait longer than for one token', () => {
    const pairs = makePairBuckets(PAIR);
    for (let n = 0; n < 45; n += 1) pairs.take(anna, NOW);
    const back = NOW - 3_600_000;
    expect(pairs.take(anna, back)).toBe(back + 6_000);
    expect(pairs.take(anna, back + 5_999)).toBe(back + 6_000);
    expect(pairs.take(anna, back + 6_000)).toBeUndefined();
  });

  test('people whose bucket is full again are forgotten: 100,000 of them leave only the recent ones', () => {
    const pairs = makePairBuckets(PAIR);
    let largest = 0;
    // 1,000 new people a second, each forgotten after six seconds: 6,000 are remembered for a reason.
    for (let n = 0; n < 100_000; n += 1) {
      pairs.take(conversationKey(`person-${n}`), NOW + n);
      largest = Math.max(largest, pairs.size());
    }
    expect(largest).toBeLessThan(2.5 * 6_000);
  });

  test('after a crowd, the memory of it goes while others are written to', () => {
    const pairs = makePairBuckets(PAIR);
    for (let n = 0; n < 100_000; n += 1) pairs.take(conversationKey(`person-${n}`), NOW);
    expect(pairs.size()).toBe(100_000);
    for (let n = 0; n < 60_000; n += 1) pairs.take(conversationKey(`later-${n % 5}`), NOW + 60_000 + n * 6_000);
    expect(pairs.size()).toBeLessThan(100);
  });

  test('forgetting never forgets somebody who is still held back', () => {
    const pairs = makePairBuckets(PAIR);
    for (let n = 0; n < 45; n += 1) pairs.take(anna, NOW);
    for (let n = 0; n < 10_000; n += 1) pairs.take(conversationKey(`person-${n}`), NOW + 5_999);
    expect(pairs.take(anna, NOW + 5_999)).toBe(NOW + 6_000);
  });
});
