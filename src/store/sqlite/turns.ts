import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { InboundEvent } from '../../model/inbound.ts';
import type { Vault } from '../../runtime/vault.ts';
import type { TurnWork } from '../store.ts';
import { blob, int } from './columns.ts';
import type { Place } from './commit.ts';
import { placeOf, standingOf } from './standing.ts';

/** One person who writes a hundred messages must not hold up a turn; the rest is the next turn's. */
const EVENTS_A_TURN = 50;

/** The inbox and the queue of conversations that have something in it. All of it runs inside the writer's transaction. */
export type Turns = {
  readonly add: (conversation: number, event: Buffer, now: number) => void;
  readonly claim: (options: { limit: number; now: number; leaseMs: number }) => readonly TurnWork[];
  /** The conversation, if it still is at this lease. */
  readonly held: (name: Buffer, lease: number) => Place | undefined;
  readonly complete: (conversation: number, event: number) => void;
  readonly postpone: (conversation: number, event: number) => void;
  readonly bury: (conversation: number, event: number, now: number) => void;
  /** Ends any lease and queues the conversation again if something still waits, not before `notBefore`. */
  readonly settle: (conversation: number, notBefore: number) => void;
};

export function makeTurns(db: DatabaseSync, vault: Vault, owner: string): Turns {
  const insertEvent = db.prepare('INSERT INTO inbox (conversation, received_at, attempts, event) VALUES (?, ?, 0, ?)');
  // A conversation already queued keeps its place; one under lease gets its new event with the next turn.
  const enqueue = db.prepare(`
    INSERT INTO turns (conversation, due, first, last) VALUES (:conversation, :now, :event, :event)
    ON CONFLICT (conversation) DO UPDATE SET last = :event
  `);

  const nextLease = db.prepare('UPDATE meta SET last_lease = last_lease + 1 RETURNING last_lease');
  const dueTurns = db.prepare(`
    SELECT t.conversation, t.first, t.last, c.key, c.channel, c.session, c.locale, c.used_at, c.handed_over_until, i.attempts, i.event
    FROM turns t CROSS JOIN conversations c ON c.id = t.conversation CROSS JOIN inbox i ON i.id = t.first
    WHERE t.due <= ? ORDER BY t.due, t.first LIMIT ?
  `);
  const nextEvent = db.prepare('SELECT id, attempts, event FROM inbox WHERE conversation = ? AND id > ? ORDER BY id LIMIT 1');
  // `first` again, because the oldest event may just have been set aside.
  const takeLease = db.prepare('UPDATE turns SET due = ?, lease = ?, owner = ?, first = ? WHERE conversation = ?');

  const leased = db.prepare(`
    SELECT t.conversation, c.key, c.channel, c.sweep_at
    FROM names n CROSS JOIN turns t ON t.conversation = n.conversation CROSS JOIN conversations c ON c.id = n.conversation
    WHERE n.name = ? AND t.lease = ?
  `);
  const deleteEvent = db.prepare('DELETE FROM inbox WHERE id = ? AND conversation = ?');
  const countAttempt = db.prepare('UPDATE inbox SET attempts = attempts + 1 WHERE id = ? AND conversation = ?');
  const keepDead = db.prepare(`
    INSERT INTO dead_events (conversation, received_at, attempts, dead_at)
    SELECT conversation, received_at, attempts + 1, ? FROM inbox WHERE id = ? AND conversation = ?
  `);
  const waiting = db.prepare(`
    SELECT id, received_at, (SELECT max(id) FROM inbox WHERE conversation = :conversation) AS last
    FROM inbox WHERE conversation = :conversation ORDER BY id LIMIT 1
  `);
  const dequeue = db.prepare('DELETE FROM turns WHERE conversation = ?');
  const requeue = db.prepare(`
    INSERT INTO turns (conversation, due, first, last) VALUES (:conversation, :due, :first, :last)
    ON CONFLICT (conversation) DO UPDATE SET due = :due, first = :first, last = :last, lease = NULL, owner = NULL
  `);

  const turns: Turns = {
    add: (conversation, event, now) => {
      const { lastInsertRowid } = insertEvent.run(conversation, now, event);
      enqueue.run({ conversation, now, event: lastInsertRowid });
    },
    claim: ({ limit, now, leaseMs }) => {
      const due = dueTurns.all(now, limit);
      if (due.length === 0) return [];
      const version = int(nextLease.get()?.last_lease);
      const claimed: TurnWork[] = [];
      for (const row of due) {
        const conversation = int(row.conversation);
        const events = readable(row, now);
        const [first] = events;
        if (!first) {
          turns.settle(conversation, 0);
          continue;
        }
        takeLease.run(now + leaseMs, version, owner, first.id, conversation);
        claimed.push({ ...standingOf(row), lease: { version }, events });
      }
      return claimed;
    },
    held: (name, lease) => {
      const row = leased.get(name, lease);
      return row && placeOf(int(row.conversation), row);
    },
    complete: (conversation, event) => void deleteEvent.run(event, conversation),
    postpone: (conversation, event) => void countAttempt.run(event, conversation),
    bury: (conversation, event, now) => {
      keepDead.run(now, event, conversation);
      deleteEvent.run(event, conversation);
    },
    settle: (conversation, notBefore) => {
      const row = waiting.get({ conversation });
      if (!row) dequeue.run(conversation);
      else requeue.run({ conversation, due: Math.max(int(row.received_at), notBefore), first: int(row.id), last: int(row.last) });
    },
  };

  /**
   * The first event came with the turn, so that the usual turn, of one event, needs no query of its own. An event that cannot
   * be opened (a damaged row) is set aside: it must not keep everybody's turns from being claimed.
   */
  function readable(turn: Record<string, SQLOutputValue>, now: number): TurnWork['events'] {
    const conversation = int(turn.conversation);
    const last = int(turn.last);
    const events: TurnWork['events'][number][] = [];
    let id = int(turn.first);
    let row: Record<string, SQLOutputValue> | undefined = turn;
    while (row) {
      const event = open(blob(row.event));
      if (event) events.push({ id, attempts: int(row.attempts), event });
      else turns.bury(conversation, id, now);
      if (id === last || events.length === EVENTS_A_TURN) break;
      row = nextEvent.get(conversation, id);
      if (row) id = int(row.id);
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

export const sealEvent = (vault: Vault, event: InboundEvent): Buffer => vault.seal(JSON.stringify(event));
