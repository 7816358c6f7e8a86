import { isMap, isNode, isScalar, type Pair, parseDocument, stringify } from 'yaml';

/** Longest line that is written; content files keep to it, but for bubbles of several lines. */
const LINE_WIDTH = 130;

const SOURCES_COMMENT = '# Fingerprints of the source that each text was translated from; `npx anoura translations` keeps them.\n';

/** New values of `texts` and `sources`, by text key, in any order, without white space at their ends. */
export type LocaleEdit = { readonly texts: ReadonlyMap<string, string>; readonly sources: ReadonlyMap<string, string> };

/**
 * The text of a locale file with other texts in it. Nothing else changes: comments, order, quotes and line breaks of all that is not
 * edited stay as they are, which printing the parsed document anew would not do. A new key comes behind the nearest one that stands before
 * it in `order`. `text` must be a file that was read without problems. Throws if the result does not say what it should.
 */
export function editLocale(text: string, { texts, sources }: LocaleEdit, order: readonly string[]): string {
  const unix = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const edited = putEntries(putEntries(unix, 'texts', texts, order), 'sources', sources, order);
  verify(unix, edited, { texts, sources });
  return text.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited;
}

/** The text key whose entry stands on a line, counted from 1. */
export function textKeyAt(text: string, line: number): string | undefined {
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { stringKeys: true, logLevel: 'error' });
  const map = document.get('texts', true);
  if (!isMap(map)) return undefined;
  const lineOf = (pair: Pair): number => text.slice(0, startOf(pair)).split('\n').length;
  const pair = map.items.findLast((item) => lineOf(item) <= line);
  return pair === undefined ? undefined : keyOf(pair);
}

type Splice = { readonly start: number; readonly end: number; readonly text: string };

function putEntries(text: string, section: 'texts' | 'sources', entries: ReadonlyMap<string, string>, order: readonly string[]): string {
  if (entries.size === 0) return text;
  const document = parseDocument(text, { stringKeys: true, logLevel: 'error' });
  const root = document.contents;
  const home = isMap(root) ? root.items.find((item) => keyOf(item) === section) : undefined;
  const map = home?.value;
  if (home === undefined || !isMap(map) || map.flow === true || map.items.length === 0) {
    const old = isMap(map) ? map.items.map((item): [string, string] => [keyOf(item), String(textOf(item))]) : [];
    const all = new Map([...old, ...entries]);
    const sorted = [...all].toSorted(([a], [b]) => place(a, order) - place(b, order));
    const written = `${section}:\n${sorted.map(([key, value]) => entry(key, value)).join('')}`;
    if (home === undefined) return `${text.trimEnd()}\n\n${section === 'sources' ? SOURCES_COMMENT : ''}${written}`;
    return splice(text, [{ start: startOf(home), end: lineEnd(text, endOf(home)), text: written }]);
  }
  const pairs = new Map(map.items.map((item) => [keyOf(item), item]));
  const splices = [...entries].flatMap(([key, value]): Splice[] => {
    const pair = pairs.get(key);
    if (pair === undefined) return [];
    // A block scalar ends behind its line break, any other value before it, and before a comment on its line.
    const end = endOf(pair);
    const fresh = entry(key, value).trimStart();
    return [{ start: startOf(pair), end, text: text[end - 1] === '\n' ? fresh : fresh.replace(/\n$/, '') }];
  });
  const added = [...entries].filter(([key]) => !pairs.has(key)).toSorted(([a], [b]) => place(a, order) - place(b, order));
  for (const [key, value] of added) {
    const before = order.slice(0, Math.max(0, order.indexOf(key))).findLast((name) => pairs.has(name));
    const pair = before === undefined ? undefined : pairs.get(before);
    const [first] = map.items;
    const at = pair === undefined ? lineStart(text, first === undefined ? 0 : startOf(first)) : lineEnd(text, endOf(pair));
    const lead = at > 0 && text[at - 1] !== '\n' ? '\n' : '';
    splices.push({ start: at, end: at, text: `${lead}${entry(key, value)}` });
  }
  return splice(text, splices);
}

/** One entry of a section, indented, with its line break. */
function entry(key: string, value: string): string {
  const written = stringify({ section: { [key]: value } }, { lineWidth: LINE_WIDTH, blockQuote: 'literal' });
  return written.slice(written.indexOf('\n') + 1);
}

const place = (key: string, order: readonly string[]): number => (order.includes(key) ? order.indexOf(key) : order.length);

/** From the last to the first, so that offsets hold; of two at one place the later one is written behind the other. */
function splice(text: string, splices: readonly Splice[]): string {
  return splices
    .map((change, index) => ({ ...change, index }))
    .toSorted((a, b) => b.start - a.start || b.end - a.end || b.index - a.index)
    .reduce((result, { start, end, text: fresh }) => result.slice(0, start) + fresh + result.slice(end), text);
}

const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');
const textOf = (pair: Pair): unknown => (isScalar(pair.value) ? pair.value.value : undefined);
const rangeOf = (node: unknown): readonly number[] => (isNode(node) ? (node.range ?? []) : []);

const startOf = (pair: Pair): number => rangeOf(pair.key)[0] ?? 0;
const endOf = (pair: Pair): number => Math.max(rangeOf(pair.key)[1] ?? 0, rangeOf(pair.value)[1] ?? 0);

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line after an offset begins; the offset itself if it begins one. */
function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** A slip here would put words into the wrong mouth, so the result is read again and compared. */
function verify(before: string, after: string, edit: LocaleEdit): void {
  const read = (text: string): Record<string, unknown> => parseDocument(text, { stringKeys: true, logLevel: 'error' }).toJS() ?? {};
  const wanted = read(before);
  for (const section of ['texts', 'sources'] as const) {
    if (edit[section].size > 0) wanted[section] = { ...asRecord(wanted[section]), ...Object.fromEntries(edit[section]) };
  }
  if (canonical(read(after)) !== canonical(wanted)) throw new Error('the edited locale file does not hold what was put into it');
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** As JSON, keys in order: the order of texts says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
