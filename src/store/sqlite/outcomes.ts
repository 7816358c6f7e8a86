import type { DatabaseSync } from 'node:sqlite';
import type { DeliveryStatus } from '../../model/inbound.ts';
import type { SendResult } from '../store.ts';
import { int, text } from './columns.ts';
import type { Outbox } from './outbox.ts';

type Progress = DeliveryStatus | 'failed';

/** A status as it is stored: `message` is the pseudonym of the platform's id. */
export type EncodedStatus = {
  readonly ref: string | undefined;
  readonly message: Buffer | null;
  readonly status: Progress;
  readonly code: string | null;
  readonly at: number;
};

/** What became of messages: the results of our own attempts, and what the platform tells later, in any order. */
export type Outcomes = {
  /** Says whether another message of the same conversation waits behind this one. */
  readonly record: (result: SendResult, message: Buffer | null, now: number) => boolean;
  /** A status for a message that is unknown, or erased, changes nothing. */
  readonly status: (status: EncodedStatus, now: number) => void;
  /** Everything sent to this conversation up to `at` was delivered, or read. */
  readonly watermark: (conversation: number, status: 'delivered' | 'read', at: number) => void;
};

export function makeOutcomes(db: DatabaseSync, outbox: Outbox): Outcomes {
  const byId = db.prepare('SELECT id, state, message IS NULL AS unproved FROM outcomes WHERE id = ?');
  const byRef = db.prepare('SELECT id, state, message IS NULL AS unproved FROM outcomes WHERE ref = ?');
  const byMessage = db.prepare('SELECT id, state, message IS NULL AS unproved FROM outcomes WHERE message = ?');
  const advance = db.prepare('UPDATE outcomes SET state = ?, code = ?, state_at = ? WHERE id = ?');
  const prove = db.prepare('UPDATE outcomes SET message = ? WHERE id = ? AND message IS NULL');
  // Compared with the attempt's beginning: the platform stamps a message after that and before we hear of it.
  const advanceUpTo = db.prepare(`
    UPDATE outcomes SET state = :status, state_at = :at
    WHERE conversation = :conversation AND sent_at <= :at AND (state = 'sent' OR (state = 'delivered' AND :status = 'read'))
  `);

  function moveOn(row: ReturnType<typeof byId.get>, { status, code, message, at }: EncodedStatus): void {
    if (!row) return;
    if (isAfter(status, text(row.state), row.unproved === 1)) advance.run(status, code, at, int(row.id));
    if (message && row.unproved === 1) prove.run(message, int(row.id));
  }

  return {
    record: (result, message, now) => {
      switch (result.kind) {
        case 'sent': {
          const { over, next } = outbox.finish(result.id, { state: 'sent', message, code: null, now });
          if (!over) moveOn(byId.get(result.id), { ref: undefined, message, status: 'sent', code: null, at: now });
          return next;
        }
        case 'failed':
        case 'expired':
          // Another process that took the message over may have it on its way, so its word counts, not ours.
          if (!outbox.holds(result.id)) return false;
          return outbox.finish(result.id, { state: result.kind, message: null, code: result.kind === 'failed' ? result.code : null, now })
            .next;
        case 'retry':
          outbox.retry(result.id, result.at, result.code);
          return false;
        case 'postponed':
          outbox.postpone(result.id, result.at);
          return false;
      }
    },
    status: (status, now) => {
      const { ref, message, code } = status;
      const open = ref === undefined ? undefined : outbox.byRef(ref);
      if (open !== undefined) {
        // The platform has it although we never recorded that (a crash between its answer and our record): not sent again.
        outbox.finish(open, { state: status.status, message, code, now });
        return;
      }
      moveOn((ref === undefined ? undefined : byRef.get(ref)) ?? (message ? byMessage.get(message) : undefined), status);
    },
    watermark: (conversation, status, at) => void advanceUpTo.run({ conversation, status, at }),
  };
}

const ORDER: Readonly<Record<string, number>> = { sent: 1, delivered: 2, read: 3, played: 4 };

/**
 * Whether a message in `state` moves on to `status`. Never back; `failed` ends a message unless it arrived. `unproved`: no
 * platform id is known, so if we gave it up, that was our own view, and any sign that it did go out overrules it.
 */
function isAfter(status: Progress, state: string, unproved: boolean): boolean {
  if (status === 'failed') return state === 'sent' || state === 'expired';
  if (state === 'failed' || state === 'expired') return unproved;
  return (ORDER[status] ?? 0) > (ORDER[state] ?? 0);
}
