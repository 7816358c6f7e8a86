export type Size = { readonly width: number; readonly height: number };
export type Spot = { readonly page: number; readonly x: number; readonly y: number };

/**
 * Places rectangles on pages of the same size, `gap` apart: each on the first page where it fits, as high and then as far left as it can
 * stand there. Graphviz can pack, too, but knows no pages. One that fits on no page gets one to itself.
 */
export function pack(sizes: readonly Size[], room: Size, gap: number): readonly Spot[] {
  const pages: (Size & { x: number; y: number })[][] = [];
  return sizes.map((size) => {
    for (const [page, placed] of pages.entries()) {
      const spot = freeSpot(size, placed, room, gap);
      if (spot === undefined) continue;
      placed.push({ ...size, ...spot });
      return { page, ...spot };
    }
    pages.push([{ ...size, x: 0, y: 0 }]);
    return { page: pages.length - 1, x: 0, y: 0 };
  });
}

function freeSpot(size: Size, placed: readonly (Size & { x: number; y: number })[], room: Size, gap: number) {
  const xs = [0, ...placed.map(({ x, width }) => x + width + gap)].toSorted((a, b) => a - b);
  const ys = [0, ...placed.map(({ y, height }) => y + height + gap)].toSorted((a, b) => a - b);
  const inside = (x: number, y: number) => x + size.width <= room.width && y + size.height <= room.height;
  const free = (x: number, y: number) =>
    placed.every(
      (other) =>
        x >= other.x + other.width + gap ||
        other.x >= x + size.width + gap ||
        y >= other.y + other.height + gap ||
        other.y >= y + size.height + gap,
    );
  for (const y of ys) for (const x of xs) if (inside(x, y) && free(x, y)) return { x, y };
  return undefined;
}
