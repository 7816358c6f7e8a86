import { resolve } from 'node:path';
import { loadFlow } from '../../src/flow/load.ts';
import type { Flow } from '../../src/model/flow.ts';
import { withLocales } from '../../src/proof/content.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

let known: Flow | undefined;

/**
 * The content of this repository as it is served: team-written and reviewed locales. Not walked: `check` is, and its test. Read once for
 * each test file: it is frozen, and reading it takes longer than most tests.
 */
export function realFlow(): Flow {
  known ??= readRealFlow();
  return known;
}

function readRealFlow(): Flow {
  const loaded = loadFlow({ flowsDir: resolve(ROOT, 'flows'), localesDir: resolve(ROOT, 'locales'), today: '2026-11-24' });
  if (!loaded.ok)
    throw new Error(`the content has errors: ${loaded.problems.map(({ code, message }) => `${code}: ${message}`).join('\n')}`);
  const served = withLocales(loaded.flow, undefined);
  if (!('flow' in served)) throw new Error('no locale is served');
  return served.flow;
}
