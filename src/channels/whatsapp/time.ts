/** A clock of ours that runs behind Meta's is no reason to doubt its time. */
const AHEAD_MS = 10 * 60 * 1000;

/**
 * Meta's time of an item (text of Unix seconds) in epoch ms. `now` stands in for a time that is missing or cannot be: a message
 * must not be answered late, or never, because of its label.
 */
export function timeOf(timestamp: unknown, now: number): number {
  if (typeof timestamp !== 'string' && typeof timestamp !== 'number') return now;
  const at = Number(timestamp) * 1000;
  return at > 0 && at <= now + AHEAD_MS ? Math.trunc(at) : now;
}
