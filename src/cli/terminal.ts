import type { Readable, Writable } from 'node:stream';

/** What a command may touch, handed in, so that tests run commands without a process. */
export type Terminal = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
  readonly cwd: string;
};

export const processTerminal = (): Terminal => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
});

export const print = (stream: Writable, text: string): void => {
  stream.write(`${text}\n`);
};
