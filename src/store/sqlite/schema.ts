import type { DatabaseSync } from 'node:sqlite';
import { MEDIA_TABLE } from './media.ts';

/**
 * What is hot stays small: `inbox` and `outbox` hold only what still waits, each with a queue (`turns`, `sends`) of one narrow row
 * for every conversation that has something there, its oldest. Claims write the queues alone, so neither history nor a long
 * backlog nor the size of bodies changes what a turn costs. What is over moves to `outcomes`, instead of staying in `outbox`
 * under a state: emptied rows would leave pages that are mostly air.
 *
 * No address and no platform id is a column. `name`, `key`, `event` of `seen` and `message` of `outcomes` are keyed hashes of
 * 16 bytes; `event` of `inbox` and `body` are sealed. Ids that outlive their row somewhere (in a late worker's result, in the
 * outcome of a forgotten person) are AUTOINCREMENT: they must never come back as somebody else's.
 */
const FIRST = `
  CREATE TABLE meta (
    key_check  BLOB NOT NULL,     -- tells a wrong data key apart
    last_lease INTEGER NOT NULL   -- every claim takes a new number
  ) STRICT;

  CREATE TABLE seen (             -- platform ids of messages, for dedupe; clustered by period, so that forgetting is one range
    period INTEGER NOT NULL,
    event  BLOB NOT NULL,
    PRIMARY KEY (period, event)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE conversations (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    key               BLOB NOT NULL,      -- the ConversationKey; always one of its names
    channel           TEXT NOT NULL,
    session           TEXT,
    locale            TEXT,
    used_at           INTEGER NOT NULL,   -- the session's time, and the language's once the session is gone
    handed_over_until INTEGER NOT NULL,
    sweep_at          INTEGER NOT NULL    -- never later than the first thing in this row to forget
  ) STRICT;
  CREATE INDEX conversations_to_sweep ON conversations (sweep_at);

  CREATE TABLE names (            -- every identifier a person is known by
    name         BLOB PRIMARY KEY,
    conversation INTEGER NOT NULL,
    used_at      INTEGER NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX names_of_conversation ON names (conversation);

  CREATE TABLE inbox (            -- waiting events only
    id           INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    received_at  INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    event        BLOB NOT NULL
  ) STRICT;
  CREATE INDEX inbox_of_conversation ON inbox (conversation);

  CREATE TABLE turns (            -- one row for each conversation with waiting events
    conversation INTEGER PRIMARY KEY,
    due          INTEGER NOT NULL,  -- may be claimed from then on: arrival of its first event, end of its lease, or a retry
    first        INTEGER NOT NULL,  -- its oldest waiting event, which breaks ties
    last         INTEGER NOT NULL,  -- and its newest
    lease        INTEGER,
    owner        TEXT
  ) STRICT;
  CREATE INDEX turns_due ON turns (due, first);

  CREATE TABLE dead_events (      -- events set aside
    id           INTEGER PRIMARY KEY,
    conversation INTEGER,
    received_at  INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    dead_at      INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX dead_events_of_conversation ON dead_events (conversation);
  CREATE INDEX dead_events_to_sweep ON dead_events (dead_at);

  CREATE TABLE outbox (           -- unsent messages only
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    ref          TEXT NOT NULL UNIQUE,
    conversation INTEGER NOT NULL,
    channel      TEXT NOT NULL,
    body         BLOB NOT NULL,
    created_at   INTEGER NOT NULL,
    deadline     INTEGER NOT NULL,
    not_before   INTEGER NOT NULL   -- 0, but for a message that was under way when its conversation was merged into another
  ) STRICT;
  CREATE INDEX outbox_of_conversation ON outbox (conversation);

  CREATE TABLE sends (            -- one row for each conversation with unsent messages; all but the first two are about its oldest
    conversation INTEGER PRIMARY KEY,
    channel      TEXT NOT NULL,
    message      INTEGER NOT NULL,
    due          INTEGER NOT NULL,  -- may be claimed from then on: creation, end of its lease, or a retry
    owner        TEXT,
    attempts     INTEGER NOT NULL DEFAULT 0,
    attempted_at INTEGER,
    code         TEXT
  ) STRICT;
  CREATE INDEX sends_due ON sends (channel, due, message);

  CREATE TABLE outcomes (         -- what became of messages
    id           INTEGER PRIMARY KEY,
    ref          TEXT NOT NULL UNIQUE,
    conversation INTEGER NOT NULL,
    message      BLOB,
    state        TEXT NOT NULL,
    code         TEXT,
    attempts     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    sent_at      INTEGER NOT NULL,  -- when the last attempt began
    state_at     INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX outcomes_of_conversation ON outcomes (conversation);
  CREATE INDEX outcomes_of_message ON outcomes (message) WHERE message IS NOT NULL;
`;

/** Entry n brings a database from version n to n + 1. Never edited once released, only added to. */
const MIGRATIONS: readonly string[] = [FIRST, MEDIA_TABLE];

/**
 * Brings the tables up to this program's version, in one transaction with the check, since two processes may start at once.
 * Refuses a database from a newer program: what it holds could not be understood, and running on would spoil it.
 */
export function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version);
    if (version > MIGRATIONS.length) {
      throw new Error(
        `the database has version ${version}, this program knows versions up to ${MIGRATIONS.length}: start a newer program, or restore a backup`,
      );
    }
    for (const migration of MIGRATIONS.slice(version)) db.exec(migration);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
