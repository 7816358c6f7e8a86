import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceFile } from '../flow/documents.ts';

/** Where the golden conversations of this repository lie. */
export const CONVERSATIONS = 'test/conversations';

/**
 * Reads the files named, and every `.yaml` file of the folders named. Paths are relative to `cwd` and told as they were given.
 * A path that cannot be read comes back in `unreadable`.
 */
export function findConversations(
  cwd: string,
  paths: readonly string[],
): { readonly files: readonly SourceFile[]; readonly unreadable: readonly string[] } {
  const files: SourceFile[] = [];
  const unreadable: string[] = [];
  for (const path of paths.flatMap((path) => inFolder(cwd, path))) {
    try {
      files.push({ path, text: readFileSync(resolve(cwd, path), 'utf8') });
    } catch {
      unreadable.push(path);
    }
  }
  return { files, unreadable };
}

function inFolder(cwd: string, path: string): readonly string[] {
  const whole = resolve(cwd, path);
  if (!statSync(whole, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(whole, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => join(path, name));
}
