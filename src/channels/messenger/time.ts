/** Before this the platform had no bots; it also tells milliseconds from seconds, which Meta's own test events contain. */
const EARLIEST = Date.UTC(2016, 0);
/** A clock of ours that runs behind Meta's is no reason to doubt its time. */
const AHEAD_MS = 10 * 60 * 1000;

/** A time of Meta's (number or text of epoch milliseconds) in epoch ms; undefined when it is missing or cannot be. */
export function instantOf(timestamp: unknown, now: number): number | undefined {
  const at = typeof timestamp === 'string' ? Number(timestamp) : timestamp;
  if (typeof at !== 'number' || !Number.isInteger(at)) return undefined;
  return at >= EARLIEST && at <= now + AHEAD_MS ? at : undefined;
}
