import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Checkpointer, makeCheckpointer } from '../../src/store/sqlite/checkpoint.ts';

let directory: string;
let path: string;
let db: DatabaseSync;
let checkpointer: Checkpointer;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'anoura-checkpoint-'));
  path = join(directory, 'test.db');
  db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0; CREATE TABLE items (item BLOB)');
  checkpointer = makeCheckpointer(path, db, 1_000);
});
afterEach(async () => {
  await checkpointer.close();
  if (db.isOpen) db.close();
  rmSync(directory, { recursive: true });
});

const write = (rows: number) => {
  const insert = db.prepare('INSERT INTO items VALUES (randomblob(4000))');
  for (let row = 0; row < rows; row++) insert.run();
};
const log = () => {
  const { log: pages, checkpointed } = db.prepare('PRAGMA wal_checkpoint(NOOP)').get() ?? {};
  return { pages: Number(pages), left: Number(pages) - Number(checkpointed) };
};

test('a log that is long enough is written back, the next commit begins it anew, and a short one is left alone', async () => {
  write(100);
  checkpointer.look();
  const { pages, left } = log();
  expect(left).toBe(pages);
  write(1_000);
  checkpointer.look();
  // While it is under way, more is written: that is in the file as well at the end.
  write(50);
  await checkpointer.run();
  expect(log().left).toBe(0);
  write(1);
  expect(log().pages).toBeLessThan(10);
  expect(db.prepare('SELECT count(*) AS n FROM items').get()?.n).toBe(1_151);
});

test('a short log is written back when that is asked for, and a second asking waits for the first', async () => {
  write(20);
  const both = [checkpointer.run(), checkpointer.run()];
  expect(both[0]).toBe(both[1]);
  await Promise.all(both);
  expect(log().left).toBe(0);
});

test('once it is closed the last one to close the file deletes the log', async () => {
  write(1_000);
  await checkpointer.run();
  await checkpointer.close();
  db.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});

test('a thread that cannot open the file is not the end of it: the log is written back all the same', async () => {
  const astray = makeCheckpointer(join(directory, 'no', 'such', 'folder.db'), db, 1_000);
  write(1_000);
  await astray.run();
  expect(log().left).toBe(0);
  await astray.close();
});
