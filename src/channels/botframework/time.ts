/** Before this there was no Bot Framework. */
const EARLIEST = Date.UTC(2016, 0);
/** A clock of ours that runs behind a client's is no reason to doubt its time. */
const AHEAD_MS = 10 * 60 * 1000;

/** A client's time (ISO 8601) in epoch ms; undefined when it is missing or cannot be. */
export function instantOf(timestamp: unknown, now: number): number | undefined {
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return at >= EARLIEST && at <= now + AHEAD_MS ? at : undefined;
}
