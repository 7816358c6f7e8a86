import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { SourceFile } from '../flow/documents.ts';
import type { RecordingFile } from '../flow/recordings.ts';

/** Thrown with what to do about it. */
export class GitError extends Error {}

const LARGEST = 64 * 1024 * 1024;

/** The `.yaml` files of a folder as they were at a revision. Reads git's objects; touches neither files nor index. */
export function filesAt(cwd: string, revision: string, folder: string): readonly SourceFile[] {
  const { names, show } = folderAt(cwd, revision, folder);
  return names.filter((name) => name.endsWith('.yaml')).map((name) => ({ path: `${revision}:${name}`, text: show(name).toString('utf8') }));
}

/** The recordings of a folder of locales, the same way. */
export function recordingsAt(cwd: string, revision: string, localesDir: string): readonly RecordingFile[] {
  const { path, names, show } = folderAt(cwd, revision, `${localesDir}/audio`);
  return names
    .filter((name) => /\.(ogg|mp3)$/.test(name))
    .map((name) => ({ path: `${revision}:${name}`, name: name.slice(path.length + 1), bytes: show(name) }));
}

/** `names` and `path` are those of the repository. */
function folderAt(cwd: string, revision: string, folder: string) {
  const top = topOf(cwd);
  const commit = run(
    top,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    `git knows no revision ${revision}: name a commit, tag or branch, for example HEAD~1 (git log --oneline shows some)`,
  )
    .toString('utf8')
    .trim();
  const path = relative(top, resolve(realpathSync(cwd), folder)).replaceAll('\\', '/');
  if (path.startsWith('..')) throw new GitError(`${folder} lies outside of this repository, so git does not know what it was`);
  const listed = run(
    top,
    ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, '--', path === '' ? '.' : path],
    'git ls-tree failed',
  );
  const names = listed.toString('utf8').split('\0');
  return { path, names, show: (name: string) => run(top, ['show', `${commit}:${name}`], `git cannot show ${name}`) };
}

const topOf = (cwd: string) =>
  run(cwd, ['rev-parse', '--show-toplevel'], 'There is no git history here: run this in a clone of the repository, with git installed')
    .toString('utf8')
    .trim();

function run(cwd: string, args: readonly string[], cure: string): Buffer {
  try {
    return execFileSync('git', args, { cwd, maxBuffer: LARGEST, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    throw new GitError(cure);
  }
}
