import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runCli } from '../../src/cli/cli.ts';
import { type Edit, edited } from '../flow/repair.ts';
import { record } from '../support/recordings.ts';
import { tempFolder } from '../support/server.ts';

/** What one command printed, and how it ended. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** Runs a command in this process, in a folder of its own, with `input` on its standard input. */
export async function run(
  args: readonly string[],
  { cwd, input = '', tty = false }: { cwd: string; input?: string; tty?: boolean },
): Promise<Ran> {
  const [out, err] = [collector(), collector()];
  const stdin = Object.assign(Readable.from(input === '' ? [] : [input]), { isTTY: tty });
  const code = await runCli(args, { stdin, stdout: out.stream, stderr: err.stream, cwd });
  return { code, out: out.text(), err: err.text() };
}

function collector() {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}

/** A folder with the repair cafés in it, changed by `edits`, with recordings (see `record`), and a `.env` that leads to them. */
export function contentFolder(
  edits: readonly Edit[] = [],
  env: Readonly<Record<string, string>> = {},
  recordings: Readonly<Record<string, number>> = {},
) {
  const folder = tempFolder();
  const { files } = edited(edits);
  for (const { path, text } of [...files.flows, ...files.locales]) write(join(folder.path, path), text);
  const dirs = { FLOWS_DIR: join(folder.path, 'flows'), LOCALES_DIR: join(folder.path, 'locales') };
  const lines = Object.entries({ ...dirs, ...env }).map(([name, value]) => `${name}=${value}`);
  write(join(folder.path, '.env'), lines.join('\n'));
  record(dirs.LOCALES_DIR, recordings);
  return folder;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
