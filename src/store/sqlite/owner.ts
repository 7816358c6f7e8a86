import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { text } from './columns.ts';

/**
 * What was being sent when its process died may have gone out. The platform tells so by a status within moments, and then it is not sent
 * again: hence a short wait, from the attempt on, before it is.
 */
const STATUS_MS = 3_000;

/** Stores open in this process. Two of them share a pid, and neither must take the other for dead. */
const open = new Set<string>();

/** Who holds a lease: machine, process, and which opening of the store. */
export type Owner = { readonly name: string; readonly leave: () => void };

/**
 * Takes a name, and takes back at once the leases of owners that are certainly gone, so that after a kill -9 the work goes on
 * right away instead of when its leases end, a minute later. Gone is an owner on this machine whose process is not there any
 * more; or whose pid is our own, because a restarted container gives its process the same pid (1) again. An owner on another
 * machine cannot be asked: its leases just end.
 */
export function enter(db: DatabaseSync): Owner {
  const name = [hostname(), process.pid, randomBytes(6).toString('base64url')].join(' ');
  open.add(name);
  const holders = db.prepare(`
    SELECT owner FROM turns WHERE owner IS NOT NULL UNION SELECT owner FROM sends WHERE owner IS NOT NULL
  `);
  const releaseTurns = db.prepare(`
    UPDATE turns SET lease = NULL, owner = NULL, due = (SELECT received_at FROM inbox WHERE id = first) WHERE owner = ?
  `);
  const releaseSends = db.prepare('UPDATE sends SET owner = NULL, due = attempted_at + ? WHERE owner = ?');
  for (const { owner } of holders.all()) {
    if (isAlive(text(owner))) continue;
    releaseTurns.run(text(owner));
    releaseSends.run(STATUS_MS, text(owner));
  }
  return { name, leave: () => void open.delete(name) };
}

function isAlive(owner: string): boolean {
  const [host, pid] = owner.split(' ');
  if (host !== hostname() || open.has(owner)) return true;
  return Number(pid) !== process.pid && isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}
