import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeWriter, type Writer } from '../../src/store/sqlite/writer.ts';

const ALONE = { begin: () => undefined, end: () => undefined };

/** A disk that is done when it is told to be. */
function makeDisk() {
  const waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  let told: () => void = () => undefined;
  return {
    waiting,
    sync: () =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ resolve, reject });
        told();
      }),
    /** Resolves when it was asked that many times. */
    asked: async (times: number) => {
      while (waiting.length < times)
        await new Promise<void>((resolve) => {
          told = resolve;
        });
    },
  };
}
const round = () => new Promise<void>((resolve) => void setImmediate(resolve));

describe('group commit', () => {
  let directory: string;
  let db: DatabaseSync;
  let writer: Writer;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'anoura-writer-'));
    db = new DatabaseSync(join(directory, 'test.db'), { timeout: 50 });
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE items (item TEXT UNIQUE)');
    writer = makeWriter(db, ALONE, async () => undefined);
  });
  afterEach(() => {
    if (db.isOpen) db.close();
    rmSync(directory, { recursive: true });
  });

  const insert = (item: string) => () => db.prepare('INSERT INTO items VALUES (?)').run(item).changes;
  const items = () =>
    db
      .prepare('SELECT item FROM items ORDER BY item')
      .all()
      .map(({ item }) => String(item));
  const outcomes = async (works: readonly (() => unknown)[]) =>
    (await Promise.allSettled(works.map((work) => writer.run(work)))).map((outcome) =>
      outcome.status === 'fulfilled' ? 'kept' : String(outcome.reason.message),
    );

  test('calls of one round of the event loop share one transaction, each gets its own value', async () => {
    const values = await Promise.all([1, 2, 3].map((value) => writer.run(() => [value, db.isTransaction])));
    expect(values).toEqual([1, 2, 3].map((value) => [value, true]));
    const other = new DatabaseSync(join(directory, 'test.db'));
    const visible: number[] = [];
    const count = () => other.prepare('SELECT count(*) AS n FROM items').get()?.n;
    await Promise.all(['a', 'b'].map((item) => writer.run(() => visible.push(Number(count()), Number(insert(item)())))));
    expect(visible).toEqual([0, 1, 0, 1]);
    expect(count()).toBe(2);
    other.close();
  });

  test('one that throws is undone alone', async () => {
    const broken = () => {
      insert('half')();
      throw new Error('said by 15550100001');
    };
    expect(await outcomes([insert('a'), broken, insert('b'), insert('a')])).toEqual([
      'kept',
      'store: Error',
      'kept',
      'store: constraint failed (SQLite 2067)',
    ]);
    expect(items()).toEqual(['a', 'b']);
  });

  test('one that throws alone leaves nothing and the next one works', async () => {
    expect(await outcomes([() => insert('half')() && JSON.parse('what a person wrote')])).toEqual(['store: SyntaxError']);
    expect(await outcomes([insert('a')])).toEqual(['kept']);
    expect(items()).toEqual(['a']);
  });

  test('a full disk refuses all of the round, keeps nothing of it, and is over when there is room', async () => {
    const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count);
    db.exec(`PRAGMA max_page_count = ${pages}`);
    const large = 'x'.repeat(100_000);
    const [small, refused] = await outcomes([insert('a'), insert(large)]);
    expect(refused).toMatch(/^store: database or disk is full/);
    expect(items()).toEqual(small === 'kept' ? ['a'] : []);
    expect(await outcomes([insert(large)])).toEqual(['store: database or disk is full (SQLite 13)']);
    db.exec('PRAGMA max_page_count = 100000');
    expect(await outcomes([insert('b'), insert(large)])).toEqual(['kept', 'kept']);
  });

  test('a database that is locked refuses, soon, and keeps nothing', async () => {
    const other = new DatabaseSync(join(directory, 'test.db'));
    other.exec('BEGIN IMMEDIATE');
    expect(await outcomes([insert('a'), insert('b')])).toEqual([
      'store: database is locked (SQLite 5)',
      'store: database is locked (SQLite 5)',
    ]);
    other.exec('ROLLBACK');
    expect(items()).toEqual([]);
    expect(await outcomes([insert('a')])).toEqual(['kept']);
    other.close();
  });

  test('a database that cannot be written refuses', async () => {
    const readOnly = new DatabaseSync(join(directory, 'test.db'), { readOnly: true });
    await expect(
      makeWriter(readOnly, ALONE, async () => undefined).run(() => readOnly.exec("INSERT INTO items VALUES ('a')")),
    ).rejects.toThrow('store: attempt to write a readonly database');
    readOnly.close();
  });

  test('nobody is told before the disk has it; what comes meanwhile shares the next transaction', async () => {
    const disk = makeDisk();
    const slow = makeWriter(db, ALONE, disk.sync);
    const told: string[] = [];
    const run = (item: string) => void slow.run(insert(item)).then(() => told.push(item));
    run('a');
    await disk.asked(1);
    expect(items()).toEqual(['a']);
    run('b');
    await round();
    void slow.runLightly(items).then((seen) => told.push(`seen ${seen.join()}`));
    await round();
    expect([told, disk.waiting.length]).toEqual([[], 1]);
    disk.waiting[0]?.resolve();
    await disk.asked(2);
    expect(items()).toEqual(['a', 'b']);
    expect([told, disk.waiting.length]).toEqual([['a'], 2]);
    disk.waiting[1]?.resolve();
    await round();
    expect([told, disk.waiting.length]).toEqual([['a', 'b', 'seen a,b'], 2]);
  });

  test('what may be lost waits for no disk', async () => {
    const disk = makeDisk();
    const slow = makeWriter(db, ALONE, disk.sync);
    expect(await slow.runLightly(() => insert('a')())).toBe(1);
    expect(disk.waiting).toEqual([]);
    expect(items()).toEqual(['a']);
  });

  test('what is patient shares the transaction of what comes next, in its order', async () => {
    const disk = makeDisk();
    const slow = makeWriter(db, ALONE, disk.sync);
    const patient = slow.runPatiently(insert('a'));
    await round();
    expect([items(), disk.waiting.length]).toEqual([[], 0]);
    const urgent = slow.run(() => items().join());
    await disk.asked(1);
    disk.waiting[0]?.resolve();
    expect(await Promise.all([patient, urgent])).toEqual([1, 'a']);
    expect(disk.waiting.length).toBe(1);
  });

  test('what is patient and alone is kept all the same, also behind a transaction', async () => {
    const disk = makeDisk();
    const slow = makeWriter(db, ALONE, disk.sync);
    const first = slow.run(insert('a'));
    await disk.asked(1);
    const patient = slow.runPatiently(insert('b'));
    disk.waiting[0]?.resolve();
    expect(await first).toBe(1);
    await disk.asked(2);
    disk.waiting[1]?.resolve();
    expect(await patient).toBe(1);
    const alone = slow.runPatiently(insert('c'));
    await disk.asked(3);
    disk.waiting[2]?.resolve();
    expect(await alone).toBe(1);
  });

  test.each([0, 1])('closing commits what is patient, beside %i transactions', async (others) => {
    const disk = makeDisk();
    const slow = makeWriter(db, ALONE, disk.sync);
    for (let other = 1; other <= others; other += 1) {
      void slow.run(insert(`other ${other}`));
      await disk.asked(other);
    }
    const patient = slow.runPatiently(insert('a'));
    const closing = slow.close();
    for (let at = 0; at <= others; at += 1) {
      await disk.asked(at + 1);
      disk.waiting[at]?.resolve();
    }
    await closing;
    expect(await patient).toBe(1);
  });

  test('a disk that fails is told to those who waited for it, and to nobody after', async () => {
    const disk = makeDisk();
    const slow = makeWriter(db, ALONE, disk.sync);
    const both = Promise.allSettled([slow.run(insert('a')), slow.runLightly(items)]);
    await disk.asked(1);
    disk.waiting[0]?.reject(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = slow.run(insert('b'));
    await disk.asked(2);
    disk.waiting[1]?.resolve();
    expect(await next).toBe(1);
  });

  test('closing commits what waits and refuses what comes after', async () => {
    const disk = makeDisk();
    const slow = makeWriter(db, ALONE, disk.sync);
    const waiting = slow.run(insert('a'));
    let closed = false;
    const closing = slow.close().then(() => {
      closed = true;
    });
    await expect(slow.run(insert('b'))).rejects.toThrow('store: closed');
    await disk.asked(1);
    expect(closed).toBe(false);
    disk.waiting[0]?.resolve();
    expect(await waiting).toBe(1);
    await closing;
  });
});
