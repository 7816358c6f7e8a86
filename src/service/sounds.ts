import { readFile } from 'node:fs/promises';
import { soundHash } from '../audio/hash.ts';
import { joinSound } from '../audio/join.ts';
import type { Flow } from '../model/flow.ts';
import type { Sound } from '../model/sound.ts';

/**
 * Reads what a message plays from the content of now, when it is to be uploaded: once for each number and month. Undefined when one of its
 * files is gone or has been changed since the message was written.
 */
export function soundReader(flow: () => Pick<Flow, 'locales'>): (sound: Sound) => Promise<Uint8Array | undefined> {
  return async ({ hashes, form }) => {
    const paths = pathsIn(flow());
    const files = await Promise.all(hashes.map((hash) => fileOf(paths.get(hash), hash)));
    const found = files.filter((file) => file !== undefined);
    return found.length < files.length ? undefined : joinSound(form, found);
  };
}

/** By content: an edited file has another hash, and a message written before asks for the one that it was. */
function pathsIn({ locales }: Pick<Flow, 'locales'>): ReadonlyMap<string, string> {
  const recordings = [...locales.values()].flatMap((locale) => [...locale.recordings.values()]);
  return new Map(recordings.flatMap(({ forms }) => Object.values(forms).map(({ hash, path }) => [hash, path] as const)));
}

async function fileOf(path: string | undefined, hash: string): Promise<Uint8Array | undefined> {
  const bytes = path === undefined ? undefined : await readFile(path).catch(() => undefined);
  return bytes !== undefined && soundHash(bytes) === hash ? bytes : undefined;
}
