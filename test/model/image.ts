import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { vault } from '../store/sqlite-harness.ts';

type Row = Readonly<Record<string, SQLInputValue>>;

/** Everything in a database, owners of leases by the names that the explorer has for them. */
export type Image = ReadonlyMap<string, readonly Row[]>;

/** Numbers that only serve to tell rows apart: which ones they are depends on the way that led here, and must not tell states apart. */
const NAMES: Readonly<Record<string, string>> = {
  'turns.lease': 'lease',
  'outbox.id': 'out',
  'sends.message': 'out',
  'outcomes.id': 'out',
  'outbox.ref': 'ref',
  'outcomes.ref': 'ref',
};
const BOOKKEEPING = ['meta', 'sqlite_sequence'];

/** Calls each thing by a number of its own, in the order in which they are met. */
export type Renamer = (kind: string, value: unknown) => string;

export function renamer(): Renamer {
  const known = new Map<string, string>();
  return (kind, value) => {
    const key = `${kind} ${String(value)}`;
    const name = known.get(key) ?? `${kind}${known.size}`;
    known.set(key, name);
    return name;
  };
}

/**
 * Looks into a store's file and puts it back to an earlier moment, beside the stores that have it open: rewriting the few rows of a small
 * world is far cheaper than opening a copy of the file for each of its thousands of states.
 */
export function openImages(path: string) {
  const db = new DatabaseSync(path);
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => String(name));
  const columns = new Map(
    tables.map((table) => [
      table,
      db
        .prepare('SELECT name FROM pragma_table_info(?)')
        .all(table)
        .map(({ name }) => String(name)),
    ]),
  );
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  /** Sealed bytes differ each time; what they hold does not. Opened once. */
  const opened = new Map<string, string>();
  function meaning(bytes: Uint8Array): string {
    const hex = Buffer.from(bytes).toString('base64');
    const known = opened.get(hex) ?? open(bytes) ?? hex;
    opened.set(hex, known);
    return known;
  }

  /** What was in the file when it was last looked at. A table that stays the same stays the same list, and need not be written again. */
  let current: Image = new Map();
  /** Nobody has written since. */
  let certain = false;
  const [begin, commit] = ['BEGIN IMMEDIATE', 'COMMIT'].map((sql) => db.prepare(sql));

  return {
    db,
    /** `nameOf`: the explorer's name for an owner of the store. */
    take: (nameOf: (owner: string) => string): Image => {
      current = new Map(
        tables.map((table) => {
          const rows: readonly Row[] = statement(`SELECT * FROM ${table}`).all();
          const named = rows.map((row) => (typeof row.owner === 'string' ? { ...row, owner: nameOf(row.owner) } : row));
          const known = current.get(table);
          return [table, known !== undefined && isDeepStrictEqual(known, named) ? known : named];
        }),
      );
      certain = true;
      return current;
    },
    put: (image: Image, ownerOf: (name: string) => string): void => {
      begin?.run();
      for (const [table, rows] of image) {
        if (certain && current.get(table) === rows) continue;
        statement(`DELETE FROM ${table}`).run();
        const names = columns.get(table) ?? [];
        const insert = statement(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`);
        for (const row of rows) {
          insert.run(
            ...names.map((name) => (name === 'owner' && typeof row.owner === 'string' ? ownerOf(row.owner) : (row[name] ?? null))),
          );
        }
      }
      commit?.run();
      certain = false;
    },
    /** The image in words, the same for all images that mean the same. */
    describe: (image: Image, rename: Renamer, ownerAs: (name: string) => string): string => {
      const lines = [...image].flatMap(([table, rows]) => {
        if (BOOKKEEPING.includes(table)) return [];
        return rows.map((row) => {
          const cells = Object.entries(row).map(([column, value]) => {
            const kind = NAMES[`${table}.${column}`];
            if (value === null) return '-';
            if (kind !== undefined) return rename(kind, value);
            if (column === 'owner') return ownerAs(String(value));
            return value instanceof Uint8Array ? meaning(value) : String(value);
          });
          return `${table} ${cells.join(' ')}`;
        });
      });
      return lines.join('\n');
    },
    close: () => db.close(),
  };
}

export type Images = ReturnType<typeof openImages>;

function open(bytes: Uint8Array): string | undefined {
  try {
    return vault.open(bytes);
  } catch {
    return undefined;
  }
}
