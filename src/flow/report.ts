import type { Problem } from '../model/problem.ts';
import { suggest } from './nearest.ts';
import { compareProblems, excerpt, type ProblemCode, severityOf } from './problems.ts';
import { lineText, locate, type Spot } from './spots.ts';

/** Collects problems while content is read, so that an author sees all of them at once. */
export type Report = {
  /** `message` says what is wrong, `hint` what to write instead; names of content in backticks. */
  readonly add: (code: ProblemCode, spot: Spot, message: string, hint: string) => void;
  /** Adds a problem and answers false if the name is not known. */
  readonly known: (name: string, known: Known, spot: Spot) => boolean;
  readonly hasErrors: () => boolean;
  /** All so far, in the order of files and lines, each once. */
  readonly problems: () => readonly Problem[];
};

/** Names that something may refer to; `noun` as in "the region `gap` does not exist". */
export type Known = {
  readonly code: ProblemCode;
  readonly noun: string;
  readonly names: { has(name: string): boolean; keys(): Iterable<string> };
};

export function makeReport(): Report {
  const problems = new Map<string, Problem>();

  const add: Report['add'] = (code, spot, message, hint) => {
    const { line, column } = locate(spot);
    const file = spot.source.path;
    const key = JSON.stringify([file, line, column, code, message]);
    if (problems.has(key)) return;
    const text = lineText(spot.source, line);
    const shown = text.trim() === '' ? {} : { excerpt: excerpt(text, column) };
    problems.set(key, { code, severity: severityOf(code), file, line, column, message, hint, ...shown });
  };

  return {
    add,
    known: (name, { code, noun, names }, spot) => {
      if (names.has(name)) return true;
      add(code, spot, `the ${noun} \`${name}\` does not exist`, suggest(name, names.keys(), `define it, or name an existing ${noun}`));
      return false;
    },
    hasErrors: () => [...problems.values()].some((problem) => problem.severity === 'error'),
    problems: () => [...problems.values()].sort(compareProblems),
  };
}
