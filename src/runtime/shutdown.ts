import type { Log } from './log.ts';

/** One thing to stop. `name` goes into the log when it fails or hangs. */
export type StopStep = { readonly name: string; readonly stop: () => Promise<void> };

/** What is used of `process`. */
export type Host = {
  readonly on: (event: string, listener: (reason: unknown) => void) => unknown;
  readonly exit: (code: number) => void;
};

const SIGNALS = ['SIGTERM', 'SIGINT'];
/** `npm start` passes Ctrl-C on to a process that the terminal has told already: that is one wish, not two. */
const SAME_SIGNAL_MS = 500;
const FAULTS = ['uncaughtException', 'unhandledRejection'];

/**
 * Ends the process in order: on SIGTERM or SIGINT (exit 0), and on an error nobody caught (exit 1), because after one of those
 * nobody knows what state the process is in, while everything that matters is on disk.
 *
 * Steps run one after the other in the order given; one that fails is logged, the rest still runs, the code becomes 1. After
 * `graceMs` the process ends with 1 whatever hangs; at a second signal it ends at once, for the operator who will not wait.
 */
export function stopWithProcess(options: {
  readonly steps: readonly StopStep[];
  readonly log: Log;
  readonly graceMs?: number;
  readonly host?: Host;
}): void {
  const { steps, log, graceMs = 20_000, host = process } = options;
  let code = 0;
  let running: string | undefined;

  const stop = async (): Promise<void> => {
    // Not unref'd: when a step hangs with nothing else alive, Node would otherwise end by itself and report success.
    const watchdog = setTimeout(() => {
      log.fatal('stop took too long', { step: running, graceMs });
      host.exit(1);
    }, graceMs);
    for (const step of steps) {
      running = step.name;
      try {
        await step.stop();
      } catch (error) {
        code = 1;
        log.error('could not stop', { step: step.name }, error);
      }
    }
    clearTimeout(watchdog);
    log.info('stopped', { code });
    host.exit(code);
  };

  let begun: number | undefined;
  const begin = (): void => {
    if (begun !== undefined) return;
    begun = performance.now();
    void stop();
  };
  for (const signal of SIGNALS) {
    host.on(signal, () => {
      if (begun === undefined) log.info('stopping', { signal });
      else if (performance.now() - begun > SAME_SIGNAL_MS) host.exit(1);
      begin();
    });
  }
  for (const fault of FAULTS) {
    host.on(fault, (reason) => {
      code = 1;
      log.fatal('an error nobody caught', { fault }, reason);
      begin();
    });
  }
}
