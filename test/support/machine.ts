import dns from 'node:dns';
import { readFileSync } from 'node:fs';

/**
 * Loaded into a server under test before anything of the product (`node --import`): a machine whose clock and name service a test has in
 * hand. What the product runs is unchanged; the real ones are shared with everybody else on this machine.
 */
export type Machine = {
  /** Milliseconds by which the clock is wrong. Timers do not notice, as they do not when a real clock is set. */
  readonly clockMs: number;
  /** Whether names are found. */
  readonly names: boolean;
};

/** How many times as fast time goes by, for the clock and for timers: seconds of waiting become moments. */
const speed = Number(process.env.TEST_SPEED);
const file = process.env.TEST_MACHINE ?? '';

/** Read anew at each look: no signal, and so no moment at which it is not known yet. */
const now = (): Machine => JSON.parse(readFileSync(file, 'utf8'));

const realNow = Date.now;
const begun = realNow();
Date.now = () => Math.round(begun + (realNow() - begun) * speed + now().clockMs);

const realTimeout = globalThis.setTimeout;
const faster = (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => realTimeout(work, ms / speed, ...args);
globalThis.setTimeout = Object.assign(faster, realTimeout) as typeof setTimeout;

const realLookup = dns.lookup;
const lookup = (...args: unknown[]) => {
  if (now().names) return Reflect.apply(realLookup, dns, args);
  const tell = args.at(-1);
  const error = Object.assign(new Error('no name service'), { code: 'EAI_AGAIN', syscall: 'getaddrinfo' });
  if (typeof tell === 'function') setImmediate(() => tell(error));
};
dns.lookup = Object.assign(lookup, realLookup) as typeof dns.lookup;
