import { loadFlow } from '../flow/load.ts';
import { formatProblem } from '../flow/problems.ts';
import type { Content } from '../proof/content.ts';
import { type Config, configFromProcess } from '../runtime/config.ts';
import { describeProblems } from '../runtime/describe-config.ts';
import { print, type Terminal } from './terminal.ts';

export type RightContent = Required<Pick<Content, 'flow' | 'places'>> & { readonly config: Config };

/**
 * The content of this folder, all locales of it. If it is wrong, tells why and how to mend it, and resolves to nothing. Its states are
 * not walked, which takes four times as long as reading it: `check` and the server do, and whoever tries a sentence should not wait.
 */
export function readContent(terminal: Terminal): RightContent | undefined {
  const read = configFromProcess(terminal.cwd);
  if (!read.ok) {
    print(terminal.stderr, describeProblems(read.problems));
    return undefined;
  }
  const loaded = loadFlow(read.config);
  if (loaded.ok) return { flow: loaded.flow, places: loaded.places, config: read.config };
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  print(terminal.stderr, [...errors.map(formatProblem), 'The content has errors: mend them first.'].join('\n\n'));
  return undefined;
}

/** True if the locale exists; else tells which do. */
export function isLocale({ flow }: RightContent, locale: string, terminal: Terminal): boolean {
  if (flow.locales.has(locale)) return true;
  print(terminal.stderr, `There is no locale ${locale}: write one of ${[...flow.locales.keys()].join(', ')}`);
  return false;
}
