import { chmodSync, closeSync, fdatasync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { Vault } from '../../runtime/vault.ts';
import { blob } from './columns.ts';
import { migrate } from './schema.ts';

/**
 * How long a statement waits for another process's lock. The wait blocks the event loop, so it is short: what takes longer is
 * answered 503, and Meta sends it again.
 */
const BUSY_MS = 250;

/**
 * - NORMAL: a commit does not wait for fsync. The writer does, with `openLog`, before it tells anybody. (Making the tables is FULL.)
 * - secure_delete: what is erased is overwritten with zeros. Sealed or not, a row that the person had erased must not be found
 *   again by somebody who later gets hold of file and key. Measured cost: about 2 % of CPU, since erased rows nearly always
 *   share their page with rows that are written anyway.
 * - wal_autocheckpoint in pages (256 MiB): the checkpointer is there long before; this is for when it fails.
 * - cache_size in KiB: the inner pages of the big indexes; beyond them the operating system's cache serves as well.
 */
const PRAGMAS = `
  PRAGMA secure_delete = ON;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 65536;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -16384;
`;

/**
 * Opens the file, or makes it, with its directory; readable by nobody but its owner. SQLite gives the `-wal` and `-shm` files
 * beside it the same mode. Throws when the file is no database, from a newer program, or was written under another data key.
 */
export function openDatabase(path: string, vault: Vault): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const db = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: false });
  try {
    db.exec(PRAGMAS);
    migrate(db);
    checkKey(db, vault);
    db.exec('PRAGMA synchronous = NORMAL');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * The log that COMMIT writes to, `path` with `-wal`: SQLite keeps it as long as the database is open. `sync` resolves once all that was
 * written to it is on disk, which is what SQLite does by itself, on the event loop, with `synchronous = FULL`.
 */
export function openLog(path: string): { readonly sync: () => Promise<void>; readonly close: () => void } {
  let file: number | undefined;
  return {
    sync: async () => {
      file ??= openSync(`${path}-wal`, 'r');
      await syncFile(file);
    },
    close: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

const syncFile = promisify(fdatasync);

/** With another key every person would be a stranger and nothing stored could be opened: better not to start. */
function checkKey(db: DatabaseSync, vault: Vault): void {
  const ours = vault.pseudonym('key check');
  db.prepare('INSERT INTO meta (key_check, last_lease) SELECT ?, 0 WHERE NOT EXISTS (SELECT 1 FROM meta)').run(ours);
  const theirs = blob(db.prepare('SELECT key_check FROM meta').get()?.key_check);
  if (!theirs.equals(ours)) throw new Error('the database was written under another data key: give the key it was made with (DATA_KEY)');
}
