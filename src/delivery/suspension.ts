const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * A channel that cannot send at all (token, permission, account): it pauses, then one message goes as a probe, and the pause
 * grows until a probe is answered on its own merits.
 */
export type Suspension = {
  /**
   * A send was answered `suspended`. `rowAt`: when its row may be tried again. `pauseMs`: the new pause, undefined while one
   * is running, because sends that were in flight when it began say nothing new.
   */
  readonly trip: (now: number) => { readonly rowAt: number; readonly pauseMs: number | undefined };
  /** A send was judged on its own merits. True if that ended the suspension; during a pause it is an older send's answer. */
  readonly clear: (now: number) => boolean;
  /** What is left of the pause. */
  readonly pausedMs: (now: number) => number;
  /** Until a probe succeeds, also between pauses. */
  readonly suspended: () => boolean;
};

export function makeSuspension(): Suspension {
  let streak = 0;
  let until = 0;

  return {
    trip: (now) => {
      if (now < until) return { rowAt: until, pauseMs: undefined };
      const failedProbe = streak > 0;
      streak += 1;
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (streak - 1), LONGEST_PAUSE_MS);
      until = now + pauseMs;
      // A failed probe sits out the next one: if its own message is at fault, it must not hold up the whole channel.
      return { rowAt: failedProbe ? until + pauseMs : until, pauseMs };
    },
    clear: (now) => {
      if (streak === 0 || now < until) return false;
      streak = 0;
      return true;
    },
    pausedMs: (now) => {
      // A clock set back must not make an hour of a minute.
      until = Math.min(until, now + LONGEST_PAUSE_MS);
      return Math.max(0, until - now);
    },
    suspended: () => streak > 0,
  };
}
