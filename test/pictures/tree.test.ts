import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstWords, wrap } from '../../src/pictures/boxes.ts';
import { pack } from '../../src/pictures/pack.ts';
import { treeMermaid, treeSvg } from '../../src/pictures/picture.ts';
import { treeSheets } from '../../src/pictures/tree.ts';
import { realFlow } from '../support/content.ts';
import { markupFaults } from '../support/markup.ts';
import { content, hostileEdits } from './contents.ts';

const { flow } = content();
const boxesOf = (of = flow) => treeSheets(of, 'en').flatMap(({ units }) => units.flat());
const boxOf = (id: string) => boxesOf().find((box) => box.id === id);

describe('the tree as boxes', () => {
  test('every node is there once, and so is every card and honest line of each region', () => {
    const real = realFlow();
    for (const each of [flow, real]) {
      const ids = boxesOf(each).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => id.startsWith('node:')).toSorted()).toEqual([...each.nodes.keys()].map((id) => `node:${id}`).toSorted());
      const cards = [...each.directory.services.values()].flatMap(({ id, regions }) => regions.map((region) => `service:${region}:${id}`));
      expect(ids.filter((id) => id.startsWith('service:')).toSorted()).toEqual(cards.toSorted());
    }
  });

  test('every row leads to a box that is there', () => {
    const ids = new Set(boxesOf(realFlow()).map(({ id }) => id));
    const lost = boxesOf(realFlow()).flatMap(({ rows }) => rows.flatMap(({ to }) => to.filter((id) => !ids.has(id))));
    expect(lost).toEqual([]);
  });

  test('choices have the numbers and labels that people see', () => {
    expect(boxOf('node:need')?.rows.map(({ label, to }) => [label, to])).toEqual([
      ['1 🚲 Bicycle', ['node:answer']],
      ['2 Clothes or phone', ['node:answer']],
      ['3 More tips', ['node:tips']],
    ]);
  });

  test('a node says its kind, its first words in each region, and its claims', () => {
    expect(boxOf('node:desk')).toMatchObject({
      kind: 'page',
      lines: ['⚓ Harbour : The desk is in the old mill. Ring twice.', 'elsewhere : Ask at the town hall.'],
      claims: ['R7'],
    });
    expect(boxOf('node:region')?.kind).toBe('question, begins here');
  });

  test('a region shows who stands behind each row, and where nobody does', () => {
    expect(boxOf('region:hill')?.rows.map(({ label, to, aside }) => [label, to, aside])).toEqual([
      ['1 🚲 Bicycle', ['note:hill:note.bicycle-hill'], undefined],
      ['2 Clothes or phone', ['note:hill:note.phone-hill', 'service:hill:hems', 'service:hill:screens', 'node:battery'], undefined],
    ]);
    expect(boxOf('service:hill:screens')).toMatchObject({ title: 'All repair cafés', kind: 'J · screens: phone', claims: ['R4'] });
    expect(boxOf('service:harbour:tyres')?.lines).toEqual([
      'The Bike Kitchen in ⚓ Harbour mends tyres. It is free.',
      'phone +223 20 00 00 01 (until 2027-01-10)',
    ]);
  });

  test('urgent words stand first among themselves, with the page they open', () => {
    expect(boxOf('words:signals')?.rows.map(({ to }) => to)).toEqual([['node:fire']]);
    expect(boxOf('words:shortcuts')?.rows.length).toBe(flow.shortcuts.size);
  });
});

