import type { z } from 'zod';
import { type Draft, type Entry, type LocaleDraft, type Section, WORD_SECTIONS } from './draft.ts';
import { reportIssues, reportType, reportUnknownKey } from './issues.ts';
import type { Report } from './report.ts';
import * as schema from './schema.ts';
import { below, fileSpot, keyOf, type PathSpot, type Source, valueAt } from './spots.ts';

const SECTIONS = ['flow', 'nodes', 'claims', 'regions', 'needs', 'topics', 'organizations', 'services', 'notes', 'texts'];

/** How ids are written. Those of nodes, regions, needs, … become parts of choice ids and text keys, so they are plain. */
type Form = { readonly pattern: RegExp; readonly hint: string };
const PLAIN: Form = {
  pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  hint: 'use small letters and digits, with single hyphens between words: `town-hall`',
};
const CLAIM: Form = { pattern: /^[A-Z][A-Za-z0-9]*$/, hint: 'begin with a capital letter and use letters and digits: `C12`' };
const KEY: Form = { pattern: /^[a-z0-9]+([.-][a-z0-9]+)*$/, hint: 'use small letters, digits, dots and hyphens: `region.ask`' };

/**
 * Reads the sections of all flow files into one draft. What has the wrong shape is reported and left out.
 * Sections of several files are merged; order of entries is order of files, then of lines.
 */
export function readDraft(flows: readonly Source[], locales: readonly LocaleDraft[], voiced: ReadonlySet<string>, report: Report): Draft {
  const sources = flows.filter((source) => checkTop(source, SECTIONS, report));
  const section = <T>(name: string, type: z.ZodType<T>, form: Form = PLAIN): Section<T> =>
    merge(
      sources.map((source) => readMapping(below(fileSpot(source), name), type, report, form)),
      report,
    );
  return {
    flow: readFlowSettings(flows, report),
    nodes: section('nodes', schema.nodeSchema),
    claims: section('claims', schema.claimSchema, CLAIM),
    regions: section('regions', schema.regionSchema),
    needs: section('needs', schema.needSchema),
    topics: section('topics', schema.topicSchema),
    organizations: section('organizations', schema.organizationSchema),
    services: section('services', schema.serviceSchema),
    notes: sources.flatMap((source) => readNotes(below(fileSpot(source), 'notes'), report)),
    listed: readListed(sources, report),
    locales: new Map(locales.map((locale) => [locale.id, locale])),
    voiced,
  };
}

/**
 * True if all names that a file defines are known, even those of broken entries. If not, what refers to them cannot be checked:
 * everything would seem to be missing.
 */
export function definesNames(source: Source): boolean {
  if (source.broken || !isMapping(source.data)) return false;
  return Object.entries(source.data).every(
    ([key, value]) => SECTIONS.includes(key) && (key === 'notes' ? Array.isArray(value) : isMapping(value)),
  );
}

/** Reads one locale file. `id` is its file name. */
export function readLocale(source: Source, id: string, report: Report): LocaleDraft {
  const file = fileSpot(source);
  const ok = checkTop(source, ['locale', 'texts', 'words', 'sources'], report);
  const words = below(file, 'words');
  if (ok && valueAt(source.data, ['words']) !== undefined)
    checkMapping(words, [...WORD_SECTIONS, 'groups', 'spellings', 'numbers', 'language'], report);
  const group = (name: string) => readMapping(below(words, name), schema.wordsSchema, report);
  return {
    id,
    source,
    meta: ok ? readRequired(below(file, 'locale'), schema.localeSchema, report) : undefined,
    texts: readMapping(below(file, 'texts'), schema.textSchema, report),
    sources: readMapping(below(file, 'sources'), schema.fingerprintSchema, report),
    words: {
      commands: group('commands'),
      shortcuts: group('shortcuts'),
      signals: group('signals'),
      regions: group('regions'),
      needs: group('needs'),
      organizations: group('organizations'),
      marks: group('marks'),
      groups: group('groups'),
      spellings: group('spellings'),
      numbers: group('numbers'),
      language: readOptional(below(words, 'language'), schema.wordsSchema, report),
    },
  };
}

/** True if the file is a mapping; unknown sections are reported. A broken file was reported when it was parsed. */
function checkTop(source: Source, known: readonly string[], report: Report): boolean {
  return !source.broken && checkMapping(fileSpot(source), known, report);
}

