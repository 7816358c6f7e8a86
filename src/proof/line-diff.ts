/** A line that stays, one that goes, one that comes. */
export type DiffLine = { readonly sign: ' ' | '-' | '+'; readonly line: string };

/**
 * The shortest way from one list of lines to another (longest common subsequence). For bubbles and menus: a few dozen lines, so the square
 * of it is nothing.
 */
export function lineDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const longest = lengths(before, after);
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  const found: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      found.push({ sign: ' ', line: old });
      [i, j] = [i + 1, j + 1];
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      found.push({ sign: '-', line: old });
      i += 1;
    } else {
      found.push({ sign: '+', line: now ?? '' });
      j += 1;
    }
  }
  return found;
}

/** Length of the longest common subsequence of what follows each pair of places. */
function lengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = table[i];
      const below = table[i + 1];
      if (row === undefined || below === undefined) continue;
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
