import type { Box, Look, Sheet } from './boxes.ts';
import { escapeMarkup } from './escape.ts';
import { drawBoxes, LOOKS } from './graphviz.ts';
import { pack, type Size, type Spot } from './pack.ts';
import type { PictureWords } from './words.ts';

/** A4 on its side, in millimetres. */
const PAGE = { width: 297, height: 210, margin: 8, head: 9, legend: 6, foot: 6 } as const;
const ROOM: Size = { width: PAGE.width - 2 * PAGE.margin, height: PAGE.height - 2 * PAGE.margin - PAGE.head - PAGE.legend - PAGE.foot };
const GAP = 5;
const MM_PER_POINT = 25.4 / 72;
/** Letters of 10 points become 7 on paper at least: a page holds ten boxes. Only what is larger than a page gets smaller. */
const SCALE = 0.8;
/** What leaves room on its page grows into it, up to the size of letters in a book. */
const MOST_GROWTH = 1.45;
/** Graphviz measures letters of Helvetica; many machines draw wider ones in its place, so they are drawn smaller than the room they got. */
const LEEWAY = 0.87;

type Unit = { readonly sheet: number; readonly boxes: readonly Box[]; readonly size: Size; readonly spot: Spot };

/**
 * Sheets as one SVG of A4 pages below one another, which browsers print page by page. What leads to a box that is not drawn beside names
 * the page where it is.
 */
export async function drawPages(sheets: readonly Sheet[], title: string, revision: string, words: PictureWords): Promise<string> {
  const units = await place(sheets);
  const pageOf = new Map(units.flatMap(({ boxes, spot }) => boxes.map(({ id }) => [id, `${words.page} ${spot.page + 1}`] as const)));
  const count = Math.max(0, ...units.map(({ spot }) => spot.page + 1));
  const pages: string[] = [];
  for (let page = 0; page < count; page++) {
    const own = units.filter(({ spot }) => spot.page === page);
    const pictures: string[] = [];
    for (const unit of own) pictures.push(drawUnit(unit, page, readSvg(await drawBoxes(unit.boxes, (id) => pageOf.get(id) ?? ''))));
    const name = sheets[own[0]?.sheet ?? 0]?.title ?? '';
    const foot = `${title} · ${words.content} ${revision} · ${words.always}`;
    pages.push(drawFrame(page, name, foot, `${page + 1}/${count}`, words), ...pictures);
  }
  const height = count * PAGE.height;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}mm" height="${height}mm" viewBox="0 0 ${PAGE.width} ${height}" font-family="Helvetica, Arial, sans-serif">
<title>${escapeMarkup(title)}</title>
<style>@page { size: A4 landscape; margin: 0; }</style>
<rect width="${PAGE.width}" height="${height}" fill="#ffffff"/>
${pages.join('\n')}
</svg>
`;
}

/** Each sheet begins a page. Pages are not known yet when the boxes are measured: `p. 88` is as wide as any. */
async function place(sheets: readonly Sheet[]): Promise<readonly Unit[]> {
  const placed: Unit[] = [];
  let first = 0;
  for (const [sheet, { units }] of sheets.entries()) {
    const sizes: Size[] = [];
    for (const boxes of units) sizes.push(onPaper(readSvg(await drawBoxes(boxes, () => 'p. 88'))));
    const spots = pack(sizes, ROOM, GAP);
    for (const [index, boxes] of units.entries()) {
      const [size, spot] = [sizes[index], spots[index]];
      if (size !== undefined && spot !== undefined) placed.push({ sheet, boxes, size, spot: { ...spot, page: spot.page + first } });
    }
    first = Math.max(first, ...placed.map(({ spot }) => spot.page + 1));
  }
  return placed.map((unit) =>
    grown(
      unit,
      placed.filter(({ spot }) => spot.page === unit.spot.page),
    ),
  );
}

/** As much larger as all that stands on its page can be together. */
function grown(unit: Unit, page: readonly Unit[]): Unit {
  const wide = Math.max(...page.map(({ size, spot }) => spot.x + size.width));
  const high = Math.max(...page.map(({ size, spot }) => spot.y + size.height));
  const by = Math.min(MOST_GROWTH, ROOM.width / wide, ROOM.height / high);
  const { size, spot } = unit;
  return {
    ...unit,
    size: { width: size.width * by, height: size.height * by },
    spot: { ...spot, x: spot.x * by, y: spot.y * by },
  };
}

type Picture = Size & { readonly body: string };

/** Size in points and inner markup of what Graphviz wrote. Its ids would stand twice in one document, and nothing refers to them. */
function readSvg(svg: string): Picture {
  const [, width = '0', height = '0', body = ''] = /<svg width="([\d.]+)pt" height="([\d.]+)pt"[^>]*>(.*)<\/svg>/s.exec(svg) ?? [];
  const shrink = (_: string, size: string) => `font-size="${round(Number(size) * LEEWAY)}"`;
  const bare = body.replace(/<g id="[^"]*"/g, '<g').replace(/<!--.*?-->\n?/gs, '');
  return { width: Number(width), height: Number(height), body: bare.replace(/font-size="([\d.]+)"/g, shrink).trim() };
}

/** In millimetres. */
function onPaper({ width, height }: Size): Size {
  const [wide, high] = [width * MM_PER_POINT, height * MM_PER_POINT];
  const scale = Math.min(SCALE, ROOM.width / wide, ROOM.height / high);
  return { width: wide * scale, height: high * scale };
}

/** In the room that was measured for it; the true page number may have made it a little narrower. */
function drawUnit({ size, spot }: Unit, page: number, picture: Picture): string {
  const x = round(PAGE.margin + spot.x);
  const y = round(page * PAGE.height + PAGE.margin + PAGE.head + PAGE.legend + spot.y);
  const view = `viewBox="0 0 ${picture.width} ${picture.height}" preserveAspectRatio="xMinYMin meet" overflow="visible"`;
  return `<svg x="${x}" y="${y}" width="${round(size.width)}" height="${round(size.height)}" ${view}>\n${picture.body}\n</svg>`;
}

function drawFrame(page: number, title: string, foot: string, number: string, words: PictureWords): string {
  const top = page * PAGE.height + PAGE.margin;
  const bottom = top + PAGE.height - 2 * PAGE.margin;
  const small = 'font-size="2.8" fill="#333333"';
  return `<g>
<text x="${PAGE.margin}" y="${top + 4}" font-size="5" font-weight="bold">${escapeMarkup(title)}</text>
${drawLegend(top + PAGE.head, words)}
<text x="${PAGE.margin}" y="${bottom}" ${small}>${escapeMarkup(foot)}</text>
<text x="${PAGE.width - PAGE.margin}" y="${bottom}" ${small} text-anchor="end">${escapeMarkup(number)}</text>
</g>`;
}

/** About the width of a letter of the legend, in millimetres: it only has to keep the entries apart. */
const LETTER = 1.42;

function drawLegend(y: number, { looks }: PictureWords): string {
  const entries = Object.keys(LOOKS).filter((name): name is Look => name in looks);
  let x: number = PAGE.margin;
  return entries
    .map((look) => {
      const { head, frame } = LOOKS[look];
      const at = round(x);
      x += 9 + looks[look].length * LETTER;
      const patch = `<rect x="${at}" y="${y - 2.6}" width="4" height="3" fill="${head}" stroke="${frame}" stroke-width="0.3"/>`;
      return `${patch}<text x="${round(at + 5)}" y="${y}" font-size="2.6">${escapeMarkup(looks[look])}</text>`;
    })
    .join('\n');
}

const round = (value: number) => Math.round(value * 100) / 100;
