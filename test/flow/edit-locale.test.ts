import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { editLocale, textKeyAt } from '../../src/flow/edit-locale.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (id: string) => readFileSync(resolve(ROOT, `locales/${id}.yaml`), 'utf8');
const none = new Map<string, string>();
const edit = (text: string, texts: Record<string, string>, order: readonly string[] = []) =>
  editLocale(text, { texts: new Map(Object.entries(texts)), sources: none }, order);

const SMALL = `# head
locale: { name: X }   # as it is

texts:
  # first
  a: "one"   # said first
  b: |-
    two
    lines

  # after a gap
  c: >-
    a folded
    text
  d: plain
words:
  commands: { menu: [menu,   home] }
`;

describe('one text of a file', () => {
  test.each([
    ['a quoted text, its comment kept', { a: 'eins' }, '  a: eins   # said first\n'],
    ['a plain text', { d: 'vier' }, '  d: vier\nwords:'],
    ['a block becomes a line', { b: 'zwei' }, '  b: zwei\n\n  # after a gap'],
    ['a line becomes a block', { d: 'vier\nfünf' }, '  d: |-\n    vier\n    fünf\nwords:'],
    ['a folded text', { c: 'drei' }, '  c: drei\n  d: plain'],
    ['words that YAML would misread', { d: 'no: {x} # y' }, '  d: "no: {x} # y"\n'],
    ['a new text, behind the one before it', { bb: 'neu' }, '    lines\n  bb: neu\n\n  # after a gap'],
    ['two new ones in their order', { bc: 'zwei', bb: 'eins' }, '    lines\n  bb: eins\n  bc: zwei\n\n'],
    ['a new text that comes first', { _: 'null' }, 'texts:\n  # first\n  _: "null"\n  a: "one"'],
    ['a new text that comes last', { z: 'Ende' }, '  d: plain\n  z: Ende\nwords:'],
  ])('%s', (_label, texts, expected) => {
    const order = ['_', 'a', 'b', 'bb', 'bc', 'c', 'd', 'z'];
    expect(edit(SMALL, texts, order)).toContain(expected);
  });

  test('everything else stays, to the last space', () => {
    expect(edit(SMALL, { d: 'vier' })).toBe(SMALL.replace('d: plain', 'd: vier'));
  });

  test.each([
    ['an empty section', 'texts: {}\n', 'texts:\n  a: eins\n'],
    ['no section', 'locale: {}\n', 'locale: {}\n\ntexts:\n  a: eins\n'],
    ['texts in braces', 'texts: { b: zwei }\nwords: {}\n', 'texts:\n  a: eins\n  b: zwei\nwords: {}\n'],
    ['no line break at the end', 'texts:\n  b: zwei', 'texts:\n  a: eins\n  b: zwei'],
  ])('into %s', (_label, before, after) => expect(edit(before, { a: 'eins' }, ['a', 'b'])).toBe(after));

  test('at the end of a file without a last line break', () => {
    expect(edit('texts:\n  a: eins', { b: 'zwei' }, ['a', 'b'])).toBe('texts:\n  a: eins\n  b: zwei\n');
  });

  test('Windows line ends stay Windows line ends', () => {
    const edited = edit(SMALL.replaceAll('\n', '\r\n'), { b: 'zwei\ndrei' });
    expect(edited.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test('fingerprints get a section of their own, with a comment that says what they are', () => {
    const edited = editLocale(SMALL, { texts: none, sources: new Map([['a', 'abcdefgh']]) }, ['a']);
    expect(edited).toBe(
      `${SMALL}\n# Fingerprints of the source that each text was translated from; \`npx anoura translations\` keeps them.\nsources:\n  a: abcdefgh\n`,
    );
  });
});

describe('the files of this repository', () => {
  const order = Object.keys(parse(read('fr')).texts);

  test.each(['fr', 'ar', 'bm'])('%s: any texts go in, and nothing else changes', (id) => {
    const text = read(id);
    const keys = fc.constantFrom(...order, 'new.one', 'new.two');
    const words = fc
      .oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.stringMatching(/^[-a-zé :#{}'"\n|>]{1,160}$/))
      .map((word) => word.trim())
      .filter((word) => word !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, words), { minLength: 1, maxLength: 4 }), (pairs) => {
        const wanted = Object.fromEntries(pairs);
        // `editLocale` compares what it wrote with what it was to write, and throws; here the lines around are compared.
        const edited = edit(text, wanted, order).split('\n');
        const kept = text.split('\n').filter((line) => line.startsWith('#') || line.startsWith('    [') || line.startsWith('       '));
        expect(kept.filter((line) => !edited.includes(line))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});

test.each([
  ['its own line', 6, 'a'],
  ['the second line of a block', 9, 'b'],
  ['the last line of a folded text', 14, 'c'],
  ['the head', 2, undefined],
])('a problem on %s stands at that text', (_label, line, key) => expect(textKeyAt(SMALL, line)).toBe(key));
