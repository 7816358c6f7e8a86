import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { editLocale } from '../flow/edit-locale.ts';
import { fingerprint } from '../flow/fingerprint.ts';
import { type Loaded, loadFlow, readFiles } from '../flow/load.ts';
import { isLanguageTag } from '../flow/locales.ts';
import { formatProblem } from '../flow/problems.ts';
import { configFromProcess } from '../runtime/config.ts';
import { describeProblems } from '../runtime/describe-config.ts';
import { readCsv, writeCsv } from '../translations/csv.ts';
import { type Imported, importSheet } from '../translations/import.ts';
import { makeSheet } from '../translations/sheet.ts';
import { statusTable } from '../translations/status.ts';
import { readXliff, writeXliff } from '../translations/xliff.ts';
import { print, type Terminal } from './terminal.ts';
import { writeOutput } from './write-output.ts';

/** A sheet of all texts has some hundred kilobytes; what is far larger is another file. */
const LARGEST = 5_000_000;

type Right = Extract<Loaded, { ok: true }> & { readonly folders: { readonly flowsDir: string; readonly localesDir: string } };

/** Prints how far each language is. */
export function translations(terminal: Terminal): number {
  const content = read(terminal);
  if (content === undefined) return 1;
  print(terminal.stdout, statusTable(content.catalogue));
  return 0;
}

/** Writes the sheet of a language, to standard output or to a file. The language may be one that has no file yet. */
export async function exportTranslations(
  terminal: Terminal,
  { locale, format, output }: { readonly locale: string; readonly format: 'xliff' | 'csv'; readonly output?: string },
): Promise<number> {
  const content = read(terminal);
  if (content === undefined || !isTarget(content, locale, terminal)) return 1;
  const sheet = makeSheet(content.catalogue, locale);
  const text = format === 'csv' ? writeCsv(sheet) : await writeXliff(sheet);
  if (output !== undefined) return writeOutput(terminal, output, text);
  terminal.stdout.write(text);
  return 0;
}

/** Takes a sheet back, row by row. Answers 1 if a row was refused; the others are in the file then all the same. */
export async function importTranslations(terminal: Terminal, { file }: { readonly file: string }): Promise<number> {
  const content = read(terminal);
  if (content === undefined) return 1;
  const refuse = (wrong: string, hint: string): number => {
    print(terminal.stderr, `${file} was not imported: ${wrong}\n    hint: ${hint}`);
    return 1;
  };
  const path = resolve(terminal.cwd, file);
  const text = readSheetFile(path);
  if (text === undefined)
    return refuse('it cannot be read as UTF-8 text of at most 5 MB', 'name a file that `translations export` has written');
  const sheet = extname(path).toLowerCase() === '.csv' ? readCsv(text) : await readXliff(text);
  if ('wrong' in sheet) return refuse(sheet.wrong, sheet.hint);
  const { catalogue, folders } = content;
  if (sheet.source !== catalogue.home) {
    return refuse(`it was translated from \`${sheet.source}\``, `texts are translated from \`${catalogue.home}\`: export anew`);
  }
  if (!isTarget(content, sheet.target, terminal)) return 1;
  const imported = importSheet(sheet, catalogue, readFiles(folders), folders.localesDir);
  if (imported.file !== undefined) writeFileSync(imported.file.path, imported.file.text);
  tell(terminal, imported, content, sheet.target);
  return imported.refused.length > 0 ? 1 : 0;
}

/** Writes down that texts of a language say what the source says now: all of them, or those that are named. */
export function confirmTranslations(
  terminal: Terminal,
  { locale, keys }: { readonly locale: string; readonly keys: readonly string[] },
): number {
  const content = read(terminal);
  if (content === undefined || !isTarget(content, locale, terminal)) return 1;
  const { catalogue } = content;
  const own = catalogue.locales.get(locale);
  const source = catalogue.locales.get(catalogue.home)?.texts;
  const unknown = keys.filter((key) => !own?.texts.has(key));
  if (own === undefined || unknown.length > 0) {
    print(terminal.stderr, `${locale} has no text ${unknown.join(', ') || 'at all'}: \`anoura translations\` tells what there is`);
    return 1;
  }
  const chosen = keys.length > 0 ? keys : [...own.texts.keys()];
  const sources = new Map(chosen.map((key) => [key, fingerprint(source?.get(key) ?? '')]));
  const order = catalogue.entries.map(({ key }) => key);
  writeFileSync(own.path, editLocale(readFileSync(own.path, 'utf8'), { texts: new Map(), sources }, order));
  print(terminal.stdout, `${own.path}: ${sources.size} texts say what ${catalogue.home} says now`);
  return 0;
}

function tell(terminal: Terminal, { taken, refused, unchanged, warnings, file }: Imported, { catalogue }: Right, target: string): void {
  for (const { row, key, wrong, hint } of refused) print(terminal.stdout, `row ${row} ${key}: refused: ${wrong}\n    hint: ${hint}\n`);
  for (const warning of warnings) print(terminal.stdout, `${formatProblem(warning)}\n`);
  const where = file === undefined ? '' : ` (${file.path})`;
  print(terminal.stdout, `${taken.length} taken, ${refused.length} refused, ${unchanged} unchanged${where}`);
  const { status, reviewedBy } = catalogue.locales.get(target) ?? {};
  if (status === 'reviewed' && taken.length > 0) {
    print(
      terminal.stdout,
      `${target} is marked as reviewed by ${reviewedBy ?? ''}: what was taken now is not; ask for a review, or mark it`,
    );
  }
  if (taken.length > 0) print(terminal.stdout, 'Now run `npx anoura check`: it walks every answer that these texts are part of.');
}

function read(terminal: Terminal): Right | undefined {
  const config = configFromProcess(terminal.cwd);
  if (!config.ok) {
    print(terminal.stderr, describeProblems(config.problems));
    return undefined;
  }
  const { flowsDir, localesDir } = config.config;
  const folders = { flowsDir, localesDir };
  const loaded = loadFlow(folders);
  if (loaded.ok) return { ...loaded, folders };
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  print(terminal.stderr, [...errors.map(formatProblem), 'The content has errors: mend them first.'].join('\n\n'));
  return undefined;
}

/** A language that can be translated into: a tag that exists, and not the source. */
function isTarget({ catalogue }: Right, locale: string, terminal: Terminal): boolean {
  if (locale === catalogue.home) {
    print(terminal.stderr, `${locale} is what all others are translated from: edit its file`);
    return false;
  }
  if (catalogue.locales.has(locale) || isLanguageTag(locale)) return true;
  const known = [...catalogue.locales.keys()].filter((id) => id !== catalogue.home).join(', ');
  print(terminal.stderr, `\`${locale.slice(0, 40)}\` is no language tag: write one of ${known}, or the BCP 47 tag of a new language`);
  return false;
}

function readSheetFile(path: string): string | undefined {
  try {
    return statSync(path).size > LARGEST ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch {
    return undefined;
  }
}
