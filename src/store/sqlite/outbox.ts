import type { DatabaseSync } from 'node:sqlite';
import type { ChannelId } from '../../model/channel.ts';
import { conversationKey, outboundRef } from '../../model/ids.ts';
import type { Payload } from '../../model/outbound.ts';
import type { Vault } from '../../runtime/vault.ts';
import type { NewOutbound, OutboundState, SendWork } from '../store.ts';
import { blob, channelId, int, text } from './columns.ts';
import type { Place } from './commit.ts';

/** A message ready for its row: `body` is sealed and holds the payload and its receipts. */
export type SealedOutbound = { readonly message: NewOutbound; readonly body: Buffer };

/** A wish to send at once: `take` says for each message whether there is room, and counts it. */
export type Hold = { readonly leaseMs: number; readonly take: (channel: ChannelId) => boolean };

/** How a message ended: `message` is the pseudonym of the platform's id. */
type Ending = {
  readonly state: Exclude<OutboundState, 'open'>;
  readonly message: Buffer | null;
  readonly code: string | null;
  readonly now: number;
};

/** `over`: it was open until now. `next`: another message of its conversation waits behind it. */
type Finished = { readonly over: boolean; readonly next: boolean };
const NOT_OPEN: Finished = { over: false, next: false };

/**
 * Messages still to be sent, and the queue of conversations that have some. Of each conversation only the oldest is in the
 * queue; when it ends, the next one takes its place. All of it runs inside the writer's transaction.
 */
export type Outbox = {
  /** Gives the message back, leased, if it is the conversation's oldest and `hold` has room for it. */
  readonly add: (place: Place, message: SealedOutbound, now: number, hold?: Hold) => SendWork | undefined;
  readonly claim: (options: { channel: ChannelId; limit: number; now: number; leaseMs: number }) => readonly SendWork[];
  /** Moves the message to the outcomes, its body gone. False if it is not open any more. */
  readonly finish: (id: number, ending: Ending) => Finished;
  /** Whether this process claimed the message last and it is not back in the queue; `retry` and `postpone` do nothing without. */
  readonly holds: (id: number) => boolean;
  readonly retry: (id: number, at: number, code: string) => void;
  readonly postpone: (id: number, at: number) => void;
  readonly byRef: (ref: string) => number | undefined;
  /** Deletes what is not under way, and makes what is under way expire should it come back unsent. */
  readonly erase: (conversation: number, now: number) => void;
  readonly merge: (from: number, into: number) => void;
};

export function sealOutbound(vault: Vault, message: NewOutbound): SealedOutbound {
  const { payload, receipts } = message;
  return { message, body: vault.seal(JSON.stringify({ payload, receipts })) };
}

