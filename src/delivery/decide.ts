import type { Outcome } from '../model/outbound.ts';
import type { SendResult, SendWork } from '../store/store.ts';

/** About a message. `suspended` is missing because it is about the channel: see suspension.ts. */
export type MessageOutcome = Exclude<Outcome, { readonly kind: 'suspended' }>;

const FIRST_RANGE_MS = 2_000;
const LONGEST_RANGE_MS = 5 * 60_000;
/** Even the luckiest draw leaves the platform this long, which also bounds the attempts before a deadline. */
const SHORTEST_DELAY_MS = 250;
/** After an unclear end the platform's `sent` status often arrives within seconds and makes the second attempt needless. */
const UNCLEAR_DELAY_MS = 3_000;

/**
 * What becomes of an outbox row after an attempt that ended at `now`. `random` gives [0, 1).
 *
 * Full jitter: the delay is drawn from the whole range, which doubles with each attempt, so that messages which failed
 * together do not come back together. What the platform asked for (`afterMs`) is added below the range, not taken as
 * its maximum, for the same reason.
 */
export function decide(outcome: MessageOutcome, work: SendWork, now: number, random: () => number): SendResult {
  const { id } = work;
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent', id, messageId: outcome.messageId };
    case 'retry': {
      const range = Math.min(FIRST_RANGE_MS * 2 ** (work.attempt - 1), LONGEST_RANGE_MS);
      const floor = Math.max(outcome.afterMs ?? 0, outcome.ambiguous ? UNCLEAR_DELAY_MS : SHORTEST_DELAY_MS);
      const at = now + Math.round(floor + random() * range);
      const { code } = outcome;
      return at > work.deadline ? { kind: 'failed', id, code } : { kind: 'retry', id, at, code };
    }
    case 'refused':
    case 'window-closed':
    case 'opted-out':
      return { kind: 'failed', id, code: outcome.code };
  }
}