function checkMapping(spot: PathSpot, known: readonly string[], report: Report): boolean {
  const value = valueAt(spot.source.data, spot.path);
  if (!isMapping(value)) {
    reportType(value, ['a mapping'], spot, report);
    return false;
  }
  for (const key of Object.keys(value)) if (!known.includes(key)) reportUnknownKey(key, known, spot, report);
  return true;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readMapping<T>(spot: PathSpot, type: z.ZodType<T>, report: Report, form?: Form): Section<T> {
  const ids = new Map<string, PathSpot>();
  const entries = new Map<string, Entry<T>>();
  const value = valueAt(spot.source.data, spot.path);
  if (value === undefined) return { ids, entries };
  if (!isMapping(value)) reportType(value, ['a mapping'], spot, report);
  else {
    for (const id of Object.keys(value)) {
      const at = below(spot, id);
      ids.set(id, at);
      if (form !== undefined && !form.pattern.test(id)) report.add('bad-id', keyOf(at), `\`${id}\` is not written as ids are`, form.hint);
      const entry = readOptional(at, type, report);
      if (entry !== undefined) entries.set(id, entry);
    }
  }
  return { ids, entries };
}

function merge<T>(parts: readonly Section<T>[], report: Report): Section<T> {
  const ids = new Map<string, PathSpot>();
  const entries = new Map<string, Entry<T>>();
  for (const part of parts) {
    for (const [id, spot] of part.ids) {
      const first = ids.get(id);
      if (first !== undefined) reportTwice(id, first, spot, report);
      else ids.set(id, spot);
      const entry = part.entries.get(id);
      if (first === undefined && entry !== undefined) entries.set(id, entry);
    }
  }
  return { ids, entries };
}

function reportTwice(id: string, first: PathSpot, second: PathSpot, report: Report): void {
  report.add('duplicate-id', keyOf(second), `\`${id}\` is defined in ${first.source.path} already`, 'keep one of the two, or rename it');
}

function readRequired<T>(spot: PathSpot, type: z.ZodType<T>, report: Report): Entry<T> | undefined {
  const section = String(spot.path.at(-1));
  if (valueAt(spot.source.data, spot.path) === undefined) {
    report.add(
      'section-missing',
      fileSpot(spot.source),
      `the section \`${section}\` is missing`,
      `add \`${section}:\` at the top of the file`,
    );
  }
  return readOptional(spot, type, report);
}

function readOptional<T>(spot: PathSpot, type: z.ZodType<T>, report: Report): Entry<T> | undefined {
  const value = valueAt(spot.source.data, spot.path);
  if (value === undefined) return undefined;
  const result = type.safeParse(value);
  if (result.success) return { value: result.data, spot };
  reportIssues(result.error.issues, spot, report);
  return undefined;
}

function readFlowSettings(sources: readonly Source[], report: Report): Entry<schema.FlowYaml> | undefined {
  const [first, ...others] = sources.filter((source) => valueAt(source.data, ['flow']) !== undefined);
  // In a broken file the section may well be there.
  const home = first ?? (sources.some((source) => source.broken) ? undefined : sources[0]);
  if (home === undefined) return undefined;
  for (const other of others) reportTwice('flow', below(fileSpot(home), 'flow'), below(fileSpot(other), 'flow'), report);
  return readRequired(below(fileSpot(home), 'flow'), schema.flowSchema, report);
}

function readNotes(spot: PathSpot, report: Report): Entry<schema.NoteYaml>[] {
  const value = valueAt(spot.source.data, spot.path);
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    reportType(value, ['a list'], spot, report);
    return [];
  }
  return value.flatMap((_, index) => readOptional(below(spot, index), schema.noteSchema, report) ?? []);
}

/** `texts.ui` and `texts.cited` of all files as one map: a text of `ui` states no claim. */
function readListed(sources: readonly Source[], report: Report): Map<string, Entry<readonly string[]>> {
  const listed = new Map<string, Entry<readonly string[]>>();
  const list = (key: string, value: readonly string[], spot: PathSpot): void => {
    const first = listed.get(key);
    if (!KEY.pattern.test(key)) report.add('bad-id', spot, `\`${key}\` is not written as text keys are`, KEY.hint);
    if (first === undefined) listed.set(key, { value, spot });
    else report.add('text-listed-twice', spot, `\`${key}\` is listed twice`, 'keep it once: under `ui`, or under `cited` with its claims');
  };
  for (const source of sources) {
    const texts = below(fileSpot(source), 'texts');
    if (valueAt(source.data, texts.path) === undefined || !checkMapping(texts, ['ui', 'cited'], report)) continue;
    const ui = readOptional(below(texts, 'ui'), schema.textNamesSchema, report);
    for (const [index, key] of ui?.value.entries() ?? []) list(key, [], below(texts, 'ui', index));
    const cited = readMapping(below(texts, 'cited'), schema.citedSchema, report);
    for (const [key, spot] of cited.ids) list(key, cited.entries.get(key)?.value ?? [], keyOf(spot));
  }
  return listed;
}
