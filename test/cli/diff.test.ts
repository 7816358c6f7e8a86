import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { record } from '../support/recordings.ts';
import { contentFolder, run } from './terminal.ts';

const folder = contentFolder();
afterAll(folder.remove);

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder.path,
    stdio: 'ignore',
  });
const diff = (revision: string) => run(['diff', revision], { cwd: folder.path });

function edit(file: string, from: string, to: string): void {
  const path = join(folder.path, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

// A copy of this repository without git is complete all the same; only this command needs one.
const hasGit = spawnSync('git', ['--version']).status === 0;

describe('anoura diff', () => {
  (hasGit ? test : test.skip)('without a history says what it needs', async () => {
    const alone = contentFolder();
    const { code, err } = await run(['diff', 'HEAD'], { cwd: alone.path });
    alone.remove();
    expect({ code, err }).toEqual({
      code: 1,
      err: 'There is no git history here: run this in a clone of the repository, with git installed\n',
    });
  });
});

(hasGit ? describe : describe.skip)('anoura diff in a clone', () => {
  beforeAll(() => {
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message', 'nothing yet');
    git('tag', 'empty');
    git('add', 'flows', 'locales');
    git('commit', '--quiet', '--message', 'content');
  });

  test('says when nothing changed', async () => {
    expect(await diff('HEAD')).toEqual({ code: 0, out: 'Nothing of the content changed since HEAD.\n', err: '' });
  });

  test('tells the working tree against a revision: what is lost first, words line by line', async () => {
    edit('flows/directory.yaml', 'regions: [harbour, hill]\n    claims: [R3]', 'regions: [harbour]\n    claims: [R3]');
    edit('locales/en.yaml', 'Which language?', 'Which of these?');
    edit('locales/de.yaml', 'fire: [feuer, es brennt]', 'fire: [feuer, es brennt, brand]');
    expect(await diff('HEAD')).toEqual({
      code: 0,
      out: `Lost
  Hill, clothes: nothing left: Sewing Circle is no longer shown

Changed
  text en language.ask changed
      - Which language?
      + Which of these?

Gained
  words de signals.fire: now understood are «brand»

Since HEAD: 1 lost, 1 changed, 1 gained.
`,
      err: '',
    });
  });

  test('files that were renamed, added or deleted since then are no difference by themselves', async () => {
    writeFileSync(join(folder.path, 'flows', 'more.yaml'), readFileSync(join(folder.path, 'flows', 'claims.yaml'), 'utf8'));
    writeFileSync(join(folder.path, 'flows', 'claims.yaml'), '{}\n');
    const { code, out } = await diff('HEAD');
    expect(code).toBe(0);
    expect(out).toContain('Since HEAD: 1 lost, 1 changed, 1 gained.');
  });

  test('recordings are read at that revision, too', async () => {
    record(join(folder.path, 'locales'), { 'en/tips.one': 2, 'en/tips.two': 2 });
    git('add', 'locales');
    git('commit', '--quiet', '--message', 'recordings');
    const before = await diff('HEAD');
    expect(before.out).not.toContain('recording');
    rmSync(join(folder.path, 'locales/audio/en/tips.one.ogg'));
    rmSync(join(folder.path, 'locales/audio/en/tips.one.mp3'));
    expect((await diff('HEAD')).out).toContain('  recording en tips.one is gone\n');
  });

  test.each([
    [
      'a revision that does not exist',
      'nope',
      'git knows no revision nope: name a commit, tag or branch, for example HEAD~1 (git log --oneline shows some)\n',
    ],
    ['a revision that looks like an option', '--output=x', "error: unknown option '--output=x'\n"],
    ['a revision before there was content', 'empty', 'empty has no content in flows and locales: name a later revision\n'],
  ])('refuses %s, with the cure', async (_label, revision, message) => {
    const { code, err } = await diff(revision);
    expect(code).toBe(1);
    expect(err.replaceAll(`${folder.path}/`, '')).toBe(message);
  });

  test('a revision whose content the rules of today refuse is told with its first mistake', async () => {
    git('reset', '--quiet', '--hard');
    git('clean', '--quiet', '--force', 'flows');
    edit('flows/repair.yaml', 'home: need', 'home: neet');
    git('commit', '--quiet', '--all', '--message', 'a mistake');
    git('tag', 'mistake');
    git('revert', '--no-edit', 'HEAD');
    const { code, err } = await diff('mistake');
    expect(code).toBe(1);
    expect(err).toMatch(
      /^The content of mistake cannot be read by the rules of today: 1 problem\. Compare with a later revision\.\nmistake:flows\/repair\.yaml:5:9 node-unknown /,
    );
  });
});
