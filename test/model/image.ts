import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { vault } from '../store/sqlite-harness.ts';

/** The cells of a row, in the order of the columns. */
type Row = readonly SQLOutputValue[];

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

/** A cell in words; or the kind of thing whose name it is, or `owner`, and the name. */
type Cell = string | { readonly kind: string; readonly value: SQLOutputValue };

/**
 * Looks into a store's file and puts it back to an earlier moment, beside the stores that have it open: rewriting the few rows of a small
 * world is far cheaper than opening a copy of the file for each of its thousands of states.
 */
export function openImages(path: string) {
  const db = new DatabaseSync(path);
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => tableOf(db, String(name)));
  /** Changes with every commit of another connection, and with every row that this one writes. */
  const writes = db.prepare("SELECT data_version || ' ' || total_changes() AS moment FROM pragma_data_version");
  const moment = () => writes.get()?.moment;

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
  /** The moment since which nobody has written. */
  let seen: SQLOutputValue | undefined;
  const [begin, commit] = ['BEGIN IMMEDIATE', 'COMMIT'].map((sql) => db.prepare(sql));

  /** What `describe` says of a list of rows, up to the names that differ with what is told before it. */
  const words = new WeakMap<readonly Row[], readonly Cell[]>();
  function wordsOf({ name, columns }: Table, rows: readonly Row[]): readonly Cell[] {
    const known = words.get(rows);
    if (known !== undefined) return known;
    const cells: Cell[] = rows.flatMap((row) => [
      `\n${name}`,
      ...row.map((value, index): Cell => {
        const column = columns[index] ?? '';
        const kind = column === 'owner' ? column : NAMES[`${name}.${column}`];
        if (value === null) return '-';
        if (kind !== undefined) return { kind, value };
        return value instanceof Uint8Array ? meaning(value) : String(value);
      }),
    ]);
    words.set(rows, cells);
    return cells;
  }

  return {
    db,
    /** `nameOf`: the explorer's name for an owner of the store. */
    take: (nameOf: (owner: string) => string): Image => {
      const now = moment();
      if (now === seen) return current;
      current = new Map(
        tables.map(({ name, owner, rows }) => {
          const found = rows().map((row) => withOwner(row, owner, nameOf));
          const known = current.get(name);
          return [name, known !== undefined && areSame(known, found) ? known : found];
        }),
      );
      seen = now;
      return current;
    },
    put: (image: Image, ownerOf: (name: string) => string): void => {
      const certain = moment() === seen;
      const stale = tables.filter(({ name }) => !certain || current.get(name) !== image.get(name));
      if (stale.length === 0) return;
      begin?.run();
      for (const { name, owner, empty, insert } of stale) {
        empty.run();
        for (const row of image.get(name) ?? []) insert.run(...withOwner(row, owner, ownerOf));
      }
      commit?.run();
      current = image;
      seen = moment();
    },
    /** The image in words, the same for all images that mean the same. */
    describe: (image: Image, rename: Renamer, ownerAs: (name: string) => string): string =>
      tables
        .filter(({ name }) => !BOOKKEEPING.includes(name))
        .flatMap((table) => wordsOf(table, image.get(table.name) ?? []))
        .map((cell) => {
          if (typeof cell === 'string') return cell;
          return cell.kind === 'owner' ? ownerAs(String(cell.value)) : rename(cell.kind, cell.value);
        })
        .join(' '),
    close: () => db.close(),
  };
}

export type Images = ReturnType<typeof openImages>;

type Table = ReturnType<typeof tableOf>;

function tableOf(db: DatabaseSync, name: string) {
  const columns = db
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(name)
    .map((column) => String(column.name));
  const all = db.prepare(`SELECT * FROM ${name}`);
  all.setReturnArrays(true);
  return {
    name,
    columns,
    /** Which column is the owner of a lease, or -1. */
    owner: columns.indexOf('owner'),
    rows: (): readonly Row[] => all.all().map((row) => Object.values(row)),
    empty: db.prepare(`DELETE FROM ${name}`),
    insert: db.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join()})`),
  };
}

/** A row under another name of the owner that it may have in column `at`. */
function withOwner(row: Row, at: number, rename: (owner: string) => string): Row {
  const owner = row[at];
  return typeof owner === 'string' ? row.with(at, rename(owner)) : row;
}

const areSame = (some: readonly Row[], others: readonly Row[]): boolean =>
  some.length === others.length && some.every((row, at) => row.every((cell, column) => isSame(cell, others[at]?.[column])));

const isSame = (one: SQLOutputValue, other: SQLOutputValue | undefined): boolean =>
  one instanceof Uint8Array && other instanceof Uint8Array ? Buffer.compare(one, other) === 0 : one === other;

function open(bytes: Uint8Array): string | undefined {
  try {
    return vault.open(bytes);
  } catch {
    return undefined;
  }
}
