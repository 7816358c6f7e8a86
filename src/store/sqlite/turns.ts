import type { DatabaseSync } from 'node:sqlite';
import type { ChannelId } from '../../model/channel.ts';
import { conversationKey } from '../../model/ids.ts';
import type { InboundEvent } from '../../model/inbound.ts';
import type { Session } from '../../model/session.ts';
import type { Vault } from '../../runtime/vault.ts';
import type { TurnWork } from '../store.ts';
import { blob, channelId, int, optionalText } from './columns.ts';

/** One person who writes a hundred messages must not hold up a turn; the rest is the next turn's. */
const EVENTS_A_TURN = 50;

/** The inbox and the queue of conversations that have something in it. All of it runs inside the writer's transaction. */
export type Turns = {
  readonly add: (conversation: number, event: Buffer, now: number) => void;
  readonly claim: (options: { limit: number; now: number; leaseMs: number }) => readonly TurnWork[];
  /** The conversation's number and channel, if it still is at this lease. */
  readonly held: (key: Buffer, lease: number) => { readonly conversation: number; readonly channel: ChannelId } | undefined;
  readonly complete: (conversation: number, event: number) => void;
  readonly postpone: (conversation: number, event: number) => void;
  readonly bury: (conversation: number, event: number, now: number) => void;
  /** Ends any lease and queues the conversation again if something still waits, not before `notBefore`. */
  readonly settle: (conversation: number, notBefore: number) => void;
};

export function makeTurns(db: DatabaseSync, vault: Vault, owner: string): Turns {
  const insertEvent = db.prepare('INSERT INTO inbox (conversation, received_at, attempts, event) VALUES (?, ?, 0, ?)');
  // A conversation already queued keeps its place; one under lease gets its new event with the next turn.
  const enqueue = db.prepare('INSERT INTO turns (conversation, due, first) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');

  const nextLease = db.prepare('UPDATE meta SET last_lease = last_lease + 1 RETURNING last_lease');
  const dueTurns = db.prepare(`
    SELECT t.conversation, c.key, c.channel, c.session, c.locale, c.used_at, c.handed_over_until
    FROM turns t CROSS JOIN conversations c ON c.id = t.conversation
    WHERE t.due <= ? ORDER BY t.due, t.first LIMIT ?
  `);
  // One by one: for the one event that most turns have, the driver's `all` costs several times `get`.
  const nextEvent = db.prepare('SELECT id, attempts, event FROM inbox WHERE conversation = ? AND id > ? ORDER BY id LIMIT 1');
  const takeLease = db.prepare('UPDATE turns SET due = ?, lease = ?, owner = ? WHERE conversation = ?');

  const leased = db.prepare(`
    SELECT t.conversation, c.channel
    FROM names n CROSS JOIN turns t ON t.conversation = n.conversation CROSS JOIN conversations c ON c.id = n.conversation
    WHERE n.name = ? AND t.lease = ?
  `);
  const deleteEvent = db.prepare('DELETE FROM inbox WHERE id = ? AND conversation = ?');
  const countAttempt = db.prepare('UPDATE inbox SET attempts = attempts + 1 WHERE id = ? AND conversation = ?');
  const keepDead = db.prepare(`
    INSERT INTO dead_events (conversation, received_at, attempts, dead_at)
    SELECT conversation, received_at, attempts + 1, ? FROM inbox WHERE id = ? AND conversation = ?
  `);
  const firstEvent = db.prepare('SELECT id, received_at FROM inbox WHERE conversation = ? ORDER BY id LIMIT 1');
  const dequeue = db.prepare('DELETE FROM turns WHERE conversation = ?');
  const requeue = db.prepare(`
    INSERT INTO turns (conversation, due, first) VALUES (?, ?, ?)
    ON CONFLICT (conversation) DO UPDATE SET due = excluded.due, first = excluded.first, lease = NULL, owner = NULL
  `);

  const turns: Turns = {
    add: (conversation, event, now) => {
      const { lastInsertRowid } = insertEvent.run(conversation, now, event);
      enqueue.run(conversation, now, lastInsertRowid);
    },
    claim: ({ limit, now, leaseMs }) => {
      const due = dueTurns.all(now, limit);
      if (due.length === 0) return [];
      const version = int(nextLease.get()?.last_lease);
      const claimed: TurnWork[] = [];
      for (const row of due) {
        const conversation = int(row.conversation);
        const events = readable(conversation, now);
        if (events.length === 0) {
          turns.settle(conversation, 0);
          continue;
        }
        takeLease.run(now + leaseMs, version, owner, conversation);
        const session = parse(optionalText(row.session));
        claimed.push({
          conversation: conversationKey(blob(row.key).toString('base64url')),
          channel: channelId(row.channel),
          lease: { version },
          session,
          sessionAt: session && int(row.used_at),
          locale: optionalText(row.locale),
          handedOverUntil: int(row.handed_over_until),
          events,
        });
      }
      return claimed;
    },
    held: (key, lease) => {
      const row = leased.get(key, lease);
      return row && { conversation: int(row.conversation), channel: channelId(row.channel) };
    },
    complete: (conversation, event) => void deleteEvent.run(event, conversation),
    postpone: (conversation, event) => void countAttempt.run(event, conversation),
    bury: (conversation, event, now) => {
      keepDead.run(now, event, conversation);
      deleteEvent.run(event, conversation);
    },
    settle: (conversation, notBefore) => {
      const first = firstEvent.get(conversation);
      if (first) requeue.run(conversation, Math.max(int(first.received_at), notBefore), int(first.id));
      else dequeue.run(conversation);
    },
  };

  /** An event that cannot be opened (a damaged row) is set aside: it must not keep everybody's turns from being claimed. */
  function readable(conversation: number, now: number): TurnWork['events'] {
    const events: TurnWork['events'][number][] = [];
    let row = nextEvent.get(conversation, 0);
    while (row && events.length < EVENTS_A_TURN) {
      const id = int(row.id);
      const event = open(blob(row.event));
      if (event) events.push({ id, attempts: int(row.attempts), event });
      else turns.bury(conversation, id, now);
      row = nextEvent.get(conversation, id);
    }
    return events;
  }

  function open(sealed: Buffer): InboundEvent | undefined {
    try {
      const event: InboundEvent = JSON.parse(vault.open(sealed));
      return event;
    } catch {
      return undefined;
    }
  }

  return turns;
}

/** A session that cannot be read is none: the person starts anew. */
function parse(json: string | undefined): Session | undefined {
  if (json === undefined) return undefined;
  try {
    const session: Session = JSON.parse(json);
    return session;
  } catch {
    return undefined;
  }
}
