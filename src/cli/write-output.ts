import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { print, type Terminal } from './terminal.ts';

/** Writes a file that a command was asked for; answers the exit code. What went wrong is told with the cure. */
export function writeOutput(terminal: Terminal, path: string, text: string): number {
  try {
    writeFileSync(resolve(terminal.cwd, path), text);
  } catch {
    print(terminal.stderr, `${path} cannot be written: name a file in a folder that exists and may be written to`);
    return 1;
  }
  print(terminal.stderr, `written: ${path}`);
  return 0;
}
