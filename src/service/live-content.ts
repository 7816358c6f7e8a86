import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { EmulatorContent } from '../model/emulator.ts';
import type { Flow } from '../model/flow.ts';
import type { Problem } from '../model/problem.ts';
import { loadContent, withLevels } from '../proof/content.ts';
import type { Places, Proof } from '../proof/prove.ts';

type Folders = { readonly flowsDir: string; readonly localesDir: string };

/** Content without errors, all its locales, where each thing of it stands in the files, and its proof with the engine that was walked. */
export type Edition = { readonly flow: Flow; readonly places: Places; readonly proof: Proof };

/** The files as they were read. `edition` is there only if nothing is an error; `stamp` tells whether they have changed since. */
export type Read = { readonly edition: Edition | undefined; readonly problems: readonly Problem[]; readonly stamp: string };

export type GoodRead = Read & { readonly edition: Edition };

/** `before`: the edition in use; what of it has not changed is not made anew. */
export async function readContent(folders: Folders, at: number, before?: Edition): Promise<Read> {
  // Taken before the files are read: what changes meanwhile is read again.
  const stamp = stampOf(folders);
  const { flow, places, proof, problems } = await withLevels(loadContent({ ...folders, before: before?.proof }, at));
  return { edition: flow && places && proof && { flow, places, proof }, problems, stamp };
}

export type LiveContent = {
  /** The last one without errors. */
  readonly edition: () => Edition;
  /** For the page: the edition in use, and what is wrong with the files as they are now. */
  readonly told: () => EmulatorContent;
  readonly onChange: (listener: () => void) => void;
  readonly stop: () => void;
};

/** An editor that saves in several steps (write aside, rename) is done within this time. */
const SETTLE_MS = 100;
/** Watching misses things on some file systems, and a folder that is replaced whole; a look at a dozen names costs nothing. */
const LOOK_MS = 1_000;

/**
 * Reads the content anew when a file of it changes. What has errors is told and not used. Checking walks every state of the content, in
 * this thread: a fraction of a second in which nobody is answered, which is why only a server under development follows its files.
 */
export function followContent(
  folders: Folders,
  first: GoodRead,
  { clock, follow }: { readonly clock: () => number; readonly follow: boolean },
): LiveContent {
  let { edition, stamp } = first;
  let told: EmulatorContent = { revision: edition.flow.revision, problems: first.problems, swappedAt: clock() };
  const listeners: (() => void)[] = [];

  let looking = false;
  const look = async (): Promise<void> => {
    if (looking || stampOf(folders) === stamp) return;
    looking = true;
    const read = await readContent(folders, clock(), edition).finally(() => {
      looking = false;
    });
    stamp = read.stamp;
    const swapped = read.edition !== undefined && read.edition.flow.revision !== edition.flow.revision;
    if (swapped) edition = read.edition;
    told = { revision: edition.flow.revision, problems: read.problems, swappedAt: swapped ? clock() : told.swappedAt };
    for (const tell of listeners) tell();
  };

  // Nobody waits for it; what cannot be read is among its problems.
  const lookNow = (): void => void look().catch(() => undefined);
  let settling: NodeJS.Timeout | undefined;
  const settle = (): void => {
    clearTimeout(settling);
    settling = setTimeout(lookNow, SETTLE_MS).unref();
  };
  const watchers = follow ? [folders.flowsDir, folders.localesDir].flatMap((folder) => watchFolder(folder, settle)) : [];
  // Settled as well: a file that is being written is empty for a moment, which would be told as a mistake.
  const ticking = follow ? setInterval(() => stampOf(folders) !== stamp && settle(), LOOK_MS).unref() : undefined;

  return {
    edition: () => edition,
    told: () => told,
    onChange: (listener) => void listeners.push(listener),
    stop: () => {
      clearTimeout(settling);
      clearInterval(ticking);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** None where it cannot be had (limits of the system, a network drive): looking from time to time is enough. */
function watchFolder(folder: string, changed: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, { recursive: true, persistent: false }, changed);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}

/** Names, sizes and times of the files: equal as long as nobody has saved one. What editors keep beside them does not count. */
function stampOf({ flowsDir, localesDir }: Folders): string {
  return [flowsDir, localesDir].flatMap((folder) => namesIn(folder).map((name) => stampOfFile(join(folder, name)))).join('\n');
}

function namesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => /\.(ya?ml|ogg|mp3)$/.test(name)).toSorted();
  } catch {
    return [];
  }
}

function stampOfFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return `${path} ${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`;
}
