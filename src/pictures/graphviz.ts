import { type Graph, instance } from '@viz-js/viz';
import { type Box, type Look, type Row, wrap } from './boxes.ts';
import { escapeMarkup } from './escape.ts';

/** Fill of a box's head and its frame. The kind stands in words beside the title, so that a black and white print says the same. */
export const LOOKS: Readonly<Record<Look, { readonly head: string; readonly frame: string }>> = {
  question: { head: '#cfe3f7', frame: '#10365c' },
  answer: { head: '#cdebd5', frame: '#1d6b3a' },
  page: { head: '#ececec', frame: '#555555' },
  end: { head: '#d9d9d9', frame: '#000000' },
  urgent: { head: '#f7d4cb', frame: '#8c2b16' },
  place: { head: '#cfe3f7', frame: '#10365c' },
  service: { head: '#cdebd5', frame: '#1d6b3a' },
  note: { head: '#fff1c2', frame: '#553c00' },
};

const FONT = 'Helvetica';
const SIZE = 10;
const SMALL = 8.5;
/** Characters of a line within a box. */
const WIDTH = 44;
/** A box that more rows than this lead to is named in the rows instead: lines to it would cover everything else. */
const HUB = 4;

/** Where a box is that is not drawn beside: `p. 4`. */
export type Elsewhere = (id: string) => string;

/** Draws boxes that stand together. The same boxes give the same text, byte for byte. */
export async function drawBoxes(boxes: readonly Box[], elsewhere: Elsewhere): Promise<string> {
  loaded = loaded ?? instance();
  const viz = await loaded;
  return viz.renderString(graphOf(boxes, elsewhere), { format: 'svg', engine: 'dot' });
}

/** WebAssembly is compiled once, and only if something is drawn. */
let loaded: ReturnType<typeof instance> | undefined;

function graphOf(boxes: readonly Box[], elsewhere: Elsewhere): Graph {
  const order = new Map(boxes.map(({ id }, index) => [id, index]));
  const arrivals = new Map<string, number>();
  for (const to of boxes.flatMap(({ rows }) => rows.flatMap((row) => row.to))) arrivals.set(to, (arrivals.get(to) ?? 0) + 1);
  // Lines back to where one came from would go round everything.
  const isForward = (from: string, to: string) => (order.get(to) ?? 0) > (order.get(from) ?? 0);
  const isDrawn = (from: string, to: string, { side }: Row) =>
    order.has(to) && (arrivals.get(to) ?? 0) <= HUB && (side === 'left' || isForward(from, to));
  return {
    graphAttributes: {
      rankdir: 'LR',
      pack: 10,
      packmode: 'graph',
      nodesep: 0.12,
      ranksep: 0.45,
      fontname: FONT,
      bgcolor: 'transparent',
      pad: 0.05,
    },
    nodeAttributes: { shape: 'plain', fontname: FONT, fontsize: SIZE },
    edgeAttributes: { color: '#444444', arrowsize: 0.6 },
    nodes: boxes.map((box) => ({
      name: box.id,
      attributes: {
        label: { html: labelOf(box, (to, row) => (isDrawn(box.id, to, row) ? undefined : order.has(to) ? '' : elsewhere(to))) },
      },
    })),
    edges: boxes.flatMap(({ id, rows }) =>
      rows.flatMap((row, index) => row.to.filter((to) => isDrawn(id, to, row)).map((to) => edgeOf(id, to, index, row.side))),
    ),
  };
}

/** To the left the line is laid backwards, so that the box stands in the rank before. */
function edgeOf(from: string, to: string, row: number, side: Row['side']) {
  return side === 'left'
    ? { tail: to, head: from, attributes: { tailport: 'head:e', headport: `r${row}:w`, dir: 'back' } }
    : { tail: from, head: to, attributes: { tailport: `r${row}:e`, headport: 'head:w' } };
}

/** `named`: undefined when a line leads there, else the page to name, if it is another one. */
function labelOf(box: Box, named: (to: string, row: Row) => string | undefined): string {
  const { head, frame } = LOOKS[box.look];
  const title = `<b>${escapeMarkup(box.title)}</b>&#160;&#160; ${small(box.kind)}`;
  const cells = [
    `<tr><td port="head" align="left" bgcolor="${head}">${title}</td></tr>`,
    ...box.lines.map((line) => cell(lines(line))),
    ...(box.claims.length > 0 ? [cell(small(wrap(box.claims.join(' '), WIDTH + 8)))] : []),
    ...box.rows.map((row, index) => rowCell(row, index, named)),
  ];
  return `<table border="1" cellborder="0" cellspacing="0" cellpadding="2" color="${frame}">${cells.join('')}</table>`;
}

const BREAK = '<br align="left"/>';
const lines = (text: string) =>
  wrap(text, WIDTH)
    .map((line) => escapeMarkup(isolated(line)))
    .join(BREAK);
const small = (text: string | readonly string[]) =>
  `<font point-size="${SMALL}" color="#333333">${[text].flat().map(escapeMarkup).join(BREAK)}</font>`;
const cell = (markup: string) => `<tr><td align="left" balign="left">${markup}</td></tr>`;

function rowCell(row: Row, index: number, named: (to: string, row: Row) => string | undefined): string {
  const { label, to, aside } = row;
  const others = to.flatMap((id) => {
    const page = named(id, row);
    return page === undefined ? [] : [`→ ${nameOf(id)}${page === '' ? '' : ` (${page})`}`];
  });
  const notes = [...(aside === undefined ? [] : [`· ${aside}`]), ...others].join(' ');
  return `<tr><td port="r${index}" align="left" balign="left">${lines(label)}${notes === '' ? '' : ` ${small(notes)}`}</td></tr>`;
}

/** A line with right-to-left letters runs that way as a whole, so that its full stop and number stand where they are read. */
const isolated = (line: string) =>
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Adlam}]/u.test(line) ? `\u2067${line}\u2069` : line;

/** `node:contact` is `contact` for a reader. */
const nameOf = (id: string) => id.slice(id.indexOf(':') + 1);
