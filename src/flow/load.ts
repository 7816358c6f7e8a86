import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Flow } from '../model/flow.ts';
import type { Problem } from '../model/problem.ts';
import { readAudio } from './audio-folder.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { checkCited, checkClaims } from './claims.ts';
import { compileFlow } from './compile.ts';
import { checkContacts } from './contacts.ts';
import { checkCells, checkDirectory, checkUse } from './directory.ts';
import { parseSource, type SourceFile, wholeFile } from './documents.ts';
import type { Draft, LocaleDraft } from './draft.ts';
import { deepFreeze } from './freeze.ts';
import { checkUnused, textUses } from './keys.ts';
import { checkLabels } from './labels.ts';
import { namesOf } from './links.ts';
import { checkLocaleFiles, checkLocales, localeId, mayLack } from './locales.ts';
import { type Place, placesOf } from './places.ts';
import { definesNames, readDraft, readLocale } from './read.ts';
import { type RecordingFile, readRecordings, voicedLocales } from './recordings.ts';
import { makeReport, type Report } from './report.ts';
import type { Source } from './spots.ts';
import { checkDraft, checkMissing, checkStale, checkUnknown, type Messages, readTexts } from './texts.ts';
import { checkTree } from './tree.ts';
import { checkWalk } from './walk.ts';
import { checkMissingWords, checkWords } from './words.ts';

