import { randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { types } from 'node:util';
import { DATA_KEY_BYTES } from './vault.ts';

/** Where the data key comes from: the environment, or a file that is made once and kept beside the embedded database. */
export type DataKeySource =
  | { readonly kind: 'given'; readonly base64: string }
  | { readonly kind: 'file'; readonly path: string; readonly database: string };

/** `message` is for the operator and says what to do; it holds paths, never key material. */
export class DataKeyError extends Error {
  override readonly name = 'DataKeyError';
}

const OTHERS_MAY_READ = 0o077;

/** 32 bytes from base64 (or base64url, padded or not); undefined for anything else, where Buffer.from would guess. */
export function decodeDataKey(base64: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(base64)) return undefined;
  const key = Buffer.from(base64, 'base64');
  return key.length === DATA_KEY_BYTES ? key : undefined;
}

/**
 * The 32 bytes of the data key. Makes the key file when there is none yet.
 *
 * Refuses with a DataKeyError: a file that others may read, one that holds no key, and a database whose key file is gone. In
 * that last case a fresh key would start without a murmur and then take every known person for a stranger.
 */
export function loadDataKey(source: DataKeySource): Buffer {
  if (source.kind === 'given') return required(decodeDataKey(source.base64), 'DATA_KEY is not 32 bytes of base64.');
  if (!existsSync(source.path)) {
    if (holdsData(source.database)) {
      throw new DataKeyError(
        `The database ${source.database} is there, but its key ${source.path} is not. ` +
          'Put the key file back, or set DATA_KEY to the key it was made with. Without the key its data cannot be read: to start anew, delete the database.',
      );
    }
    createKeyFile(source.path);
  }
  return readKeyFile(source.path);
}

function holdsData(database: string): boolean {
  return (statSync(database, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Written whole under another name and then linked, not opened with O_EXCL under its own: link is as exclusive, and no other
 * process, and no crash in between, ever finds half a key. Whoever comes second keeps the first one's key.
 */
function createKeyFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(DATA_KEY_BYTES).toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
    syncFolder(dirname(path));
  } catch (error) {
    if (!(types.isNativeError(error) && 'code' in error && error.code === 'EEXIST')) {
      throw new DataKeyError(`The key file ${path} cannot be made. Make its folder writable, or set DATA_KEY.`, { cause: error });
    }
  } finally {
    rmSync(draft);
  }
}

/** Else a power cut may keep the database and lose its key. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function readKeyFile(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new DataKeyError(`${path} is not a file. Move it away, or set DATA_KEY.`);
    if (process.platform !== 'win32' && (stat.mode & OTHERS_MAY_READ) !== 0) {
      throw new DataKeyError(`Others on this machine may read the key file ${path}. Run: chmod 600 ${path}`);
    }
    const cure = `${path} does not hold 32 bytes of base64. Put the right key file back, or set DATA_KEY.`;
    return required(decodeDataKey(readFileSync(file, 'utf8').trim()), cure);
  } finally {
    closeSync(file);
  }
}

function required(key: Buffer | undefined, message: string): Buffer {
  if (key === undefined) throw new DataKeyError(message);
  return key;
}
