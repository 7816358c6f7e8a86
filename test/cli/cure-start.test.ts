import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from '@jest/globals';
import { cureOf } from '../../src/cli/cure-start.ts';
import { openDatabase } from '../../src/store/sqlite/database.ts';
import { vault } from '../store/sqlite-harness.ts';
import { tempFolder } from '../support/server.ts';

/** What an operator reads who starts the server on a disk or a port that cannot be had. */
const folder = tempFolder();
afterAll(() => folder.remove());
const at = (name: string) => join(folder.path, name);

function curesOf(path: string, error: unknown): string {
  return cureOf(error, { host: '127.0.0.1', port: 80, database: { kind: 'sqlite', path } });
}

function failureOf(path: string): unknown {
  try {
    openDatabase(path, vault).close();
  } catch (error) {
    return error;
  }
  throw new Error('it could be opened');
}

test('a file in the way, a folder, no database, a lock: the path, and what to do', () => {
  writeFileSync(at('file'), 'x'.repeat(4096));
  mkdirSync(at('folder'));
  const locked = new DatabaseSync(at('locked.db'));
  locked.exec('PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE');
  expect(['file/a.db', 'folder', 'file', 'locked.db'].map((name) => curesOf(at(name), failureOf(at(name))))).toEqual([
    expect.stringMatching(/\/file is no place for a file: .*DATABASE_URL/),
    expect.stringMatching(/\/folder is a folder: set DATABASE_URL/),
    expect.stringMatching(/\/file is no SQLite file: set DATABASE_URL/),
    expect.stringMatching(/\/locked\.db is locked by another program: end/),
  ]);
  locked.close();
});

test.each([
  ['EROFS', 'open', '/data/a.db cannot be written: the disk is read-only.'],
  ['EACCES', 'mkdir', '/data/a.db may not be used by this user: give it'],
  ['ENOSPC', 'write', '/data/a.db has no room: the disk is full.'],
  ['EACCES', 'listen', 'Port 80 may not be used by this user: set PORT to one above 1023.'],
  ['EADDRNOTAVAIL', 'listen', '127.0.0.1 is no address of this machine: set HOST to one that is.'],
])('%s of %s', (code, syscall, wanted) => {
  expect(curesOf('/data/a.db', Object.assign(new Error('system'), { code, syscall }))).toContain(wanted);
});

test.each([
  [13, 'The database /data/a.db has no room: the disk is full.'],
  [1544, 'The database /data/a.db cannot be written: the file or its disk is read-only.'],
  [11, 'The database /data/a.db is damaged: restore a backup.'],
])('SQLite %i', (errcode, wanted) => {
  expect(curesOf('/data/a.db', Object.assign(new Error('words'), { code: 'ERR_SQLITE_ERROR', errcode }))).toBe(wanted);
});
