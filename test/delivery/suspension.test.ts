import { describe, expect, test } from '@jest/globals';
import { makeSuspension } from '../../src/delivery/suspension.ts';

describe('suspension', () => {
  test('pauses grow from 5 s to 60 s while probes fail; a failed probe sits out the next one', () => {
    const suspension = makeSuspension();
    const pauses: (number | undefined)[] = [];
    let now = 1_000;
    for (let n = 0; n < 6; n += 1) {
      const { rowAt, pauseMs = 0 } = suspension.trip(now);
      pauses.push(pauseMs);
      expect(rowAt).toBe(now + (n === 0 ? pauseMs : 2 * pauseMs));
      now += pauseMs;
      expect(suspension.pausedMs(now - 1)).toBe(1);
      expect(suspension.pausedMs(now)).toBe(0);
    }
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  test('sends that were in flight when the pause began neither lengthen nor end it', () => {
    const suspension = makeSuspension();
    suspension.trip(1_000);
    expect(suspension.trip(1_500)).toEqual({ rowAt: 6_000, pauseMs: undefined });
    expect(suspension.clear(1_600)).toBe(false);
    expect(suspension.pausedMs(1_600)).toBe(4_400);
    expect(suspension.suspended()).toBe(true);
  });

  test('a probe that succeeds ends it once, and the next suspension starts small again', () => {
    const suspension = makeSuspension();
    expect(suspension.clear(500)).toBe(false);
    suspension.trip(1_000);
    suspension.trip(6_000);
    expect(suspension.clear(16_000)).toBe(true);
    expect(suspension.clear(16_000)).toBe(false);
    expect(suspension.suspended()).toBe(false);
    expect(suspension.trip(20_000)).toEqual({ rowAt: 25_000, pauseMs: 5_000 });
  });

  test('a clock set back by an hour does not make the pause an hour', () => {
    const suspension = makeSuspension();
    suspension.trip(10_000_000);
    expect(suspension.pausedMs(10_000_000 - 3_600_000)).toBe(60_000);
  });
});
