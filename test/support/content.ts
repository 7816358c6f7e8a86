import { resolve } from 'node:path';
import type { Flow } from '../../src/model/flow.ts';
import { loadContent, withLocales } from '../../src/proof/content.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** The content of this repository as it is served: team-written and reviewed locales. */
export function realFlow(): Flow {
  const { flow, problems } = loadContent(
    { flowsDir: resolve(ROOT, 'flows'), localesDir: resolve(ROOT, 'locales') },
    Date.UTC(2026, 10, 24),
  );
  if (flow === undefined)
    throw new Error(`the content has errors: ${problems.map(({ code, message }) => `${code}: ${message}`).join('\n')}`);
  const served = withLocales(flow, undefined);
  if (!('flow' in served)) throw new Error('no locale is served');
  return served.flow;
}
