import { isMap, isNode, isScalar, isSeq, type Node } from 'yaml';

/** One YAML file, parsed. `data` is plain values; `broken` means that it cannot be trusted, so nothing is read from it. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly number[];
  readonly root: Node | null;
  readonly data: unknown;
  readonly broken: boolean;
};

export type Path = readonly (string | number)[];

/**
 * A place in a file: the value (or key) at a path, or an offset. Positions are worked out only when a problem needs them.
 * `shift`: a position inside a text, in UTF-16 units of its value.
 */
export type Spot =
  | { readonly source: Source; readonly path: Path; readonly on: 'key' | 'value'; readonly shift?: number }
  | { readonly source: Source; readonly offset: number };

export type PathSpot = Extract<Spot, { path: Path }>;

export const fileSpot = (source: Source): PathSpot => ({ source, path: [], on: 'value' });
/** Deeper below a spot. */
export const below = (spot: PathSpot, ...path: Path): PathSpot => ({ source: spot.source, path: [...spot.path, ...path], on: 'value' });
/** The key of what stands at the spot. */
export const keyOf = (spot: PathSpot): PathSpot => ({ source: spot.source, path: spot.path, on: 'key' });
/** The n-th of a value that may be written alone or as a list. */
export const nth = (spot: PathSpot, index: number): PathSpot =>
  Array.isArray(valueAt(spot.source.data, spot.path)) ? below(spot, index) : spot;

export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** Where a spot is, counted from 1; column in UTF-16 units. A path that does not exist is told at the deepest part that does. */
export function locate(spot: Spot): { readonly line: number; readonly column: number } {
  const { lines, text } = spot.source;
  const offset = Math.min('offset' in spot ? spot.offset : offsetOf(spot), text.length);
  const line = lineIndex(lines, offset);
  return { line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
}

export function lineText(source: Source, line: number): string {
  return source.text.slice(source.lines[line - 1], source.lines[line]).replace(/\r?\n$/, '');
}

/** Index of the line that an offset stands on. `lines`: the offset at which each line begins. */
export function lineIndex(lines: readonly number[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function offsetOf({ source, path, on, shift }: PathSpot): number {
  let node: unknown = source.root;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      // Of a key that stands twice the last one counts, as in the plain data.
      const pair = node.items.findLast((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) return offset;
      const wantsKey = on === 'key' && index === path.length - 1;
      offset = (wantsKey ? undefined : startOf(pair.value)) ?? startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return shift !== undefined && isScalar(node) ? insideText(source.text, node, shift) : offset;
}

/** Undefined for an empty value, which has no character of its own to point at. */
function startOf(node: unknown): number | undefined {
  return isNode(node) && node.range && node.range[1] > node.range[0] ? node.range[0] : undefined;
}

/**
 * Where the n-th character of a text stands in the file. Quotes, escapes, folded lines and block indentation are skipped by
 * walking both along: the file has all characters of the value, in order, with others in between.
 */
function insideText(text: string, node: { value: unknown; range?: readonly number[] | null; type?: string }, shift: number): number {
  const value = String(node.value);
  const [start = 0, end = 0] = node.range ?? [];
  let at = node.type?.startsWith('BLOCK') ? text.indexOf('\n', start) + 1 : start + (node.type?.startsWith('QUOTE') ? 1 : 0);
  for (let index = 0; index <= shift && index < value.length; index += 1) {
    const wanted = value[index] ?? '';
    while (at < end && text[at] !== wanted && !(/\s/.test(wanted) && /\s/.test(text[at] ?? ''))) at += 1;
    if (index < shift) at += 1;
  }
  return at < end ? at : start;
}
