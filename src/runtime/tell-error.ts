import { types } from 'node:util';

/** What may be known of an error outside the process. `at`: the innermost places it passed, `file:line:column`. */
export type ToldError = {
  readonly type: string;
  readonly code?: string | number;
  readonly at: readonly string[];
  readonly cause?: ToldError;
  readonly errors?: readonly ToldError[];
};

const MAX_DEPTH = 4;
const MAX_PLACES = 12;
const MAX_ERRORS = 5;
const NAME = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;
const PLACE = /\(?((?:file:\/\/\/|node:|\/|[A-Z]:\\)[^()]+:\d+:\d+)\)?$/;

/**
 * An error without its message. Ours say nothing about people, but those of libraries do: JSON.parse quotes the text, zod the
 * value, SQLite the statement, undici the address. Nothing tells them apart for sure, so no message is kept; type, code and
 * places say as much to whoever has the source.
 *
 * Places are cut from the stack only behind the message, because a message of several lines can look like stack frames;
 * function names are left out, because computed ones are made of data.
 */
export function tellError(error: unknown, depth = MAX_DEPTH): ToldError {
  if (!types.isNativeError(error)) return { type: typeof error, at: [] };
  const code = 'code' in error ? error.code : undefined;
  const inner = depth > 1 && error.cause !== undefined ? tellError(error.cause, depth - 1) : undefined;
  const errors = depth > 1 && error instanceof AggregateError ? error.errors.slice(0, MAX_ERRORS) : undefined;
  return {
    type: NAME.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'number' || (typeof code === 'string' && NAME.test(code)) ? { code } : {}),
    at: places(error),
    ...(inner && { cause: inner }),
    ...(errors && { errors: errors.map((each) => tellError(each, depth - 1)) }),
  };
}

/** The stack opens with `Name: message` or `Name [CODE]: message`. Where it does not, its words are not known: no places then. */
function places(error: Error): string[] {
  const stack = typeof error.stack === 'string' ? error.stack : '';
  const start = error.message === '' ? 0 : stack.indexOf(': ') + 2;
  if (!stack.startsWith(error.message, start)) return [];
  const frames = stack.slice(start + error.message.length).split('\n');
  return frames.flatMap((frame) => PLACE.exec(frame)?.[1] ?? []).slice(0, MAX_PLACES);
}
