import { DatabaseSync } from 'node:sqlite';
import { SESSION_MS } from '../../src/model/session.ts';
import type { Vault } from '../../src/runtime/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';

/** So many people are there as the server would know them; the others' names are random bytes, as good for the tables and quicker to make. */
const KNOWN = 20_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const SEEN_PERIOD_MS = 8 * DAY_MS;

export const personOf = (number: number) => `1555${String(number).padStart(8, '0')}`;

/**
 * Makes a store of a service that has been in use for a month: conversations last used at any moment of the past 30 days, each with a name;
 * for each a message seen in these eight days or the eight before, and one that was sent in the past week. `later` rows of each kind are
 * left over from before, for the sweeper. Gives back the people who can write.
 */
export function fillStore(path: string, vault: Vault, size: number, later: number, now: number): readonly string[] {
  void openSqliteStore({ path, vault }).close();
  const db = new DatabaseSync(path);
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -4000000; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 100000');
  // Made again at the end: sorting once is far quicker than finding each row's place.
  const indexes = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all();
  db.exec('BEGIN');
  for (const { name } of indexes) db.exec(`DROP INDEX ${String(name)}`);
  db.prepare(`
    WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n WHERE id < :size)
    INSERT INTO conversations (id, key, channel, session, locale, used_at, handed_over_until, sweep_at)
    SELECT id, randomblob(16), 'whatsapp',
      iif(age < :session, '{"v":1,"locale":"fr","node":"need","region":"gao","trail":["region","need"]}', NULL),
      'fr', CAST(:now - age AS INTEGER), 0, CAST(iif(id <= :later, :now, :now + abs(random() % CAST(:session AS INTEGER))) AS INTEGER)
    FROM (SELECT id, abs(random() % CAST(:month AS INTEGER)) AS age FROM n)
  `).run({ size, later, now, session: SESSION_MS, month: 29 * DAY_MS });

  const people: string[] = [];
  const rename = db.prepare('UPDATE conversations SET key = ? WHERE id = ?');
  const step = Math.max(1, Math.floor(size / KNOWN));
  for (let id = 1; id <= size; id += step) {
    people.push(personOf(id));
    rename.run(vault.pseudonym('conversation', 'whatsapp', personOf(id)), id);
  }
  db.exec('INSERT INTO names (name, conversation, used_at) SELECT key, id, used_at FROM conversations ORDER BY key');
  const period = Math.floor(now / SEEN_PERIOD_MS);
  const seen = db.prepare(`
    WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n WHERE id < :rows)
    INSERT INTO seen (period, event) SELECT :period, randomblob(16) AS event FROM n ORDER BY event
  `);
  seen.run({ rows: later, period: period - 2 });
  for (const one of [period - 1, period]) seen.run({ rows: Math.floor(size / 2), period: one });
  db.prepare(`
    WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n WHERE id < :rows)
    INSERT INTO outcomes (id, ref, conversation, message, state, attempts, created_at, sent_at, state_at)
    SELECT id, printf('%012x', at) || hex(randomblob(5)), 1 + abs(random() % :size), randomblob(16), 'delivered', 1, at, at, at
    FROM (SELECT id, CAST(:now - iif(id <= :later, 8 * :day, 6 * :day - id * 6 * :day / :rows) AS INTEGER) AS at FROM n)
  `).run({ rows: size + later, size, later, now, day: DAY_MS });
  db.prepare("INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox', max(id) FROM outcomes").run();
  for (const { sql } of indexes) db.exec(String(sql));
  db.exec('COMMIT');
  // All of it on disk now, and not at the first write that is measured.
  db.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return people;
}
