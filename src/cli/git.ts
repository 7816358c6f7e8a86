import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { SourceFile } from '../flow/documents.ts';

/** Thrown with what to do about it. */
export class GitError extends Error {}

const LARGEST = 64 * 1024 * 1024;

/** The `.yaml` files of a folder as they were at a revision. Reads git's objects; touches neither files nor index. */
export function filesAt(cwd: string, revision: string, folder: string): readonly SourceFile[] {
  const top = topOf(cwd);
  const commit = run(
    top,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    `git knows no revision ${revision}: name a commit, tag or branch, for example HEAD~1 (git log --oneline shows some)`,
  ).trim();
  const path = relative(top, resolve(realpathSync(cwd), folder)).replaceAll('\\', '/');
  if (path.startsWith('..')) throw new GitError(`${folder} lies outside of this repository, so git does not know what it was`);
  const listed = run(
    top,
    ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, '--', path === '' ? '.' : path],
    'git ls-tree failed',
  );
  return listed
    .split('\0')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ path: `${revision}:${name}`, text: run(top, ['show', `${commit}:${name}`], `git cannot show ${name}`) }));
}

const topOf = (cwd: string) =>
  run(
    cwd,
    ['rev-parse', '--show-toplevel'],
    'There is no git history here: run this in a clone of the repository, with git installed',
  ).trim();

function run(cwd: string, args: readonly string[], cure: string): string {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: LARGEST, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    throw new GitError(cure);
  }
}
