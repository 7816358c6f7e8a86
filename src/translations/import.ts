import type { Catalogue, CatalogueLocale } from '../flow/catalogue.ts';
import type { SourceFile } from '../flow/documents.ts';
import { editLocale, textKeyAt } from '../flow/edit-locale.ts';
import { fingerprint } from '../flow/fingerprint.ts';
import { type ContentFiles, readFlow } from '../flow/load.ts';
import { suggest } from '../flow/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { freshLocale } from './fresh-locale.ts';
import { DONE, type Row, type Sheet, TAG } from './sheet.ts';
import { statusOf } from './status.ts';

/** A row that was not taken, why, and what to do about it. */
export type Refused = { readonly row: number; readonly key: string; readonly wrong: string; readonly hint: string };

export type Imported = {
  readonly taken: readonly string[];
  readonly refused: readonly Refused[];
  /** Rows that say what the file says already, or nothing. */
  readonly unchanged: number;
  /** What is worth knowing of the rows that were taken: sentences that are long, say. */
  readonly warnings: readonly Problem[];
  /** The locale file as it should be now; undefined if nothing was taken. */
  readonly file: SourceFile | undefined;
};

/**
 * Takes the rows of a sheet into the file of its language, in memory. A row is taken only if source and translation are still those that
 * were exported, so nobody's newer words are lost, and if the whole content is right with it: the loader itself is asked, so that no rule
 * is written twice. `catalogue`: of the same `files`, which must hold no error. `localesDir`: where a new language gets its file.
 */
export function importSheet(sheet: Sheet, catalogue: Catalogue, files: ContentFiles, localesDir: string): Imported {
  const locale = catalogue.locales.get(sheet.target);
  const sorted = sheet.rows.map((row, index) => sort(row, sheet.rows.slice(0, index), locale, catalogue));
  const candidates = sorted.flatMap((one) => (one.kind === 'take' ? [one] : []));
  const file = files.locales.find(({ path }) => path === locale?.path) ?? freshLocale(sheet.target, catalogue, localesDir);
  const order = catalogue.entries.map(({ key }) => key);
  const withRows = (rows: readonly Candidate[]): SourceFile => ({ ...file, text: write(file.text, rows, order) });
  const { fitting, refused, warnings } = settle(candidates, withRows, files);
  const told = sorted.flatMap((one) => (one.kind === 'refuse' ? [one.refused] : []));
  return {
    taken: fitting.map(({ row }) => row.key),
    refused: [...told, ...refused].toSorted((a, b) => a.row - b.row),
    unchanged: sorted.filter(({ kind }) => kind === 'keep').length,
    warnings,
    file: fitting.length === 0 ? undefined : withRows(fitting),
  };
}

type Candidate = { readonly kind: 'take'; readonly row: Row; readonly text: string; readonly source: string };
type Sorted = Candidate | { readonly kind: 'keep' } | { readonly kind: 'refuse'; readonly refused: Refused };

/** What a row asks for, by itself. */
function sort(row: Row, before: readonly Row[], locale: CatalogueLocale | undefined, catalogue: Catalogue): Sorted {
  const { key } = row;
  const refuse = (wrong: string, hint: string): Sorted => ({ kind: 'refuse', refused: { row: row.number, key, wrong, hint } });
  const source = catalogue.locales.get(catalogue.home)?.texts.get(key);
  if (source === undefined) {
    const keys = catalogue.entries.map((entry) => entry.key);
    return refuse(`there is no text \`${key}\``, suggest(key, keys, 'it is gone from the content: export anew'));
  }
  const twin = before.find((other) => other.key === key);
  if (twin !== undefined) return refuse(`\`${key}\` stands in row ${twin.number} already`, 'keep one of the two');

  if (row.translation.includes(TAG))
    return refuse('a program has put tags into this text', 'write it as plain text, placeholders in {braces}');

  const text = tidy(row.translation);
  const current = locale?.texts.get(key) ?? '';
  if (text === current) return text !== '' && confirms(row, catalogue, locale) ? { kind: 'take', row, text, source } : { kind: 'keep' };
  // Empty, or what was exported: the translator has not touched it, whatever has become of it since.
  if (text === '' || fingerprint(text) === row.was) return { kind: 'keep' };
  if (!same(row.source, source)) {
    const hint = `translate what it says now, and put that into the source column: ${quote(source)}`;
    return refuse(`the source has changed since the export, from ${quote(row.source)}`, hint);
  }
  if (row.was === undefined ? current !== '' : fingerprint(current) !== row.was) {
    const hint = 'export anew, and decide which of the two it is to be';
    return refuse(`somebody has translated it since the export: ${quote(current)}; this row says ${quote(text)}`, hint);
  }
  return { kind: 'take', row, text, source };
}

