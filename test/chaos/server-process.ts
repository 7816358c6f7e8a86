import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { ROOT } from '../support/content.ts';

/** One life of the server. */
export type ServerProcess = {
  /** Resolves when it listens; never, if it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with the exit code or the signal. */
  readonly ended: Promise<number | string>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The last lines it has written. */
  readonly output: () => string;
};

const LINES_KEPT = 40;

/** Starts the server as `npm start` does. */
export function startServerProcess(env: Record<string, string>): ServerProcess {
  const child = spawn(process.execPath, ['src/main.ts', 'serve'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', HOST: '127.0.0.1', EMULATOR: 'off', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
  };
  createInterface({ input: child.stderr }).on('line', keep);
  const output = createInterface({ input: child.stdout });
  const ready = new Promise<void>((resolve) => {
    output.on('line', (line) => {
      keep(line);
      if (line.startsWith('listening on ')) resolve();
    });
  });
  return {
    ready,
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? 'gone'))),
    kill: (signal) => void child.kill(signal),
    output: () => lines.join('\n'),
  };
}

/** A port that is free now: every life of the server gets the same one, as behind an address that Meta knows. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/**
 * What the dead server left on disk. Looked at in a copy: opening the file itself would write its log back, and spare the next start the
 * very thing that is to be tried.
 */
export function readRemains<T>(path: string, look: (db: DatabaseSync) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'anoura-remains-'));
  const copy = join(folder, 'copy.db');
  try {
    for (const part of ['', '-wal']) if (existsSync(path + part)) copyFileSync(path + part, copy + part);
    const db = new DatabaseSync(copy);
    try {
      return look(db);
    } finally {
      db.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The rows that were being sent: claimed, and their outcome not recorded. None where the tables are not there yet. */
export function inFlightOf(db: DatabaseSync): ReadonlySet<string> {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sends'").get() === undefined) return new Set();
  const rows = db.prepare('SELECT o.ref FROM sends s JOIN outbox o ON o.id = s.message WHERE s.owner IS NOT NULL').all();
  return new Set(rows.map(({ ref }) => String(ref)));
}

/** What is wrong with the file after a run in which everything was answered. */
export function leftovers(db: DatabaseSync): readonly string[] {
  const count = (table: string) => Number(db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows);
  const full = ['inbox', 'turns', 'outbox', 'sends', 'dead_events'].filter((table) => count(table) > 0);
  const check = String(db.prepare('PRAGMA integrity_check').get()?.integrity_check);
  return [...full.map((table) => `${table} still holds ${count(table)} rows`), ...(check === 'ok' ? [] : [check])];
}
