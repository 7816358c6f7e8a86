import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Flow } from '../model/flow.ts';
import type { Problem } from '../model/problem.ts';
import { proveContent, readContent, withLevels } from '../proof/content.ts';
import type { Config } from '../runtime/config.ts';
import { localNameOf } from '../runtime/emulator-address.ts';
import { type GoodRead, readContent as readLive } from './live-content.ts';

/** `flow`: all languages. `live`: for the emulator, which goes on from there. Without a flow nothing may start. */
export type StartContent =
  | { readonly flow: Flow; readonly live?: GoodRead }
  | { readonly flow?: undefined; readonly problems: readonly Problem[] };

/**
 * The content that a server starts with, proved. Checking it and the walk through every state of it take longer than all the rest of a
 * start, and say the same as last time unless content, program, day or the languages served are others: then a note beside the database says that it
 * was made, and a server that comes back after a crash is there at once. With the emulator on it is always made, since it goes on from it.
 */
export async function contentForStart(config: Config, at: number): Promise<StartContent> {
  if (localNameOf(config) !== undefined) {
    const read = await readLive(config, at);
    const { edition } = read;
    return edition === undefined ? { problems: read.problems } : { flow: edition.flow, live: { ...read, edition } };
  }
  const note = config.database.kind === 'sqlite' ? `${config.database.path}.proved` : undefined;
  const before = note && readNote(note);
  const stampOf = makeStamp(config, at);
  const loaded = readContent(config, at, (revision) => stampOf(revision) === before);
  if (!loaded.ok) return { problems: loaded.problems };
  const stamp = stampOf(loaded.flow.revision);
  if (stamp === before) return { flow: loaded.flow };
  const { flow, problems } = await withLevels(proveContent(loaded, config, at));
  if (flow === undefined) return { problems };
  if (note !== undefined) writeNote(note, stamp);
  return { flow };
}

/** Everything on which the proof of a revision depends, as one stamp. */
function makeStamp({ localesServed = [] }: Config, at: number): (revision: string) => string {
  const program = createHash('sha256');
  const day = new Date(at).toISOString().slice(0, 10);
  for (const part of [day, process.version, ...localesServed, '', ...programFiles()]) program.update(`${part}\n`);
  return (revision) => program.copy().update(revision).digest('hex');
}

/** The sources of this program, and what it is built on. */
function programFiles(): readonly Buffer[] {
  const root = resolve(import.meta.dirname, '../..');
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return [...sources.toSorted().map((name) => join('src', name)), 'package.json'].map((name) => readFileSync(join(root, name)));
}

function readNote(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The folder may not be there yet, or take no writing; the store will say so if that matters. */
function writeNote(path: string, stamp: string): void {
  try {
    writeFileSync(path, stamp, { mode: 0o600 });
  } catch {
    // The next start proves again.
  }
}
