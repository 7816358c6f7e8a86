import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';

/** What a command may touch, handed in, so that tests run commands without a process. */
export type Terminal = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
  readonly cwd: string;
};

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  // `anoura test | head` closes the pipe early: that is no failure.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return { stdin, stdout, stderr, cwd: process.cwd() };
}

export const print = (stream: Writable, text: string): void => {
  stream.write(`${text}\n`);
};

/** Colours only where somebody looks at them: not in a pipe or file, and not with NO_COLOR. */
export const paint = (format: Parameters<typeof styleText>[0], text: string, stream: Writable): string =>
  styleText(format, text, { stream });

/** `1 conversation`, `2 conversations`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
