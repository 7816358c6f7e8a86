import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeVault } from '../../src/runtime/vault.ts';
import { openStore } from '../../src/store/open.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import {
  AMI,
  answered,
  BAKARY,
  claimSends,
  claimTurns,
  done,
  LEASE,
  message,
  only,
  refs,
  reply,
  SECOND,
  T0,
  words,
} from './contract/makers.ts';
import { storeContract } from './contract.ts';
import { openSqliteHarness, type SqliteHarness, vault } from './sqlite-harness.ts';

storeContract('SQLite', openSqliteHarness);

describe('the SQLite file', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'anoura-file-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('is made with its directories, readable by its owner only, and so is its log', async () => {
    const path = join(directory, 'a', 'b', 'anoura.db');
    const store = await openStore({ url: `sqlite:${path}`, vault });
    await store.receive([message(AMI, 'a')], T0);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    await store.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test.each(['postgres://user:password@host/db', 'sqlite:', 'data/anoura.db', ''])(
    'the address %j is refused with the form to write',
    async (url) => {
      await expect(openStore({ url, vault })).rejects.toThrow('the form sqlite:PATH');
      await expect(openStore({ url, vault })).rejects.not.toThrow('password');
    },
  );

  test('is not opened with another data key', async () => {
    const path = join(directory, 'anoura.db');
    await openSqliteStore({ path, vault }).close();
    expect(() => openSqliteStore({ path, vault: makeVault(Buffer.alloc(32, 8)) })).toThrow('another data key');
    await openSqliteStore({ path, vault }).close();
  });

  test('of a newer program is refused and left as it is', async () => {
    const path = join(directory, 'anoura.db');
    await openSqliteStore({ path, vault }).close();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    expect(() => openSqliteStore({ path, vault })).toThrow(/has version 99, this program knows versions up to \d+: start a newer program/);
    expect(db.prepare('PRAGMA user_version').get()?.user_version).toBe(99);
    db.close();
  });

  test('that is no database is refused', () => {
    const path = join(directory, 'anoura.db');
    writeFileSync(path, 'something else '.repeat(100));
    expect(() => openSqliteStore({ path, vault })).toThrow('file is not a database');
  });
});

describe('the SQLite store', () => {
  let harness: SqliteHarness;
  beforeEach(async () => {
    harness = await openSqliteHarness();
  });
  afterEach(async () => harness.close());

  test('rejects while another process holds the lock, keeps nothing of it, and goes on after', async () => {
    const { store, path } = harness;
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.receive([message(AMI, 'a')], T0)).rejects.toThrow('store: database is locked');
    await expect(store.stats(T0)).rejects.toThrow('store: database is locked');
    other.exec('ROLLBACK');
    other.close();
    expect((await store.receive([message(AMI, 'a')], T0)).messages).toBe(1);
  });

  test('erased is gone from the bytes of file and log, not only from the tables', async () => {
    const { store, path } = harness;
    for (let index = 0; index < 40; index += 1) await answered(store, { id: `1555${index}` }, [reply(`other${index}`)], T0);
    await answered(store, AMI, [reply('a1', 'un mot')], T0);
    await store.receive([message(AMI, 'a', 'effacer mes données')], T0);
    const db = new DatabaseSync(path, { readOnly: true });
    const sealed = [...db.prepare('SELECT body AS bytes FROM outbox').all(), ...db.prepare('SELECT event AS bytes FROM inbox').all()];
    db.close();
    expect(sealed).toHaveLength(42);
    for (let sends = await claimSends(store); sends.length > 0; sends = await claimSends(store)) {
      await store.recordSends(
        sends.map(({ id }) => ({ kind: 'sent', id, messageId: `m${id}` })),
        T0,
      );
    }
    await store.commitTurns(
      (await claimTurns(store, T0 + LEASE)).map((work) => done(work, { erase: true, session: undefined })),
      T0 + LEASE,
    );
    // On a slow machine the first has no time left for the log.
    while ((await store.sweep(T0 + LEASE)).more);
    const bytes = Buffer.concat([path, `${path}-wal`].map((file) => readFileSync(file)));
    expect(bytes.length).toBeGreaterThan(4096);
    for (const { bytes: part } of sealed)
      expect(bytes.includes(Buffer.from(part instanceof Uint8Array ? part.slice(-32) : ''))).toBe(false);
    expect(bytes.includes(AMI.id)).toBe(false);
  });

  test('a damaged row is set aside and keeps nobody else waiting', async () => {
    const { store, path, stateOf } = harness;
    await answered(store, AMI, [reply('a1'), reply('a2')]);
    await store.receive([message(BAKARY, 'b', 'un'), message(BAKARY, 'c', 'deux')], T0);
    const db = new DatabaseSync(path);
    db.exec(`
      UPDATE outbox SET body = zeroblob(60) WHERE ref = 'a1';
      UPDATE inbox SET event = zeroblob(60) WHERE id = (SELECT min(id) FROM inbox);
    `);
    db.close();
    expect(words(only(await claimTurns(store)))).toEqual(['deux']);
    expect(await store.stats(T0)).toMatchObject({ dead: 1 });
    expect(words(only(await claimTurns(store, T0 + LEASE)))).toEqual(['deux']);
    expect(await claimSends(store)).toEqual([]);
    expect(await stateOf('a1')).toEqual({ state: 'failed', code: 'unreadable' });
    expect(refs(await claimSends(store))).toEqual(['a2']);
  });

  test.each([
    ['this very process, started again with the same pid', (host: string) => `${host} ${process.pid} gone`, 1],
    ['a process that is not there any more', (host: string) => `${host} 999999999 gone`, 1],
    ['a process that runs', (host: string) => `${host} ${process.ppid} here`, 0],
    ['another machine', () => `elsewhere 999999999 gone`, 0],
  ])('a lease of %s', async (_label, rename, released) => {
    const { store, path, another } = harness;
    await answered(store, AMI, [reply('a1')]);
    await store.receive([message(AMI, 'a')], T0);
    await claimTurns(store);
    await claimSends(store);
    const db = new DatabaseSync(path);
    const [host = ''] = String(db.prepare('SELECT owner FROM turns').get()?.owner).split(' ');
    for (const table of ['turns', 'sends']) db.prepare(`UPDATE ${table} SET owner = ?`).run(rename(host));
    db.close();
    const second = await another();
    expect(await claimTurns(second)).toHaveLength(released);
    expect(await claimSends(second, T0 + 3 * SECOND)).toHaveLength(released);
    expect(await claimTurns(second, T0 + LEASE)).toHaveLength(1);
  });
});
