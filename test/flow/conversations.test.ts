import { describe, expect, test } from '@jest/globals';
import { readConversations } from '../../src/flow/conversations.ts';
import { CONVERSATION_CODES } from '../../src/flow/problems.ts';

const LOCALES = new Map([['en', 0] as const, ['de', 0] as const]);
const MARK = '‸';

/** Reads one file; the mark in it shows where the problem must be told. */
function read(marked: string) {
  const [before = ''] = marked.split(MARK);
  const lines = before.split('\n');
  const place = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  const { conversations, problems } = readConversations([{ path: 'a.yaml', text: marked.replace(MARK, '') }], LOCALES);
  return { conversations, problems, place };
}

const steps = (...lines: readonly string[]) => ['- name: a', '  steps:', ...lines.map((line) => `    ${line}`)].join('\n');

describe('files of conversations', () => {
  test('are read with the place of each conversation and of what is done in each step', () => {
    const { conversations, problems } = read(steps('- send: hello', '  bubbles: [Hi]', '- hours: 3', '  tap: Hill'));
    expect(problems).toEqual([]);
    expect(conversations.map(({ place, steps }) => [place.line, steps.map(({ line, column }) => [line, column])])).toEqual([
      [
        1,
        [
          [3, 13],
          [6, 12],
        ],
      ],
    ]);
  });

  test.each([
    ['no step-form: nothing is done', 'step-form', steps('- ‸bubbles: [Hi]'), 'write one of `send: words`'],
    ['two things are done at once', 'step-form', steps('- ‸send: hi', '  tap: Hill'), 'write one of'],
    ['a menu is named, and nothing tapped', 'step-form', steps('- send: hi', '- send: hi', '  ‸of: 1'), 'add `tap`'],
    ['a menu that comes later', 'menu-not-yet', steps('- send: hi', '- tap: Hill', '  of: ‸2'), 'name an earlier step: 1 to 1'],
    [
      'words of several languages',
      'step-words',
      `- name: a\n  locale: [en, de]\n  steps: [{ send: hi, ‸bubbles: [Hi] }]`,
      'one conversation for',
    ],
    ['a language that does not exist', 'locale-unknown', '- name: a\n  locale: ‸dee\n  steps: [{ send: hi }]', 'did you mean `de`?'],
    [
      'the same name twice',
      'conversation-twice',
      '- { name: a, steps: [{ send: hi }] }\n- { name: ‸a, steps: [{ send: hi }] }',
      'a name of its own',
    ],
    ['a key that is misspelt', 'unknown-key', steps('- ‸sned: hello'), 'did you mean `send`?'],
    ['a number that is not in quotes', 'wrong-type', steps('- send: ‸1'), 'put the text in "quotes"'],
    ['a kind of message that does not exist', 'unknown-value', steps('- attachment: ‸voicenote'), 'voice'],
    [
      'a channel that does not exist',
      'unknown-value',
      '- name: a\n  channels: [‸whatsap]\n  steps: [{ send: hi }]',
      'did you mean `whatsapp`?',
    ],
    ['hours that are no number', 'wrong-type', steps('- send: hi', '  hours: ‸25h'), 'a number'],
    ['a day that does not exist', 'bad-date', '- name: a\n  on: ‸2026-02-30\n  steps: [{ send: hi }]', 'YYYY-MM-DD'],
    ['no name', 'missing-key', '- ‸steps: [{ send: hi }]', 'add `name:`'],
    ['no step', 'empty-list', '- name: a\n  steps: ‸[]', 'name at least one'],
    ['no list', 'wrong-type', '‸name: a', 'write a list'],
  ])('%s', (_label, code, marked, hint) => {
    const { problems, place } = read(marked);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]).toMatchObject({ ...place, file: 'a.yaml', hint: expect.stringContaining(hint) });
  });

  test('a tap that is not offered shows only when it is played: the reader makes the problem', () => {
    const { conversations, place } = read(steps('- send: hi', '- tap: ‸Hil'));
    const problem = conversations[0]?.problem(1, 'tap-not-offered', '`Hil` is not offered', 'offered are `Hill`');
    expect(problem).toMatchObject({ ...place, code: 'tap-not-offered', severity: 'error', excerpt: expect.stringContaining('tap: Hil') });
    expect(Object.keys(CONVERSATION_CODES)).toContain(problem?.code);
  });

  test('a broken conversation does not hide the others, nor those of other files', () => {
    const texts = ['- { name: a, steps: [{ send: hi }] }\n- { name: b }', '- { name: c, steps: [{ send: hi }] }', 'nonsense: ['];
    const { conversations, problems } = readConversations(
      texts.map((text, index) => ({ path: `${index}.yaml`, text })),
      LOCALES,
    );
    expect(conversations.map(({ conversation }) => conversation.name)).toEqual(['a', 'c']);
    expect(problems.map(({ file, code }) => [file, code])).toEqual([
      ['0.yaml', 'missing-key'],
      ['2.yaml', 'yaml-syntax'],
    ]);
  });
});
