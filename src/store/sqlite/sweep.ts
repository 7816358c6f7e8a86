import type { DatabaseSync } from 'node:sqlite';
import { CHANNELS } from '../../model/channel.ts';
import { LANGUAGE_MS, SESSION_MS } from '../../model/session.ts';
import { int } from './columns.ts';
import type { Outbox } from './outbox.ts';
import { SEEN_PERIOD_MS } from './receive.ts';

/**
 * A call does no more than this many rows and, because some lie on pages that must first be read, begins none after this time: the turns
 * that wait behind it must hardly notice. Most of its cost comes after the statements, in the write: a row of `outcomes` changes three or
 * four pages in its indexes. Measured (`node test/bench/scale.ts`): 1.3 ms of CPU a call; with 200 rows 8 to 10.
 */
const CHUNK = 60;
const BUDGET_MS = 3;
/** Rows between two looks at the time. */
const PIECE = 20;
/** Codes and times of messages and of dead events are kept a week for the operator. */
const HISTORY_MS = 7 * 24 * 60 * 60 * 1000;
/** Leases, pauses and the platform's own waits put off nothing for longer than this. */
const LATEST_DUE_MS = 15 * 60 * 1000;
/** A message that nobody has looked at for so long belongs to a channel that is off. */
const LEFT_MS = 24 * 60 * 60 * 1000;
/** When a conversation with nothing left but something to send is looked at again. */
const LOOK_AGAIN_MS = 10 * 60 * 1000;

type Bite = { readonly looked: number; readonly removed: number };
const removing = (rows: number | bigint): Bite => ({ looked: Number(rows), removed: Number(rows) });

/** Forgets what is past its time, at most a chunk, and brings back what a wrong clock put off; inside the writer's transaction. */
export function makeSweeper(db: DatabaseSync, outbox: Outbox, isInUse: (conversation: number) => boolean) {
  const oldSeen = db.prepare(`
    DELETE FROM seen WHERE (period, event) IN (SELECT period, event FROM seen WHERE period < ? ORDER BY period, event LIMIT ?)
  `);
  // In order of creation without an index, as ids are; rows from while the clock was ahead must not block the way.
  const oldOutcomes = db.prepare(`
    DELETE FROM outcomes WHERE id IN (SELECT id FROM outcomes ORDER BY id LIMIT :budget) AND (created_at <= :old OR created_at > :ahead)
  `);
  const oldDead = db.prepare('DELETE FROM dead_events WHERE id IN (SELECT id FROM dead_events WHERE dead_at <= ? LIMIT ?)');
  const oldMedia = db.prepare('DELETE FROM media WHERE until <= ?');

  const toLookAt = db.prepare('SELECT id FROM conversations WHERE sweep_at <= ? ORDER BY sweep_at LIMIT ?');
  const endSession = db.prepare('UPDATE conversations SET session = NULL WHERE id = ? AND session IS NOT NULL AND used_at <= ?');
  const endLocale = db.prepare('UPDATE conversations SET locale = NULL WHERE id = ? AND locale IS NOT NULL AND used_at <= ?');
  const dropNames = db.prepare(`
    DELETE FROM names WHERE conversation = :id AND used_at <= :before AND name <> (SELECT key FROM conversations WHERE id = :id)
  `);
  const dropIfEmpty = db.prepare(`
    DELETE FROM conversations
    WHERE id = :id AND session IS NULL AND locale IS NULL AND handed_over_until <= :now
      AND NOT EXISTS (SELECT 1 FROM turns WHERE conversation = :id) AND NOT EXISTS (SELECT 1 FROM sends WHERE conversation = :id)
  `);
  const dropAllNames = db.prepare('DELETE FROM names WHERE conversation = ?');
  // The alarm is set to the earliest it can be due and not moved by later turns: a conversation in use costs one look a day.
  const lookAgain = db.prepare(`
    UPDATE conversations SET sweep_at = CASE
      WHEN session IS NOT NULL THEN used_at + :sessionMs
      WHEN locale IS NOT NULL THEN used_at + :languageMs
      ELSE max(handed_over_until, :soon)
    END
    WHERE id = :id
  `);

  // What is due later was written while the clock was ahead. Left alone it would wait until the clock is there again.
  const turnsAhead = db.prepare('UPDATE turns SET due = :now WHERE due > :latest');
  const sendsAhead = db.prepare('UPDATE sends SET due = :now WHERE channel = :channel AND due > :latest');

  // Delivery ends what is too old when its turn comes, which on a channel that is off is never.
  const left = db.prepare(`
    SELECT s.message FROM sends s CROSS JOIN outbox o ON o.id = s.message
    WHERE s.channel = :channel AND s.due <= :before AND o.deadline < :now ORDER BY s.due LIMIT :limit
  `);

  function expire(channel: string, now: number, limit: number): number {
    const rows = left.all({ channel, before: now - LEFT_MS, now, limit });
    for (const { message } of rows) outbox.finish(int(message), { state: 'expired', message: null, code: null, now });
    return rows.length;
  }

  /** How many things were forgotten. */
  function lookAt(id: number, now: number): number {
    // Somebody writes in this very transaction, and nothing in the database shows it yet.
    if (isInUse(id)) {
      lookAgain.run({ id, sessionMs: SESSION_MS, languageMs: LANGUAGE_MS, soon: now + LOOK_AGAIN_MS });
      return 0;
    }
    const ended = endSession.run(id, now - SESSION_MS).changes;
    const speechless = endLocale.run(id, now - LANGUAGE_MS).changes;
    const names = dropNames.run({ id, before: now - LANGUAGE_MS }).changes;
    const dropped = dropIfEmpty.run({ id, now }).changes;
    if (dropped) dropAllNames.run(id);
    else lookAgain.run({ id, sessionMs: SESSION_MS, languageMs: LANGUAGE_MS, soon: now + LOOK_AGAIN_MS });
    return Number(ended) + Number(speechless) + Number(names) + Number(dropped);
  }

  return (now: number): { removed: number; more: boolean } => {
    const latest = now + LATEST_DUE_MS;
    turnsAhead.run({ now, latest });
    for (const channel of CHANNELS) sendsAhead.run({ now, latest, channel });

    const until = performance.now() + BUDGET_MS;
    let removed = 0;
    let looked = 0;
    /** How many rows may be looked at now; 0 ends the call. */
    const budget = () => (performance.now() < until ? Math.min(PIECE, CHUNK - looked) : 0);
    // Conversations first: a long history of messages must not keep a session alive.
    const cuts: readonly ((limit: number) => Bite)[] = [
      (limit) => {
        const due = toLookAt.all(now, limit);
        return { looked: due.length, removed: due.reduce((sum, { id }) => sum + lookAt(int(id), now), 0) };
      },
      ...CHANNELS.map((channel) => (limit: number) => removing(expire(channel, now, limit))),
      (limit) => removing(oldSeen.run(Math.floor(now / SEEN_PERIOD_MS) - 1, limit).changes),
      (limit) => removing(oldOutcomes.run({ budget: limit, old: now - HISTORY_MS, ahead: now + HISTORY_MS }).changes),
      (limit) => removing(oldDead.run(now - HISTORY_MS, limit).changes),
      // A few hundred rows at the very most: recordings, once for each number.
      () => removing(oldMedia.run(now).changes),
    ];
    for (const cut of cuts) {
      for (let limit = budget(); limit > 0; limit = budget()) {
        const done = cut(limit);
        removed += done.removed;
        looked += done.looked;
        if (done.looked < limit) break;
      }
    }
    return { removed, more: budget() === 0 };
  };
}