/** The content, or everything that is wrong with it. Problems stand in the order of files and lines; warnings stop nothing. */
export type Loaded =
  | {
      readonly ok: true;
      readonly flow: Flow;
      readonly warnings: readonly Problem[];
      readonly places: ReadonlyMap<string, Place>;
      readonly catalogue: Catalogue;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * `today`: ISO date that contacts are measured against; the real one if left out. `proved`: whether this program has found nothing wrong
 * with the content of this revision on this day; then it is read, and not looked through again.
 */
export type FolderOptions = {
  readonly flowsDir: string;
  readonly localesDir: string;
  readonly today?: string;
  readonly proved?: (revision: string) => boolean;
};
export type ContentFiles = {
  readonly flows: readonly SourceFile[];
  readonly locales: readonly SourceFile[];
  readonly recordings?: readonly RecordingFile[];
  readonly today: string;
};

/** Reads every `.yaml` file of both folders, folders within them included, and the recordings in `audio`. Never throws. */
export function loadFlow(options: FolderOptions): Loaded {
  const report = makeReport();
  const files = readFolders(options, report);
  // A file that could not be read would only look like hundreds of missing names.
  return report.hasErrors() ? { ok: false, problems: report.problems() } : check(files, report, options.proved);
}

/** Only the files, for those who change one of them and read all again. A file that cannot be read is missing from them. */
export const readFiles = (options: FolderOptions): ContentFiles => readFolders(options, makeReport());

function readFolders({ flowsDir, localesDir, today = new Date().toISOString().slice(0, 10) }: FolderOptions, report: Report): ContentFiles {
  return {
    flows: readFolder(flowsDir, report),
    locales: readFolder(localesDir, report),
    recordings: readAudio(join(localesDir, 'audio'), report),
    today,
  };
}

/** The same for files that are in memory already: pure, for tests and live reload. */
export const readFlow = (files: ContentFiles): Loaded => check(files, makeReport());

function check({ flows, locales, recordings: audio = [], today }: ContentFiles, report: Report, proved?: FolderOptions['proved']): Loaded {
  const revision = revisionOf([...flows, ...locales], audio);
  const known = proved?.(revision) === true;
  const sources = parseAll(flows, report);
  if (flows.length === 0) report.add('folder-missing', wholeFile('flows'), 'there is no flow file at all', 'put the content there');
  const localeSources = parseAll(locales, report);
  const localeDrafts = localeSources.map((source) => readLocale(source, localeId(source), report));
  checkLocaleFiles(localeDrafts, report);
  const before = report.problems().length;
  const draft = readDraft(sources, localeDrafts, voicedLocales(audio), report);
  const [home] = sources;
  if (home === undefined || !sources.every(definesNames)) return { ok: false, problems: report.problems() };

  // What is missing can only be told of content that was understood as a whole: else one mistake would be told ten times.
  const whole = report.problems().length === before && draft.flow !== undefined;
  if (!known) checkLinks(draft, today, whole, report);
  const uses = textUses(draft, textsHome(sources) ?? home, report);
  if (whole && !known) checkUnused(draft, uses, report);
  const recordings = readRecordings(audio, draft, whole ? uses : undefined, report);
  const messages = new Map<string, Messages>();
  for (const locale of localeDrafts) {
    if (locale.source.broken) continue;
    messages.set(locale.id, readTexts(locale, uses, report));
    if (!known) checkLocale(locale, draft, uses, whole, report);
  }

  if (report.hasErrors() || draft.flow === undefined) return { ok: false, problems: report.problems() };
  const flow = compileFlow(draft.flow.value, draft, uses, messages, recordings, revision);
  const catalogue = catalogueOf(draft, uses, draft.flow.value.locale);
  return { ok: true, flow: deepFreeze(flow), warnings: report.problems(), places: placesOf(draft), catalogue };
}

function parseAll(files: readonly SourceFile[], report: Report): Source[] {
  return files.toSorted(byPath).map((file) => {
    const { source, problems } = parseSource(file);
    for (const { code, offset, message, hint } of problems) report.add(code, { source, offset }, message, hint);
    return source;
  });
}

function checkLinks(draft: Draft, today: string, whole: boolean, report: Report): void {
  const names = namesOf(draft);
  checkTree(draft, names, report);
  checkDirectory(draft, names, report);
  checkContacts(draft, today, report);
  checkClaims(draft, names, report);
  checkLocales(draft, names, report);
  if (!whole) return;
  checkWalk(draft, report);
  checkUse(draft, report);
  checkCells(draft, report);
  checkCited(draft, report);
}

function checkLocale(locale: LocaleDraft, draft: Draft, uses: ReturnType<typeof textUses>, whole: boolean, report: Report): void {
  checkLabels(draft, locale, report);
  checkWords(draft, locale, report);
  checkStale(locale, draft.locales.get(draft.flow?.value.locale ?? ''), report);
  if (whole) checkUnknown(locale, draft, uses, report);
  if (mayLack(draft, locale)) {
    checkDraft(locale, uses, report);
  } else {
    checkMissing(locale, uses, report);
    checkMissingWords(draft, locale, report);
  }
}

/** The file whose `texts` the engine's own keys are missing from. */
const textsHome = (sources: readonly Source[]): Source | undefined =>
  sources.find(({ data }) => typeof data === 'object' && data !== null && 'texts' in data);

function readFolder(folder: string, report: Report): SourceFile[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    report.add(
      'folder-missing',
      wholeFile(folder),
      `the folder \`${folder}\` cannot be read`,
      'create it, or set FLOWS_DIR and LOCALES_DIR',
    );
    return [];
  }
  for (const name of names.filter((name) => name.endsWith('.yml'))) {
    report.add('file-ignored', wholeFile(join(folder, name)), 'files that end in .yml are not read', 'let its name end in .yaml');
  }
  const yaml = names.filter((name) => name.endsWith('.yaml'));
  if (yaml.length === 0) report.add('folder-missing', wholeFile(folder), `no .yaml file in \`${folder}\``, 'put the content there');
  return yaml.flatMap((name) => {
    const path = join(folder, name);
    try {
      return [{ path, text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)) }];
    } catch {
      report.add(
        'file-unreadable',
        wholeFile(path),
        'this file cannot be read as UTF-8 text',
        'save it as UTF-8, and let the server read it',
      );
      return [];
    }
  });
}

/** Twelve hexadecimal digits of SHA-256 over names and contents: enough to tell any two editions apart, short enough to log. */
function revisionOf(files: readonly SourceFile[], recordings: readonly RecordingFile[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of files.toSorted(byPath)) {
    // The bare name: the same content has the same revision wherever it lies.
    const name = path.replace(/^.*[/\\]/, '');
    hash.update(`${Buffer.byteLength(name)}:${name}${Buffer.byteLength(text)}:${text}`);
  }
  for (const { name, bytes } of recordings) hash.update(`${Buffer.byteLength(name)}:${name}${bytes.length}:`).update(bytes);
  return hash.digest('hex').slice(0, 12);
}

const byPath = (a: SourceFile, b: SourceFile): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
