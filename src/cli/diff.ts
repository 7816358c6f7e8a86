import type { Writable } from 'node:stream';
import { readFlow } from '../flow/load.ts';
import { formatProblem } from '../flow/problems.ts';
import { type Told, WEIGHTS, type Weight } from '../pictures/changes.ts';
import { difference } from '../pictures/difference.ts';
import { lineDiff } from '../proof/line-diff.ts';
import { readContent } from './content.ts';
import { filesAt, GitError, recordingsAt } from './git.ts';
import { counted, paint, print, type Terminal } from './terminal.ts';

const TITLES: Readonly<Record<Weight, string>> = { lost: 'Lost', changed: 'Changed', gained: 'Gained' };

/** Tells what changed in the content since a revision of git. A difference is no failure: resolves to 0 whenever both could be read. */
export async function diff(terminal: Terminal, { revision }: { readonly revision: string }): Promise<number> {
  const content = readContent(terminal);
  if (content === undefined) return 1;
  const { flow: after, config } = content;
  const before = readOld(terminal, revision, config);
  if (before === undefined) return 1;
  const told = difference({ before: before.flow, after });
  for (const weight of WEIGHTS) {
    const own = told.filter((change) => change.weight === weight);
    if (own.length === 0) continue;
    print(terminal.stdout, paint('bold', TITLES[weight], terminal.stdout));
    for (const change of own) print(terminal.stdout, drawChange(change, terminal.stdout));
    print(terminal.stdout, '');
  }
  const counts = WEIGHTS.map((weight) => `${told.filter((change) => change.weight === weight).length} ${weight}`).join(', ');
  print(terminal.stdout, told.length === 0 ? `Nothing of the content changed since ${revision}.` : `Since ${revision}: ${counts}.`);
  return 0;
}

function readOld(
  terminal: Terminal,
  revision: string,
  { flowsDir, localesDir }: { readonly flowsDir: string; readonly localesDir: string },
) {
  try {
    const [flows, locales] = [filesAt(terminal.cwd, revision, flowsDir), filesAt(terminal.cwd, revision, localesDir)];
    if (flows.length === 0 || locales.length === 0) {
      print(terminal.stderr, `${revision} has no content in ${flowsDir} and ${localesDir}: name a later revision`);
      return undefined;
    }
    const recordings = recordingsAt(terminal.cwd, revision, localesDir);
    const loaded = readFlow({ flows, locales, recordings, today: new Date().toISOString().slice(0, 10) });
    if (loaded.ok) return loaded;
    const [first] = loaded.problems;
    const count = counted(loaded.problems.length, 'problem');
    print(terminal.stderr, `The content of ${revision} cannot be read by the rules of today: ${count}. Compare with a later revision.`);
    if (first !== undefined) print(terminal.stderr, formatProblem(first));
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    print(terminal.stderr, error.message);
  }
  return undefined;
}

function drawChange({ where, text, before, after }: Told, stream: Writable): string {
  const sentence = `  ${where === '' ? '' : `${where}: `}${text}`;
  if (before === undefined && after === undefined) return sentence;
  const lines = lineDiff(linesOf(before), linesOf(after)).map(({ sign, line }) => {
    const drawn = `      ${sign} ${line}`.trimEnd();
    return sign === ' ' ? drawn : paint(sign === '-' ? 'red' : 'green', drawn, stream);
  });
  return [sentence, ...lines].join('\n');
}

const linesOf = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.split('\n'));
