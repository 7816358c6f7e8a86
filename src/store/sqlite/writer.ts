import type { DatabaseSync } from 'node:sqlite';
import { faultPoint } from '../../runtime/fault-points.ts';

/**
 * Group commit: everything that comes in one round of the event loop, or while the disk is busy, shares one transaction, and so one
 * fsync, the dearest part of all. A lone call pays for nothing but itself.
 *
 * COMMIT only hands the log to the operating system, which a kill -9 does not undo; nobody is told before it is on disk as well. That
 * wait is not the event loop's: SQLite's own fsync (`synchronous = FULL`) would hold up every webhook beside it.
 */
export type Writer = {
  /**
   * Runs `work` inside the next transaction and resolves once that is on disk. If it throws, what it did is undone and only it rejects.
   * `work` may be run a second time after the first was undone, so it touches nothing but the database.
   */
  readonly run: <T>(work: () => T) => Promise<T>;
  /**
   * The same for what may be lost when the power fails: claims, since a lease that is lost is a lease that ended. Alone they wait for no
   * fsync; what they read is on disk already.
   */
  readonly runLightly: <T>(work: () => T) => Promise<T>;
  /**
   * The same as `run` for what nobody waits for: it shares the transaction of whatever comes next, and has one of its own only when
   * nothing has come for `PATIENCE_MS`. So the outcome of one person's message is kept together with the next person's.
   */
  readonly runPatiently: <T>(work: () => T) => Promise<T>;
  /** Commits what waits, and resolves once all is on disk; everything after it is refused. */
  readonly close: () => Promise<void>;
};

/** Does the work and gives back how to tell the caller, which must wait until it is on disk. */
type Job = {
  readonly work: () => () => void;
  readonly reject: (error: Error) => void;
  readonly kind: Kind;
};

/** Of a job: `light` waits for no fsync, `patient` starts no transaction of its own before its time. */
type Kind = 'durable' | 'light' | 'patient';

/** Ms. Far below what a person notices, and at a few hundred messages a second others have come by then. */
const PATIENCE_MS = 4;

/** Resolves once every commit so far would survive that the power fails. */
export type Sync = () => Promise<void>;

/** Told about each transaction, and when jobs are told apart about each of them: what `end` does belongs to it. */
export type Round = { readonly begin: () => void; readonly end: () => void };

export function makeWriter(db: DatabaseSync, around: Round, sync: Sync): Writer {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT job');
  const undo = db.prepare('ROLLBACK TO job');
  const release = db.prepare('RELEASE job');

  let waiting: Job[] = [];
  let closed = false;
  let busy = false;
  /** Resolves when nothing waits but what is patient. */
  let idle = Promise.resolve();
  /** There while only patient jobs wait. */
  let patience: NodeJS.Timeout | undefined;

  async function rounds(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const jobs = waiting;
      waiting = [];
      try {
        const told = round(jobs);
        if (jobs.some(({ kind }) => kind !== 'light')) await sync();
        for (const tell of told) tell();
      } catch (error) {
        for (const job of jobs) job.reject(bare(error));
      }
      if (!closed && waiting.every(({ kind }) => kind === 'patient')) break;
    }
    busy = false;
    if (waiting.length > 0) patience = setTimeout(start, PATIENCE_MS);
  }

  function start(): void {
    clearTimeout(patience);
    patience = undefined;
    busy = true;
    idle = rounds();
  }

  /**
   * Nearly always no job throws, so the savepoints that would tell them apart are left out (they cost more than a small job);
   * if one does throw, the round is undone and run again with them. Throws when nothing was kept of any job.
   */
  function round(jobs: readonly Job[]): readonly (() => void)[] {
    let atWork = false;
    try {
      return transaction(() => {
        atWork = true;
        around.begin();
        const told = jobs.map((job) => job.work());
        around.end();
        atWork = false;
        return told;
      });
    } catch (error) {
      // Where BEGIN or COMMIT failed they would fail again.
      if (!atWork || jobs.length === 1) throw error;
      return transaction(() => jobs.map(apart));
    }
  }

  function transaction<T>(work: () => T): T {
    begin.run();
    try {
      const value = work();
      faultPoint('before-commit');
      commit.run();
      faultPoint('after-commit');
      return value;
    } catch (error) {
      // A full disk makes SQLite roll back by itself, and then there is nothing to roll back.
      if (db.isTransaction) rollback.run();
      throw error;
    }
  }

  function apart(job: Job): () => void {
    savepoint.run();
    try {
      around.begin();
      const tell = job.work();
      around.end();
      release.run();
      return tell;
    } catch (error) {
      // Without its transaction the jobs before this one are gone as well, so all must hear of it.
      if (!db.isTransaction) throw error;
      undo.run();
      release.run();
      return () => job.reject(bare(error));
    }
  }

  function enqueue<T>(kind: Kind, work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new Error('store: closed'));
      waiting.push({
        work: () => {
          const value = work();
          return () => resolve(value);
        },
        reject,
        kind,
      });
      if (busy) return;
      if (kind !== 'patient') start();
      else patience ??= setTimeout(start, PATIENCE_MS);
    });
  }

  return {
    run: (work) => enqueue('durable', work),
    runLightly: (work) => enqueue('light', work),
    runPatiently: (work) => enqueue('patient', work),
    close: async () => {
      closed = true;
      if (!busy && waiting.length > 0) start();
      await idle;
    },
  };
}

/**
 * What callers may see and log: SQLite's fixed words and number for its own errors (5 is locked, 13 full), the class name of any other,
 * because messages may quote what they choked on (JSON.parse does).
 */
function bare(error: unknown): Error {
  if (typeof error !== 'object' || error === null) return new Error('store: failed');
  if ('errstr' in error && 'errcode' in error) {
    return Object.assign(new Error(`store: ${error.errstr} (SQLite ${error.errcode})`), { code: `SQLITE_${error.errcode}` });
  }
  return new Error(`store: ${'name' in error ? error.name : 'failed'}`);
}
