import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { markupFaults } from '../support/markup.ts';
import { contentFolder, run } from './terminal.ts';

const folder = contentFolder();
afterAll(folder.remove);

const ran = (...args: readonly string[]) => run(args, { cwd: folder.path });
const written = (name: string) => readFileSync(join(folder.path, name), 'utf8');

describe('anoura graph', () => {
  test('prints the SVG and nothing else', async () => {
    const { code, out, err } = await ran('graph');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^<\?xml /);
    expect(markupFaults(out)).toEqual([]);
    expect(out).toContain('Bike Kitchen');
  });

  test('writes it into a file, in another language', async () => {
    expect(await ran('graph', '--locale', 'de', '-o', 'tree.svg')).toEqual({ code: 0, out: '', err: 'written: tree.svg\n' });
    expect(written('tree.svg')).toContain('Radküche');
  });

  test('--mermaid prints text for Mermaid', async () => {
    const { code, out } = await ran('graph', '--mermaid');
    expect(code).toBe(0);
    expect(out).toMatch(/^flowchart LR\n {2}subgraph s0 \["The way to an answer"\]\n/);
  });
});

describe('anoura coverage', () => {
  test('prints who helps with what, where, how sure that is, and how far each language is', async () => {
    const { code, out, err } = await ran('coverage');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').slice(0, 4)).toEqual([
      'Need     ⚓ Harbour  Hill  Somewhere else',
      'bicycle  S          E G   E',
      'clothes  S          S     E',
      'phone    E G        J G   E G',
    ]);
    expect(out).toContain('  E  empty: we know of nobody\n');
    expect(out).toContain('Hill, phone\n  J All repair cafés (R4)\n  G in general (R5)\n');
    expect(out).toMatch(/\nEnglish +(\d+) of \1 +\1 of \1 +0 of \d+ +reviewed\n$/);
  });

  test('writes the page, too', async () => {
    const { code, err } = await ran('coverage', '--output', 'coverage.html', '--locale', 'de');
    expect({ code, err }).toEqual({ code: 0, err: 'written: coverage.html\n' });
    expect(markupFaults(written('coverage.html'), { html: true })).toEqual([]);
    expect(written('coverage.html')).toContain('Radküche');
  });
});

describe.each([['graph'], ['coverage']])('anoura %s', (command) => {
  test.each([
    ['a language that does not exist', ['--locale', 'tlh'], 'There is no locale tlh: write one of de, en\n'],
    [
      'a file that cannot be written',
      ['-o', 'no/such/folder/x'],
      'no/such/folder/x cannot be written: name a file in a folder that exists and may be written to\n',
    ],
  ])('refuses %s, with the cure', async (_label, args, message) => {
    const { code, err } = await ran(command, ...args);
    expect({ code, err }).toEqual({ code: 1, err: message });
  });

  test('tells the mistakes of content that is wrong, and draws nothing', async () => {
    const broken = contentFolder([{ file: 'flows/repair.yaml', from: 'home: need', to: 'home: neet' }]);
    const { code, out, err } = await run([command], { cwd: broken.path });
    broken.remove();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/repair\.yaml:5:9 node-unknown [\s\S]*The content has errors: mend them first\.\n$/);
  });
});
