import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Conversation, readConversations } from '../../src/flow/conversations.ts';
import { appendConversation, formatConversations, updateConversations } from '../../src/flow/write-conversations.ts';

const ANY = { has: () => true, keys: () => [] };
const read = (text: string) => readConversations([{ path: 'a.yaml', text }], ANY);

const FILE = `# What our editors care about most.

- name: hello # the first thing anybody says
  steps:
    # plain
    - send: hello
      bubbles:
        - Hi. # kept
        - |-
          Two lines,
          and no more.
      choices: 1 Harbour | 9 Back | 0 Menu
      claims: "" # none yet
    - tap: 'Harbour'
      bubbles: [Where?]

- name: bye
  steps:
    - send: bye
      bubbles: [Bye.]
      erased: true
`;

describe('what is written into a file', () => {
  test('a file that is right stays as it is, letter by letter', () => {
    const same = read(FILE).conversations.map(({ conversation, index }) => ({ index, steps: conversation.steps }));
    const written = updateConversations(FILE, same);
    expect(written).toBe(FILE);
  });

  test('only what differs is rewritten; comments, order and quotes of all else stay', () => {
    const written = updateConversations(FILE, [
      {
        index: 0,
        steps: [
          { send: 'hello', bubbles: ['Hi!', 'Two lines,\nand one more.'], choices: '1 Hill', claims: 'R1' },
          { tap: 'Harbour', bubbles: ['A', 'B\nC'] },
        ],
      },
      { index: 1, steps: [{ send: 'bye', bubbles: ['Bye.'], erased: false }] },
    ]);
    expect(written).toContain('# What our editors care about most.');
    expect(written).toContain('- name: hello # the first thing anybody says');
    expect(written).toContain('- Hi! # kept');
    expect(written).toContain('          Two lines,\n          and one more.\n');
    expect(written).toContain('claims: R1 # none yet');
    expect(written).toContain("- tap: 'Harbour'");
    expect(written).toContain('        - A\n        - |-\n          B\n          C\n');
    expect(written).not.toContain('erased');
  });

  test('a conversation is added at the end; what is there keeps its comments', () => {
    const written = appendConversation(FILE, {
      name: 'new',
      steps: [{ send: 'x', bubbles: ['Y'], choices: '', claims: '', erased: false }],
    });
    expect(written.startsWith('# What our editors care about most.\n')).toBe(true);
    expect(written.endsWith('- name: new\n  steps:\n    - send: x\n      bubbles:\n        - Y\n')).toBe(true);
    expect(read(written).conversations.map(({ conversation }) => conversation.name)).toEqual(['hello', 'bye', 'new']);
  });

  test.each([[''], ['# nothing here yet\n']])('a file without conversations gets its first: %j', (text) => {
    expect(read(appendConversation(text, { name: 'a', steps: [{ start: true }] })).problems).toEqual([]);
  });

  test('any words come back as they were: quotes, colons, right-to-left, emoji, line ends', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('- a', '1', 'null', 'a: b', '# no', ' edge ', 'a\n\nb', '\u2068١\u2069 نعم', '|', "'"),
    );
    const step = fc.record({ send: words, bubbles: fc.array(words, { minLength: 1 }) });
    const conversation = fc.record({ name: words.filter((name) => name !== ''), steps: fc.array(step, { minLength: 1 }) });
    fc.assert(
      fc.property(conversation, (original: Conversation) => {
        const [back] = read(formatConversations([original])).conversations;
        // An empty text is left out, as it says nothing.
        const steps = original.steps.map(({ send, bubbles }) => (send === '' ? { bubbles } : { send, bubbles }));
        expect(back?.conversation ?? { ...original, steps }).toEqual({ ...original, steps });
      }),
    );
  });
});