describe('the tree as SVG', () => {
  test('is well-formed, whatever authors write, and runs nothing', async () => {
    const svg = await treeSvg(content(hostileEdits).flow, 'en');
    expect(markupFaults(svg)).toEqual([]);
    expect(svg).not.toMatch(/<script|onload="|<a /);
    expect(svg).toContain('&lt;script&gt;');
  });

  test('is the same every time', async () => {
    expect(await treeSvg(flow, 'en')).toBe(await treeSvg(content().flow, 'en'));
  });

  test('has no id twice, and is made of A4 pages that are counted', async () => {
    const svg = await treeSvg(realFlow(), 'fr');
    expect(markupFaults(svg)).toEqual([]);
    expect(svg).not.toMatch(/ id="/);
    const height = Number(/viewBox="0 0 297 (\d+)"/.exec(svg)?.[1]);
    expect(height % 210).toBe(0);
    expect(svg.match(/>\d+\/\d+</g)?.length).toBe(height / 210);
    expect(svg).toContain('size: A4 landscape');
  });

  test('what is drawn stays on its page, and its letters are as large as the page allows', async () => {
    const svg = await treeSvg(realFlow(), 'fr');
    const drawn = [...svg.matchAll(/<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" viewBox="0 0 ([\d.]+) /g)].map(
      ([, ...numbers]) => numbers.map(Number),
    );
    const placed = drawn.map(([x = 0, y = 0, width = 0, height = 0, points = 1]) => {
      const page = Math.floor(y / 210);
      return { page, right: x + width, bottom: y - page * 210 + height, scale: width / points };
    });
    expect(placed.length).toBeGreaterThan(10);
    for (const page of new Set(placed.map((one) => one.page))) {
      const own = placed.filter((one) => one.page === page);
      const [right, bottom] = [Math.max(...own.map((one) => one.right)), Math.max(...own.map((one) => one.bottom))];
      expect(right <= 289.1 && bottom <= 196.1).toBe(true);
      const largest = Math.min(...own.map(({ scale }) => scale)) > 0.4;
      expect(largest || right > 287 || bottom > 194).toBe(true);
    }
  });

  test('every page that a row names is a page that is there', async () => {
    const svg = await treeSvg(realFlow(), 'fr');
    const pages = Number(/viewBox="0 0 297 (\d+)"/.exec(svg)?.[1]) / 210;
    const named = [...svg.matchAll(/→ [\w-]+ \(p\. (\d+)\)/g)].map(([, page]) => Number(page));
    expect(named.length).toBeGreaterThan(20);
    expect(named.every((page) => page >= 1 && page <= pages)).toBe(true);
    expect(svg).not.toContain('()');
  });
});

describe('the tree as Mermaid', () => {
  test('gives every box a name of its own and leaves no sign that means something', () => {
    const text = treeMermaid(content(hostileEdits).flow, 'en');
    const lines = text.trimEnd().split('\n');
    expect(lines[0]).toBe('flowchart LR');
    const known = /^ {2}(subgraph s\d+ \["[^"\\;]*"\]|end|b\d+ -->\|"[^"]*"\| b\d+|classDef \w+ [\w#:,]+)$|^ {4}b\d+\["[^"]*"\]:::\w+$/;
    expect(lines.slice(1).filter((line) => !known.test(line.replaceAll(/#\d+;/g, '')))).toEqual([]);
    expect(text.replaceAll('<br/>', '')).not.toMatch(/<|[^-]-->[^|]/);
  });

  test('has a line for each choice, with its number and label', () => {
    expect(treeMermaid(flow, 'en')).toMatch(/ -->\|"3 More tips"\| b\d+\n/);
  });
});

describe('texts in boxes', () => {
  test.each([
    ['short enough', 'a b', 10, 'a b'],
    ['cut between words', 'one two three', 9, 'one two …'],
    ['lines become one', 'one\n\ntwo', 20, 'one two'],
    ['one long word', 'abcdefghij', 4, 'abcd …'],
  ])('%s', (_label, text, limit, expected) => {
    expect(firstWords(text, limit)).toBe(expected);
  });

  test('wrapped lines hold all words, and are as long as allowed but for single words', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), fc.integer({ min: 5, max: 30 }), (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join(' ').split(' ')).toEqual(words);
        expect(lines.every((line) => line.length <= width || !line.includes(' '))).toBe(true);
      }),
    );
  });
});

test('packed rectangles lie on their pages and apart from each other', () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 100 }), height: fc.integer({ min: 1, max: 60 }) });
  fc.assert(
    fc.property(fc.array(size, { maxLength: 25 }), (sizes) => {
      const placed = pack(sizes, { width: 100, height: 60 }, 2).map((spot, index) => ({
        ...spot,
        ...(sizes[index] ?? { width: 0, height: 0 }),
      }));
      expect(placed.every(({ x, y, width, height }) => x >= 0 && y >= 0 && x + width <= 100 && y + height <= 60)).toBe(true);
      const apart = (a: (typeof placed)[number], b: (typeof placed)[number]) =>
        a.page !== b.page || a.x + a.width + 2 <= b.x || b.x + b.width + 2 <= a.x || a.y + a.height + 2 <= b.y || b.y + b.height + 2 <= a.y;
      expect(placed.every((a, index) => placed.slice(index + 1).every((b) => apart(a, b)))).toBe(true);
    }),
  );
});
