import { describe, expect, test } from '@jest/globals';
import { readFlow } from '../../src/flow/load.ts';
import { excerpt, formatProblem } from '../../src/flow/problems.ts';
import { edited } from './repair.ts';

const problemsOf = (edits: Parameters<typeof edited>[0]) => {
  const loaded = readFlow(edited(edits).files);
  return loaded.ok ? loaded.warnings : loaded.problems;
};

describe('problems', () => {
  test('five mistakes of one file are five problems, in the order of its lines', () => {
    const file = 'flows/repair.yaml';
    const problems = problemsOf([
      { file, from: 'home: need', to: 'home: neet' },
      { file, from: 'fills: region', to: 'fills: place' },
      { file, from: 'label: menu.tips', to: 'lable: menu.tips' },
      { file, from: 'say: outside.say', to: 'say: [outside.say, 3]' },
      { file, from: 'kind: end', to: 'kind: ent' },
    ]);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['node-unknown', 5],
      ['unknown-value', 19],
      ['unknown-key', 28],
      ['wrong-type', 37],
      ['unknown-value', 40],
    ]);
  });

  test('mistakes of all files are told at once, also beside a file that is not YAML', () => {
    const problems = problemsOf([
      { file: 'flows/claims.yaml', from: 'R5: {', to: 'R5: [' },
      { file: 'flows/directory.yaml', from: 'organization: bike-kitchen', to: 'organisation: bike-kitchen' },
      { file: 'locales/de.yaml', from: 'direction: ltr', to: 'direction: left' },
      { file: 'locales/en.yaml', from: 'Nice.', to: '[nice]' },
    ]);
    expect(new Set(problems.map(({ file }) => file))).toEqual(
      new Set(['flows/claims.yaml', 'flows/directory.yaml', 'locales/de.yaml', 'locales/en.yaml']),
    );
  });

  test('a broken language does not hide what is wrong in the tree', () => {
    const problems = problemsOf([
      { file: 'locales/de.yaml', from: 'Schön.', to: '@' },
      { file: 'locales/en.yaml', from: 'words:', to: '  words: "' },
      { file: 'flows/repair.yaml', from: 'home: need', to: 'home: neet' },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(['node-unknown', 'yaml-syntax', 'yaml-syntax']);
  });

  test('a terminal shows the place, the line with a caret, and the cure', () => {
    const [problem] = problemsOf([
      { file: 'flows/repair.yaml', from: 'choices: [{ to: desk }] }\n  language', to: 'choices: [{ to: desc }] }\n  language' },
    ]);
    expect(problem && formatProblem(problem)).toBe(
      [
        'flows/repair.yaml:30:43 node-unknown the node `desc` does not exist',
        '      answer: { kind: answer, choices: [{ to: desc }] }',
        '                                              ^',
        '    hint: did you mean `desk`?',
      ].join('\n'),
    );
  });

  test('a warning says that it is one', () => {
    const [problem] = problemsOf([{ file: 'flows/directory.yaml', from: '2027-01-10', to: '2026-05-01' }]);
    expect(problem && formatProblem(problem)).toContain('contact-expired warning: ');
  });

  const long = `${'a'.repeat(100)}HERE${'b'.repeat(100)}`;
  test.each([
    ['a short line', 'say: x', 6, 'say: x\n     ^'],
    ['a tab', '\tsay: x', 2, ' say: x\n ^'],
    ['a terminal escape', 'a\u001b[31mb', 3, 'a [31mb\n  ^'],
    ['a long line', long, 101, `…${'a'.repeat(40)}HERE${'b'.repeat(36)}…\n${' '.repeat(41)}^`],
    ['the end of a long line', long, 204, `…${long.slice(-80)}\n${' '.repeat(80)}^`],
    ['half an emoji at the cut', `${'a'.repeat(59)}🛏${'b'.repeat(100)}`, 101, `…\uFFFD${'b'.repeat(79)}…\n${' '.repeat(41)}^`],
  ])('the excerpt of %s has its caret under the place', (_, line, column, shown) => expect(excerpt(line, column)).toBe(shown));
});
