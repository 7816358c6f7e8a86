import { types } from 'node:util';
import type { Config } from '../runtime/config.ts';
import { DataKeyError } from '../runtime/data-key.ts';

/** Of the disk, by the system's code. */
const DISK: Readonly<Record<string, string>> = {
  EROFS: 'cannot be written: the disk is read-only. Put the database on one that is not (in a container, a volume), with DATABASE_URL.',
  EACCES: 'may not be used by this user: give it to the user who runs the server, or set DATABASE_URL to another place.',
  EPERM: 'may not be used by this user: give it to the user who runs the server, or set DATABASE_URL to another place.',
  ENOSPC: 'has no room: the disk is full.',
  EDQUOT: "has no room: the user's quota is used up.",
  EIO: 'cannot be read or written: the disk has failed.',
  ENOTDIR: 'is no place for a file: a part of the path is a file itself. Set DATABASE_URL to another one.',
  EEXIST: 'is no place for a file: a part of the path is a file itself. Set DATABASE_URL to another one.',
  EISDIR: 'is a folder: set DATABASE_URL to a file in it.',
};

/** Of the database, by the low byte of SQLite's number. */
const SQLITE: Readonly<Record<number, string>> = {
  5: 'is locked by another program: end what else uses it, and start again.',
  8: 'cannot be written: the file or its disk is read-only.',
  10: 'cannot be read or written: the disk has failed.',
  11: 'is damaged: restore a backup.',
  13: 'has no room: the disk is full.',
  14: 'cannot be opened: look at the rights of the file and its folder.',
  26: 'is no SQLite file: set DATABASE_URL to another one.',
};

/** What to do about an error that kept the server from starting. Words of the system are safe here: nothing of a person has passed yet. */
export function cureOf(error: unknown, { host, port, database }: Pick<Config, 'host' | 'port' | 'database'>): string {
  if (error instanceof DataKeyError) return error.message;
  if (!types.isNativeError(error)) return String(error);
  const { code = '', syscall, path, errcode } = error as { code?: string; syscall?: string; path?: string; errcode?: number };
  const file = database.kind === 'sqlite' ? database.path : 'the database';
  const sqlite = errcode === undefined ? undefined : SQLITE[errcode & 0xff];
  if (sqlite !== undefined) return `The database ${file} ${sqlite}`;
  if (syscall !== 'listen' && code in DISK) return `${path ?? file} ${DISK[code]}`;
  if (code === 'EADDRINUSE') return `Port ${port} is taken: end what listens there, or set PORT to another one.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `${host} is no address of this machine: set HOST to one that is.`;
  return error.message;
}