/** Said to be done while it counts as stale: the words fit the new source, too. */
function confirms(row: Row, catalogue: Catalogue, locale: CatalogueLocale | undefined): boolean {
  const source = catalogue.locales.get(catalogue.home)?.texts.get(row.key) ?? '';
  const stale = locale !== undefined && statusOf(catalogue, locale.id, row.key) === 'stale';
  return stale && row.status?.toLowerCase() === DONE && same(row.source, source);
}

/** As YAML will hold it: composed letters, which some keyboards send in parts; one kind of line break; no space at the ends. */
const tidy = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();

/** Programs may break lines of the source otherwise; its words are what counts. */
const same = (a: string, b: string): boolean => a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim();

const QUOTED = 400;
const quote = (text: string): string => `“${text.length > QUOTED ? `${text.slice(0, QUOTED).toWellFormed()}…` : text}”`;

function write(text: string, rows: readonly Candidate[], order: readonly string[]): string {
  const texts = new Map(rows.map(({ row, text }) => [row.key, text]));
  const sources = new Map(rows.map(({ row, source }) => [row.key, fingerprint(source)]));
  return editLocale(text, { texts, sources }, order);
}

type Settled = { readonly fitting: readonly Candidate[]; readonly refused: readonly Refused[]; readonly warnings: readonly Problem[] };

/** The rows with which the content is right. Those that a problem stands at go first; mostly that is all. */
function settle(candidates: readonly Candidate[], withRows: (rows: readonly Candidate[]) => SourceFile, files: ContentFiles): Settled {
  const refused: Refused[] = [];
  let rows = candidates;
  for (;;) {
    const { errors, warnings } = problemsWith(rows, withRows, files);
    if (errors.length === 0) return { fitting: rows, refused, warnings };
    const blamed = rows.flatMap((row) => errors.find(({ key }) => key === row.row.key)?.refused(row) ?? []);
    if (blamed.length === 0) break;
    refused.push(...blamed);
    rows = rows.filter(({ row }) => !blamed.some(({ key }) => key === row.key));
  }
  // A problem shows at another text (two labels of one menu, a name that makes a sentence too long): find its row one by one.
  const fitting: Candidate[] = [];
  for (const row of rows) {
    const [error] = problemsWith([...fitting, row], withRows, files).errors;
    if (error === undefined) fitting.push(row);
    else refused.push(error.refused(row));
  }
  return { fitting, refused, warnings: problemsWith(fitting, withRows, files).warnings };
}

type Fault = { readonly key: string | undefined; readonly refused: (candidate: Candidate) => Refused };

function problemsWith(rows: readonly Candidate[], withRows: (rows: readonly Candidate[]) => SourceFile, files: ContentFiles) {
  if (rows.length === 0) return { errors: [], warnings: [] };
  const file = withRows(rows);
  const locales = [...files.locales.filter(({ path }) => path !== file.path), file];
  const loaded = readFlow({ ...files, locales });
  const problems = loaded.ok ? loaded.warnings : loaded.problems;
  const keyOf = ({ file: path, line }: Problem): string | undefined => (path === file.path ? textKeyAt(file.text, line) : undefined);
  const errors = problems
    .filter(({ severity }) => severity === 'error')
    .map((problem): Fault => {
      const { message, hint = '' } = problem;
      return { key: keyOf(problem), refused: ({ row }) => ({ row: row.number, key: row.key, wrong: message, hint }) };
    });
  const own = new Set(rows.map(({ row }) => row.key));
  const warnings = problems.filter((problem) => problem.severity === 'warning' && own.has(keyOf(problem) ?? ''));
  return { errors, warnings };
}
