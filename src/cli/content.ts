import { formatProblem } from '../flow/problems.ts';
import { type Content, loadContent } from '../proof/content.ts';
import { type Config, configFromProcess } from '../runtime/config.ts';
import { describeProblems } from '../runtime/describe-config.ts';
import { print, type Terminal } from './terminal.ts';

export type RightContent = Required<Pick<Content, 'flow' | 'places'>> & { readonly config: Config };

/** The content of this folder, all locales of it. If it is wrong, tells why and how to mend it, and resolves to nothing. */
export function readContent(terminal: Terminal): RightContent | undefined {
  const read = configFromProcess(terminal.cwd);
  if (!read.ok) {
    print(terminal.stderr, describeProblems(read.problems));
    return undefined;
  }
  const { flow, places, problems } = loadContent(read.config, Date.now());
  if (flow !== undefined && places !== undefined) return { flow, places, config: read.config };
  const errors = problems.filter(({ severity }) => severity === 'error');
  print(terminal.stderr, [...errors.map(formatProblem), 'The content has errors: mend them first.'].join('\n\n'));
  return undefined;
}

/** True if the locale exists; else tells which do. */
export function isLocale({ flow }: RightContent, locale: string, terminal: Terminal): boolean {
  if (flow.locales.has(locale)) return true;
  print(terminal.stderr, `There is no locale ${locale}: write one of ${[...flow.locales.keys()].join(', ')}`);
  return false;
}