export function makeOutbox(db: DatabaseSync, vault: Vault, owner: string): Outbox {
  const insert = db.prepare(`
    INSERT INTO outbox (ref, conversation, channel, body, created_at, deadline, not_before) VALUES (?, ?, ?, ?, ?, ?, 0)
  `);
  // A conversation already queued keeps its place: this message waits behind its oldest.
  const enqueue = db.prepare('INSERT INTO sends (conversation, channel, message, due) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const enqueueHeld = db.prepare(`
    INSERT INTO sends (conversation, channel, message, due, owner, attempts, attempted_at) VALUES (?, ?, ?, ?, ?, 1, ?)
    ON CONFLICT DO NOTHING
  `);

  const dueSends = db.prepare(`
    SELECT s.message, s.conversation, s.attempts, c.key, o.ref, o.channel, o.body, o.deadline, o.created_at
    FROM sends s CROSS JOIN outbox o ON o.id = s.message CROSS JOIN conversations c ON c.id = s.conversation
    WHERE s.channel = ? AND s.due <= ? ORDER BY s.due, s.message LIMIT ?
  `);
  const take = db.prepare('UPDATE sends SET due = ?, owner = ?, attempted_at = ?, attempts = attempts + 1 WHERE conversation = ?');

  // An expired message keeps the code of its last attempt: that is why it came to expire.
  const keepOutcome = db.prepare(`
    INSERT INTO outcomes (id, ref, conversation, message, state, code, attempts, created_at, sent_at, state_at)
    SELECT o.id, o.ref, o.conversation, :message, :state, iif(:state = 'expired', s.code, :code), coalesce(s.attempts, 0),
           o.created_at, coalesce(s.attempted_at, :now), :now
    FROM outbox o LEFT JOIN sends s ON s.conversation = o.conversation AND s.message = o.id
    WHERE o.id = :id
  `);
  const remove = db.prepare('DELETE FROM outbox WHERE id = ? RETURNING conversation');
  const oldest = db.prepare(`
    SELECT id, channel, max(created_at, not_before) AS due FROM outbox WHERE conversation = ? ORDER BY id LIMIT 1
  `);
  const dequeue = db.prepare(`
    DELETE FROM sends WHERE conversation = :conversation AND NOT EXISTS (SELECT 1 FROM outbox WHERE conversation = :conversation)
  `);
  // Of a conversation whose oldest is still the same, a lease or a retry stays as it is.
  const requeue = db.prepare(`
    INSERT INTO sends (conversation, channel, message, due) VALUES (:conversation, :channel, :message, :due)
    ON CONFLICT (conversation) DO UPDATE
      SET message = :message, due = :due, owner = NULL, attempts = 0, attempted_at = NULL, code = NULL
      WHERE message <> :message
  `);

  const idOfRef = db.prepare('SELECT id FROM outbox WHERE ref = ?');
  const heldBy = db.prepare(`
    SELECT s.conversation FROM outbox o CROSS JOIN sends s ON s.conversation = o.conversation AND s.message = o.id
    WHERE o.id = ? AND s.owner = ?
  `);
  const setRetry = db.prepare('UPDATE sends SET due = ?, owner = NULL, code = ? WHERE conversation = ?');
  const setPostponed = db.prepare('UPDATE sends SET due = ?, owner = NULL, attempts = attempts - 1 WHERE conversation = ?');

  const eraseWaiting = db.prepare(`
    DELETE FROM outbox WHERE conversation = :conversation AND not_before <= :now
      AND id NOT IN (SELECT message FROM sends WHERE conversation = :conversation AND owner IS NOT NULL AND due > :now)
  `);
  const expireUnderWay = db.prepare('UPDATE outbox SET deadline = min(deadline, ?) WHERE conversation = ?');

  const holdUnderWay = db.prepare(`
    UPDATE outbox SET not_before = s.due FROM sends s
    WHERE s.conversation IN (:from, :into) AND s.owner IS NOT NULL AND outbox.id = s.message
  `);
  const moveMessages = db.prepare('UPDATE outbox SET conversation = :into WHERE conversation = :from');
  const keepOlder = db.prepare(`
    DELETE FROM sends WHERE conversation IN (:from, :into)
      AND message > (SELECT min(message) FROM sends WHERE conversation IN (:from, :into))
  `);
  const moveQueued = db.prepare('UPDATE sends SET conversation = :into WHERE conversation = :from');

  const outbox: Outbox = {
    add: ({ conversation, key, channel }, { message: { ref, payload, receipts, deadline }, body }, now, hold) => {
      const id = Number(insert.run(ref, conversation, channel, body, now, deadline).lastInsertRowid);
      if (!hold?.take(channel)) {
        enqueue.run(conversation, channel, id, now);
        return undefined;
      }
      if (enqueueHeld.run(conversation, channel, id, now + hold.leaseMs, owner, now).changes === 0) return undefined;
      return { id, ref, conversation: key, channel, payload, receipts, deadline, attempt: 1, createdAt: now };
    },
    claim: ({ channel, limit, now, leaseMs }) =>
      dueSends.all(channel, now, limit).flatMap((row) => {
        const id = int(row.message);
        const body = open(blob(row.body));
        if (!body) {
          outbox.finish(id, { state: 'failed', message: null, code: 'unreadable', now });
          return [];
        }
        take.run(now + leaseMs, owner, now, int(row.conversation));
        return [
          {
            id,
            ref: outboundRef(text(row.ref)),
            conversation: conversationKey(blob(row.key).toString('base64url')),
            channel: channelId(row.channel),
            payload: body.payload,
            receipts: body.receipts,
            deadline: int(row.deadline),
            attempt: int(row.attempts) + 1,
            createdAt: int(row.created_at),
          },
        ];
      }),
    finish: (id, { state, message, code, now }) => {
      keepOutcome.run({ id, state, message, code, now });
      const removed = remove.get(id);
      return removed ? { over: true, next: settle(int(removed.conversation)) } : NOT_OPEN;
    },
    holds: (id) => held(id) !== undefined,
    retry: (id, at, code) => {
      const conversation = held(id);
      if (conversation !== undefined) setRetry.run(at, code, conversation);
    },
    postpone: (id, at) => {
      const conversation = held(id);
      if (conversation !== undefined) setPostponed.run(at, conversation);
    },
    byRef: (ref) => {
      const row = idOfRef.get(ref);
      return row && int(row.id);
    },
    erase: (conversation, now) => {
      eraseWaiting.run({ conversation, now });
      expireUnderWay.run(now, conversation);
      settle(conversation);
    },
    merge: (from, into) => {
      // Two may be under way now. The one that is not the oldest leaves the queue, and keeps its lease's end for its return.
      for (const statement of [holdUnderWay, moveMessages, keepOlder, moveQueued]) statement.run({ from, into });
    },
  };

  /** Queues the conversation's oldest message, or takes the conversation out of the queue; says whether something waits. */
  function settle(conversation: number): boolean {
    // Nearly always nothing waits behind it.
    if (dequeue.run({ conversation }).changes > 0) return false;
    const next = oldest.get(conversation);
    if (next) requeue.run({ conversation, channel: text(next.channel), message: int(next.id), due: int(next.due) });
    return next !== undefined;
  }

  function held(id: number): number | undefined {
    const row = heldBy.get(id, owner);
    return row && int(row.conversation);
  }

  /** Undefined for a damaged row: it must not keep all others from being claimed. */
  function open(sealed: Buffer): { payload: Payload; receipts: readonly Payload[] } | undefined {
    try {
      const body: { payload: Payload; receipts: readonly Payload[] } = JSON.parse(vault.open(sealed));
      return body;
    } catch {
      return undefined;
    }
  }

  return outbox;
}
