import type { DatabaseSync } from 'node:sqlite';
import type { StoreStats } from '../store.ts';
import { int } from './columns.ts';

/** Queue depths; the oldest row is the first one, since numbers are given in order. */
export function makeStats(db: DatabaseSync): () => StoreStats {
  const all = db.prepare(`
    SELECT (SELECT count(*) FROM inbox) AS inbox,
           (SELECT received_at FROM inbox ORDER BY id LIMIT 1) AS oldest_inbox,
           (SELECT count(*) FROM outbox) AS outbox,
           (SELECT created_at FROM outbox ORDER BY id LIMIT 1) AS oldest_outbox,
           (SELECT count(*) FROM dead_events) AS dead
  `);
  return () => {
    const row = all.get();
    const time = (value: unknown) => (typeof value === 'number' ? value : undefined);
    return {
      inbox: int(row?.inbox),
      oldestInbox: time(row?.oldest_inbox),
      outbox: int(row?.outbox),
      oldestOutbox: time(row?.oldest_outbox),
      dead: int(row?.dead),
    };
  };
}
