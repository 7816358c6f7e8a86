import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DELIVERY_STATUSES } from '../../src/model/inbound.ts';
import { makeVault } from '../../src/runtime/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import type { OutboundState, Store } from '../../src/store/store.ts';
import type { Harness } from './contract/harness.ts';

export const vault = makeVault(Buffer.alloc(32, 7));

const STATES: readonly OutboundState[] = ['open', ...DELIVERY_STATUSES, 'failed', 'expired'];

export type SqliteHarness = Harness & { readonly path: string };

/** A store in a directory of its own that is gone after the test. */
export async function openSqliteHarness(): Promise<SqliteHarness> {
  const directory = mkdtempSync(join(tmpdir(), 'anoura-store-'));
  const path = join(directory, 'anoura.db');
  const stores: Store[] = [];
  const open = (file: string): Store => {
    const store = openSqliteStore({ path: file, vault });
    stores.push(store);
    return store;
  };
  const read = <T>(look: (db: DatabaseSync) => T): T => {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      return look(db);
    } finally {
      db.close();
    }
  };
  const store = open(path);

  return {
    path,
    store,
    another: async () => open(path),
    // A copy of file and log is what the disk holds at this moment. The copy's owner seems to live on in this process, so the
    // leases are given a pid that cannot be anybody's.
    afterKill: async () => {
      const copy = join(directory, 'after-kill.db');
      for (const part of ['', '-wal']) if (existsSync(path + part)) copyFileSync(path + part, copy + part);
      const db = new DatabaseSync(copy);
      for (const table of ['turns', 'sends']) {
        db.exec(`UPDATE ${table} SET owner = replace(owner, ' ${process.pid} ', ' 999999999 ') WHERE owner IS NOT NULL`);
      }
      db.close();
      return open(copy);
    },
    stateOf: async (ref) =>
      read((db) => {
        const row = db
          .prepare(
            "SELECT 'open' AS state, NULL AS code FROM outbox WHERE ref = :ref UNION ALL SELECT state, code FROM outcomes WHERE ref = :ref",
          )
          .get({ ref });
        const state = STATES.find((known) => known === row?.state);
        return state && { state, code: row?.code ? String(row.code) : undefined };
      }),
    everything: async () => read(dump),
    close: async () => {
      for (const each of stores) await each.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** Bookkeeping that grows with every call, and says nothing about anybody, is left out. */
const BOOKKEEPING = ['meta', 'sqlite_sequence'];

function dump(db: DatabaseSync): string {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => String(name));
  const lines = tables
    .filter((table) => !BOOKKEEPING.includes(table))
    .flatMap((table) =>
      db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .map((row) => [table, ...Object.values(row).map(show)].join(' | ')),
    );
  return lines.join('\n');
}

function show(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  const bytes = Buffer.from(value);
  return `${bytes.toString('base64')} ${bytes.toString('base64url')} ${bytes.toString('latin1')}`;
}
