import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { int } from './columns.ts';

/**
 * Writes the log back into the file in a thread of its own. SQLite does it within the commit that makes the log long enough, which then
 * takes a hundred milliseconds, and every message behind it waits.
 */
export type Checkpointer = {
  /** After commits: begins a run if the log is long enough and none is under way. */
  readonly look: () => void;
  /** Resolves when what is in the log now is written back, as far as readers of other processes let it. Never rejects. */
  readonly run: () => Promise<void>;
  /**
   * The same, and cuts the log to nothing: until then it may hold older versions of pages, from before a row was erased. A reader in
   * another process can keep it from happening; the next time is soon enough.
   */
  readonly empty: () => Promise<void>;
  /** Waits for what is under way; the thread gives up its connection, so that the last one to close may delete the log. */
  readonly close: () => Promise<void>;
};

/** The same pages are written again and again: a longer log (64 MiB) costs less in all. */
const LOG_PAGES = 16_384;
/** Below this the thread would take longer to begin than the event loop to do it. */
const FEW_PAGES = 256;

/** `path`: of the file that `db` has open. `pages`: from which length of the log on `look` begins. */
export function makeCheckpointer(path: string, db: DatabaseSync, pages = LOG_PAGES): Checkpointer {
  const measure = db.prepare('PRAGMA wal_checkpoint(NOOP)');
  const finish = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  const cut = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  let thread: Worker | undefined;
  let running: Promise<void> | undefined;
  /** The thread is done with what it was told, or gone. */
  let answered: () => void = () => undefined;

  function begin(): Worker {
    const made = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), {
      workerData: path,
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
    });
    made.on('message', () => answered());
    // It dies of an error, which is no reason for the process to die; the next run begins another.
    made.on('error', () => undefined);
    made.on('exit', () => {
      thread = undefined;
      answered();
    });
    made.unref();
    return made;
  }

  const tell = (what: 'run' | 'close'): Promise<void> =>
    new Promise((resolve) => {
      answered = resolve;
      thread ??= begin();
      thread.postMessage(what);
    });

  async function once(): Promise<void> {
    if (waiting() > FEW_PAGES) await tell('run');
    // What was committed meanwhile is little. Only when nothing is left of it does the log begin anew, instead of growing for ever.
    ask(finish);
  }

  /** Pages of the log that are not in the file. */
  function waiting(): number {
    const row = ask(measure);
    return row === undefined ? 0 : int(row.log) - int(row.checkpointed);
  }

  /** Undefined when it fails or comes too late: nothing is lost by a log that stays, it is part of the database. */
  function ask(statement: StatementSync) {
    try {
      return db.isOpen ? statement.get() : undefined;
    } catch {
      return undefined;
    }
  }

  const run = (): Promise<void> => {
    running ??= once().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    look: () => {
      if (running === undefined && waiting() >= pages) void run();
    },
    run,
    empty: async () => {
      await run();
      ask(cut);
    },
    close: async () => {
      await running;
      if (thread !== undefined) await tell('close');
    },
  };
}
