import type { z } from 'zod';
import { suggest } from './nearest.ts';
import type { Report } from './report.ts';
import { below, keyOf, type Path, type PathSpot, valueAt } from './spots.ts';

type Issue = z.core.$ZodIssue;

/** Reports what zod found wrong with the value at `spot`, each at the exact YAML place and in the authors' words. */
export function reportIssues(issues: readonly Issue[], spot: PathSpot, report: Report): void {
  for (const issue of issues) reportIssue(issue, below(spot, ...steps(issue.path)), report);
}

function reportIssue(issue: Issue, spot: PathSpot, report: Report): void {
  const name = nameOf(spot.path);
  const value = valueAt(spot.source.data, spot.path);
  if (value === undefined) {
    reportMissing(spot, report);
    return;
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) reportUnknownKey(key, issue.message.split(' '), spot, report);
      break;
    case 'invalid_type':
      reportType(value, [noun(issue.expected)], spot, report);
      break;
    case 'invalid_union':
      if (issue.discriminator === undefined) reportUnion(issue, value, spot, report);
      else reportValue(value, 'options' in issue ? issue.options.map(String) : [], spot, report);
      break;
    case 'invalid_value':
      reportValue(value, issue.values.map(String), spot, report);
      break;
    case 'invalid_format':
      report.add('bad-date', spot, `${name} is not a day of the calendar`, 'write it as YYYY-MM-DD, for example 2026-03-31');
      break;
    case 'too_small':
      if (issue.origin === 'array')
        report.add('empty-list', spot, `${name} names nothing`, 'name at least one, or leave the key out if it may be');
      else report.add('wrong-type', spot, `${name} is empty or too small`, 'write a value');
      break;
    case 'custom':
      report.add('choice-form', spot, 'a choice is either `to` with a node or `each` with a directory', CHOICE_FORMS);
      break;
    default:
      report.add('wrong-type', spot, `${name} has a value that cannot stand here`, 'see the other entries of this section');
  }
}

const CHOICE_FORMS = 'write { to: node }, { to: node, label: text.key } or { each: regions }';

function reportMissing(spot: PathSpot, report: Report): void {
  const owner = keyOf({ ...spot, path: spot.path.slice(0, -1) });
  const key = String(spot.path.at(-1) ?? '');
  report.add('missing-key', owner, `${nameOf(owner.path)} lacks \`${key}\``, `add \`${key}:\` to it`);
}

/** A key that means nothing here; shared with the top levels of files, which are read without zod. */
export function reportUnknownKey(key: string, known: readonly string[], spot: PathSpot, report: Report): void {
  report.add('unknown-key', keyOf(below(spot, key)), `\`${key}\` has no meaning here`, suggest(key, known, 'take it away'));
}

/** A value of the wrong type; `expected` as in "must be a list". */
export function reportType(value: unknown, expected: readonly string[], spot: PathSpot, report: Report): void {
  const wants = expected.join(' or ');
  const scalar = expected.includes('text') && (typeof value === 'number' || typeof value === 'boolean');
  const braces = expected.includes('text') && typeof value === 'object' && value !== null && !Array.isArray(value);
  const hint = scalar || braces ? 'put the text in "quotes"' : `write ${wants}`;
  report.add('wrong-type', spot, `${nameOf(spot.path)} must be ${wants}, not ${found(value)}`, hint);
}

function reportValue(value: unknown, options: readonly string[], spot: PathSpot, report: Report): void {
  const shown = typeof value === 'string' ? `\`${value}\`` : found(value);
  report.add(
    'unknown-value',
    spot,
    `${nameOf(spot.path)} cannot be ${shown}`,
    suggest(String(value), options, `use one of ${options.join(', ')}`),
  );
}

/** Of several shapes only the one that the author began to write is worth a problem: the one whose outermost type fits. */
function reportUnion(issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown, spot: PathSpot, report: Report): void {
  const begun = issue.errors.find((errors) => !errors.some((error) => misfits(error)));
  if (begun !== undefined) reportIssues(begun, spot, report);
  else reportType(value, [...new Set(issue.errors.flat().flatMap(expectedTypes))], spot, report);
}

/** True if the value is not even of the outermost type of this shape, or of any shape within it. */
function misfits(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_type') return true;
  return issue.code === 'invalid_union' && issue.errors.every((errors) => errors.some(misfits));
}

function expectedTypes(issue: Issue): string[] {
  if (issue.code === 'invalid_type') return [noun(issue.expected)];
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(expectedTypes) : [];
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};
const noun = (expected: string): string => NOUNS[expected] ?? expected;

function found(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? 'text' : `the ${typeof value === 'number' ? 'number' : 'value'} ${String(value)}`;
}

/** The last named step: list positions say little to a reader who sees the line anyway. */
function nameOf(path: Path): string {
  const step = path.findLast((part) => typeof part === 'string');
  return step === undefined ? 'the file' : `\`${step}\``;
}

const steps = (path: readonly PropertyKey[]): Path => path.map((step) => (typeof step === 'number' ? step : String(step)));
