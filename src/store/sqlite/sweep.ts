import type { DatabaseSync } from 'node:sqlite';
import { CHANNELS } from '../../model/channel.ts';
import { LANGUAGE_MS, SESSION_MS } from '../../model/session.ts';
import { int } from './columns.ts';
import { SEEN_PERIOD_MS } from './receive.ts';

/** Rows a call: some 5 ms where each is on a page of its own, so that the turns waiting behind it hardly notice. */
const CHUNK = 200;
/** Codes and times of messages and of dead events are kept a week for the operator. */
const HISTORY_MS = 7 * 24 * 60 * 60 * 1000;
/** Leases, pauses and the platform's own waits put off nothing for longer than this. */
const LATEST_DUE_MS = 15 * 60 * 1000;
/** When a conversation with nothing left but something to send is looked at again. */
const LOOK_AGAIN_MS = 10 * 60 * 1000;

/** Forgets what is past its time, at most a chunk, and brings back what a wrong clock put off; inside the writer's transaction. */
export function makeSweeper(db: DatabaseSync) {
  const oldSeen = db.prepare(`
    DELETE FROM seen WHERE (period, event) IN (SELECT period, event FROM seen WHERE period < ? ORDER BY period, event LIMIT ?)
  `);
  // In order of creation without an index, as ids are; rows from while the clock was ahead must not block the way.
  const oldOutcomes = db.prepare(`
    DELETE FROM outcomes WHERE id IN (SELECT id FROM outcomes ORDER BY id LIMIT :budget) AND (created_at <= :old OR created_at > :ahead)
  `);
  const oldDead = db.prepare('DELETE FROM dead_events WHERE id IN (SELECT id FROM dead_events WHERE dead_at <= ? LIMIT ?)');

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

  /** How many things were forgotten. */
  function lookAt(id: number, now: number): number {
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

    let removed = 0;
    let looked = 0;
    const budget = () => CHUNK - looked;
    // Conversations first: a long history of messages must not keep a session alive.
    for (const { id } of toLookAt.all(now, budget())) {
      removed += lookAt(int(id), now);
      looked += 1;
    }
    const cuts = [
      () => oldSeen.run(Math.floor(now / SEEN_PERIOD_MS) - 1, budget()),
      () => oldOutcomes.run({ budget: budget(), old: now - HISTORY_MS, ahead: now + HISTORY_MS }),
      () => oldDead.run(now - HISTORY_MS, budget()),
    ];
    for (const cut of cuts) {
      const changes = Number(cut().changes);
      removed += changes;
      looked += changes;
    }
    return { removed, more: budget() <= 0 };
  };
}
