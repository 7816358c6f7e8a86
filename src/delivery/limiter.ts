import type { Pace } from '../channels/channel.ts';
import type { ConversationKey } from '../model/ids.ts';

/**
 * The platform's two limits, kept on our side so that it never has to complain. Both live in memory and count one process:
 * after a restart, or beside a second process, the platform may still answer "too fast", and the retry takes care of it.
 * Both survive a clock that is set back: nothing they remember lies further ahead than their own longest wait.
 */

const WINDOW_MS = 1_000;

export type RateWindow = {
  /** Calls that may start now. */
  readonly available: (now: number) => number;
  readonly spend: (calls: number, now: number) => void;
  /** Milliseconds until that many calls, at most `perSecond`, may start. */
  readonly waitMs: (calls: number, now: number) => number;
};

/**
 * At most `perSecond` calls in any second, however it is cut. Not a token bucket: one that saves up a second's worth lets
 * nearly twice the rate through in its first second, one that saves less makes people wait while the line is free.
 */
export function makeRateWindow(perSecond: number): RateWindow {
  let spent: { at: number; calls: number }[] = [];
  let total = 0;

  const slide = (now: number) => {
    if ((spent.at(-1)?.at ?? now) > now) spent = [{ at: now, calls: total }];
    const old = spent.findIndex(({ at }) => at > now - WINDOW_MS);
    const gone = spent.splice(0, old === -1 ? spent.length : old);
    for (const { calls } of gone) total -= calls;
  };

  return {
    available: (now) => {
      slide(now);
      return perSecond - total;
    },
    spend: (calls, now) => {
      slide(now);
      total += calls;
      const last = spent.at(-1);
      if (last?.at === now) last.calls += calls;
      else spent.push({ at: now, calls });
    },
    waitMs: (calls, now) => {
      slide(now);
      let free = perSecond - total;
      if (free >= calls) return 0;
      for (const { at, calls: freed } of spent) {
        free += freed;
        if (free >= calls) return at + WINDOW_MS - now;
      }
      return WINDOW_MS;
    },
  };
}

export type PairBuckets = {
  /** Takes a token for a message to this person: undefined if there was one, else the time when there will be. */
  readonly take: (to: ConversationKey, now: number) => number | undefined;
  /** How many people are remembered. */
  readonly size: () => number;
};

/** Entries looked at per token taken: two, because one new entry may come with each. */
const LOOKED_AT = 2;

/**
 * A token bucket for each person: `burst` at once, then one each `everyMs`. A bucket is one number, the time at which it is
 * full again; one that is full says nothing and is forgotten, a few at a time, so memory follows the people written to
 * lately and no call ever walks them all.
 */
export function makePairBuckets({ burst, everyMs }: NonNullable<Pace['pair']>): PairBuckets {
  const fullAt = new Map<ConversationKey, number>();
  // A map's iterator goes on correctly while entries are added and removed.
  let walk = fullAt.entries();

  const forgetSome = (now: number) => {
    for (let looked = 0; looked < LOOKED_AT; looked += 1) {
      const step = walk.next();
      if (step.done) walk = fullAt.entries();
      else if (step.value[1] <= now) fullAt.delete(step.value[0]);
    }
  };

  return {
    take: (to, now) => {
      const known = fullAt.get(to) ?? now;
      const full = Math.min(Math.max(known, now), now + burst * everyMs);
      // From before the clock was set back: kept as it stood, it would make them wait anew at each look.
      if (known > full) fullAt.set(to, full);
      const tokenAt = full - (burst - 1) * everyMs;
      if (tokenAt > now) return tokenAt;
      fullAt.set(to, full + everyMs);
      forgetSome(now);
      return undefined;
    },
    size: () => fullAt.size,
  };
}
