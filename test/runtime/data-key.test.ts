import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DataKeyError, type DataKeySource, decodeDataKey, loadDataKey } from '../../src/runtime/data-key.ts';

const root = mkdtempSync(join(tmpdir(), 'anoura-key-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

const beside = (dir: string): DataKeySource => ({ kind: 'file', path: join(dir, 'data.key'), database: join(dir, 'a.db') });

describe('decoding', () => {
  test('32 bytes come back in every spelling of base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const key = Buffer.from(bytes);
        const spellings = [key.toString('base64'), key.toString('base64').slice(0, -1), key.toString('base64url')];
        return spellings.every((text) => decodeDataKey(text)?.equals(key));
      }),
    );
  });

  test('no other number of bytes does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        fc.pre(bytes.length !== 32);
        return decodeDataKey(Buffer.from(bytes).toString('base64')) === undefined;
      }),
    );
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['a word', 'secret'],
    ['hexadecimal', '07'.repeat(32)],
    ['a blank inside', `${'A'.repeat(20)} ${'A'.repeat(22)}=`],
    ['two paddings', `${'A'.repeat(42)}==`],
  ];
  test.each(wrong)('%s is no key', (_label, text) => {
    expect(decodeDataKey(text)).toBeUndefined();
  });
});

describe('the key file', () => {
  test('is made with its folder, for its owner alone, and gives the same key again', () => {
    const source = beside(join(folder, 'new', 'data'));
    const key = loadDataKey(source);
    expect(key).toHaveLength(32);
    expect(loadDataKey(source).equals(key)).toBe(true);
    expect(statSync(join(folder, 'new', 'data', 'data.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'new', 'data'))).toEqual(['data.key']);
  });

  test('two folders get two keys', () => {
    expect(loadDataKey(beside(join(folder, 'a'))).equals(loadDataKey(beside(join(folder, 'b'))))).toBe(false);
  });

  test('processes that start together agree on one key', async () => {
    const script = `
      import { loadDataKey } from ${JSON.stringify(new URL('../../src/runtime/data-key.ts', import.meta.url).href)};
      process.stdout.write(loadDataKey(${JSON.stringify(beside(folder))}).toString('hex'));`;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env: {} });
    const keys = await Promise.all(Array.from({ length: 4 }, run));
    expect(new Set(keys.map(({ stdout }) => stdout)).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['data.key']);
  });

  test('may be a link to a file that is held elsewhere', () => {
    const key = loadDataKey(beside(join(folder, 'elsewhere')));
    symlinkSync(join(folder, 'elsewhere', 'data.key'), join(folder, 'data.key'));
    expect(loadDataKey(beside(folder)).equals(key)).toBe(true);
  });
});

describe('refused, with the cure and without the key', () => {
  const KEY = Buffer.alloc(32, 7).toString('base64');
  const path = () => join(folder, 'data.key');
  const write = (text: string, mode: number) => {
    writeFileSync(path(), text);
    chmodSync(path(), mode);
  };
  const cases: readonly (readonly [string, () => void, RegExp])[] = [
    ['others may read it', () => write(KEY, 0o644), /chmod 600/],
    ['its group may read it', () => write(KEY, 0o640), /chmod 600/],
    ['too short', () => write(KEY.slice(4), 0o600), /32 bytes of base64\. Put the right key file back/],
    ['empty', () => write('', 0o600), /32 bytes/],
    ['raw bytes', () => write('\u0007'.repeat(32), 0o600), /32 bytes/],
    ['a folder', () => mkdirSync(path(), { mode: 0o700 }), /is not a file/],
    ['gone, with the database still there', () => writeFileSync(join(folder, 'a.db'), 'data'), /Put the key file back, or set DATA_KEY/],
  ];
  test.each(cases)('%s', (_label, prepare, cure) => {
    prepare();
    const before = existsSync(path());
    const load = () => loadDataKey(beside(folder));
    expect(load).toThrow(DataKeyError);
    expect(load).toThrow(cure);
    expect(load).not.toThrow(KEY.slice(4, 40));
    expect(existsSync(path())).toBe(before);
  });

  test('an empty database file is no database yet', () => {
    writeFileSync(join(folder, 'a.db'), '');
    expect(loadDataKey(beside(folder))).toHaveLength(32);
  });

  test('a key given that is none', () => {
    expect(() => loadDataKey({ kind: 'given', base64: 'c2hvcnQ=' })).toThrow(DataKeyError);
  });
});

test('a key that is given is used and nothing is written', () => {
  expect(loadDataKey({ kind: 'given', base64: Buffer.alloc(32, 7).toString('base64') })).toEqual(Buffer.alloc(32, 7));
  expect(readdirSync(folder)).toEqual([]);
});

test('the key file holds base64, ready for DATA_KEY', () => {
  const key = loadDataKey(beside(folder));
  expect(loadDataKey({ kind: 'given', base64: readFileSync(join(folder, 'data.key'), 'utf8').trim() }).equals(key)).toBe(true);
});
