/** What a run says at its end: `more` runs again at once, `idle` sleeps, a number sleeps no longer than that many milliseconds. */
export type Next = 'more' | 'idle' | number;

export type Worker = {
  /** There may be work. Cheap: nudges of one turn of the event loop, or during a run, cause one run. */
  readonly nudge: () => void;
  /** Waits for the run in hand; nothing runs after it. */
  readonly stop: () => Promise<void>;
  /** Resolves once the worker sleeps and no nudge waits. A pause after an error is not sleep: the work is still there. */
  readonly idle: () => Promise<void>;
};

export type WorkerOptions = {
  readonly run: () => Promise<Next>;
  /** The safety net: a run without a nudge after this long (work left by another process, a lease that ended). */
  readonly idleMs: number;
  /** Must not throw. */
  readonly onError: (error: unknown) => void;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** Milliseconds to wait after that many failures in a row (1, 2, ...): 0.1 s, doubling, at most 5 s. */
export const errorPause = (failures: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);

/**
 * A loop that works when told to and sleeps otherwise. It runs once at the start, for what an earlier process left behind.
 * An error never ends it: it is reported, and the run is tried again after `errorPause`, which a nudge does not cut short,
 * or a busy server would hammer a database that is down.
 *
 * Every run begins in its own turn of the event loop: nudges gather into one run, and a long backlog cannot starve the sockets.
 * The timers do not hold the process: what has to live on holds a socket, and a worker that only sleeps is no reason to.
 */
export function startWorker({ run, idleMs, onError }: WorkerOptions): Worker {
  let nudged = true;
  let stopped = false;
  let asleep = false;
  let wake: () => void = () => undefined;
  let waiting: (() => void)[] = [];

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const tellIdle = () => {
    for (const tell of waiting) tell();
    waiting = [];
  };

  async function loop(): Promise<void> {
    let failures = 0;
    for (;;) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (stopped) return tellIdle();
      nudged = false;
      try {
        const next = await run();
        failures = 0;
        if (next === 'more' || nudged || stopped) continue;
        asleep = true;
        tellIdle();
        await sleep(next === 'idle' ? idleMs : Math.min(next, idleMs));
        asleep = false;
      } catch (error) {
        failures += 1;
        onError(error);
        if (!stopped) await sleep(errorPause(failures));
      }
    }
  }

  const done = loop();

  return {
    nudge: () => {
      nudged = true;
      if (asleep) wake();
    },
    stop: () => {
      stopped = true;
      wake();
      return done;
    },
    idle: () => {
      if (stopped) return done;
      if (asleep && !nudged) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}
