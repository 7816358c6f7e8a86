import pino from 'pino';
import { tellError } from './tell-error.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Counts, codes, conversation keys. Flat, so that no event, payload or request can be handed over whole by mistake. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * One method a level. `message` is a fixed sentence of ours; whatever varies goes into `fields`. An error has a place of its own,
 * because only its type, codes and places are written.
 */
export type Log = { readonly [level in LogLevel]: (message: string, fields?: LogFields, error?: unknown) => void };

/**
 * JSON lines on standard output, or into `destination`.
 *
 * Narrower than pino on purpose: pino takes any object, and prints an error's message even when it is not asked to. Here the
 * compiler keeps objects out, and for those who get one past it (a cast, a test double), `scalars` drops it.
 * Written synchronously: a few lines a second, and none of them lost when the process dies, which is when they are wanted.
 */
export function makeLog(level: LogLevel | 'silent', destination: pino.DestinationStream = pino.destination({ dest: 1, sync: true })): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination,
  );
  const at =
    (name: LogLevel) =>
    (message: string, fields: LogFields = {}, error?: unknown): void => {
      if (!logger.isLevelEnabled(name)) return;
      logger[name]({ ...scalars(fields), ...(error === undefined ? {} : { error: tellError(error) }) }, message);
    };
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), fatal: at('fatal') };
}

function scalars(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)));
}
