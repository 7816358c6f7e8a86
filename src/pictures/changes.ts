/**
 * One thing that is not as it was, as a sentence. `lost`: somebody gets less, or is promised more than before by losing a limit; first,
 * because it can hurt. `cell`: where it shows; the same sentence for many cells is told once. `before` and `after`: words that changed.
 */
export type Change = {
  readonly weight: Weight;
  readonly cell?: { readonly region: string; readonly need: string };
  readonly text: string;
  readonly before?: string;
  readonly after?: string;
};

export const WEIGHTS = ['lost', 'changed', 'gained'] as const;
export type Weight = (typeof WEIGHTS)[number];

/** A change with all its cells in words: `Gao + Ménaka, health`; empty for one that belongs to no cell. */
export type Told = Omit<Change, 'cell'> & { readonly where: string };

/** Most dangerous first; within that, cells in the order in which they come, then what belongs to no cell. */
export function tell(changes: readonly Change[]): readonly Told[] {
  const same = Map.groupBy(changes, ({ weight, text, before, after }) => JSON.stringify([weight, text, before, after]));
  const told = [...same.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { cell: _, ...change } = first;
    const cells = group.flatMap(({ cell }) => cell ?? []);
    return cells.length === 0 ? [{ ...change, where: '' }] : placesOf(cells).map((where) => ({ ...change, where }));
  });
  const rank = ({ weight, where }: Told) => WEIGHTS.indexOf(weight) * 2 + Number(where === '');
  return told.toSorted((a, b) => rank(a) - rank(b));
}

/** Regions with the same needs stand together. */
function placesOf(cells: readonly { readonly region: string; readonly need: string }[]): readonly string[] {
  const needs = Map.groupBy(cells, ({ region }) => region);
  const alike = Map.groupBy(needs, ([, own]) => [...new Set(own.map(({ need }) => need))].join(' + '));
  return [...alike].map(([list, regions]) => `${regions.map(([region]) => region).join(' + ')}, ${list}`);
}

/** What stands in one list and not in the other. */
export const without = <T>(list: readonly T[], other: readonly T[]): readonly T[] => list.filter((one) => !other.includes(one));
