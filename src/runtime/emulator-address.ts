import type { Config, ConfigProblem } from './config.ts';
import { isLoopback } from './variables.ts';

type Where = Pick<Config, 'emulator' | 'host' | 'loopback' | 'production'>;

/**
 * The name under which this machine reaches its own server, ready for a URL; undefined when the emulator is off, or when the server
 * listens on one outer address alone, where nobody on this machine can be told from anybody else.
 */
export function localNameOf({ emulator, host }: Where): string | undefined {
  if (!emulator) return undefined;
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  if (!isLoopback(host)) return undefined;
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * In production the emulator is not only closed to others but refused where others could come near: whoever asked for it must know that
 * the server then serves this machine alone.
 */
export function emulatorProblems({ emulator, loopback, production }: Where): readonly ConfigProblem[] {
  if (!emulator || loopback || !production) return [];
  const wrong = 'must not be on in production on an address that others can reach';
  return [{ variable: 'EMULATOR', wrong, cure: 'write EMULATOR=off, or HOST=127.0.0.1 to try content on this machine alone' }];
}

export function describeEmulator(config: Where): string {
  if (!config.emulator) return 'emulator: off; to turn it on set EMULATOR=on';
  if (localNameOf(config) === undefined) return 'emulator: off; to turn it on set HOST=127.0.0.1';
  return 'emulator: on, for browsers on this machine (EMULATOR=off turns it off)';
}
