import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readChatLine } from '../../src/cli/chat-line.ts';
import { drawShown } from '../../src/cli/draw.ts';
import { contentFolder, run } from './terminal.ts';

const folder = contentFolder();
afterAll(folder.remove);

const chat = async (lines: readonly string[], ...args: readonly string[]) =>
  run(['chat', ...args], { cwd: folder.path, input: lines.map((line) => `${line}\n`).join('') });

describe('a line of a chat', () => {
  test.each([
    ['words', 'hello', { kind: 'step', step: { send: 'hello' } }],
    ['words that begin with a slash', '//help', { kind: 'step', step: { send: '/help' } }],
    ['nothing', '   ', { kind: 'nothing' }],
    ['a comment of a script', '# they wait', { kind: 'nothing' }],
    ['a number sign of a person', '#2', { kind: 'step', step: { send: '#2' } }],
    ['a voice note', '/voice', { kind: 'step', step: { attachment: 'voice' } }],
    ['a photo', '/photo', { kind: 'step', step: { attachment: 'image' } }],
    ['the button that starts', '/start', { kind: 'step', step: { start: true } }],
    ['a tap by number', '/tap 2', { kind: 'tap', number: 2 }],
    ['a tap on an old menu', '/tap 2 of 1', { kind: 'tap', number: 2, of: 1 }],
    ['a tap by label', '/tap Hill', { kind: 'step', step: { tap: 'Hill' } }],
    ['a tap by label on an old menu', '/tap House of arts of 3', { kind: 'step', step: { tap: 'House of arts', of: 3 } }],
    ['a burst', '/burst hello | 2', { kind: 'step', step: { send: ['hello', '2'] } }],
    ['hours', '/later 25h', { kind: 'later', hours: 25 }],
    ['days', '/later 3 d', { kind: 'later', hours: 72 }],
    ['a question of staff', '/why', { kind: 'why' }],
  ])('%s', (_label, line, expected) => {
    expect(readChatLine(line)).toEqual(expected);
  });

  test.each([
    ['a command that is misspelt', '/vioce', 'did you mean /voice?'],
    ['a command like none', '/xyzzyx', '/help'],
    ['a tap on nothing', '/tap', '/tap 2'],
    ['a burst of one', '/burst hello', '/burst hello | gao'],
    ['a time without its unit', '/later 25', '/later 25h'],
    ['no time at all', '/later 0h', '/later 25h'],
  ])('%s is told with the cure', (_label, line, cure) => {
    expect(readChatLine(line)).toEqual({ kind: 'mistake', cure: expect.stringContaining(cure) });
  });
});

describe('inside anoura chat', () => {
  test('/open shows the rows of a list, /tap takes one by number, by label and on an old menu', async () => {
    const { out } = await chat(['hello', '/open', '/tap 2', '/tap Harbour of 1']);
    expect(out).toContain(`> /open
┏ Choose
┃ Choices
┃   ○ 1 ⚓ Harbour
┃   ○ 2 Hill
┃   ○ 3 Somewhere else
┃   ○ 4 Deutsch / English
┃ Way
┃   ○ 9 Back
┃   ○ 0 Menu
`);
    expect(out.match(/What is broken\?/g)?.length).toBe(2);
  });

  test.each([
    ['a number that is not there', ['hello', '/tap 7', '/tap 8'], 'No choice has the number 7 there.', '2 lines'],
    ['a label that is not there', ['hello', '/tap Moon'], 'That is not offered. Offered are: 1 ⚓ Harbour | 2 Hill', '1 line'],
    ['a tap before all', ['/tap Moon'], 'Nothing can be tapped there.', '1 line'],
    ['a command that is none', ['/tip 1'], 'There is no /tip: did you mean /tap?', '1 line'],
    ['a list that is none', ['stop', '/open'], 'The last answer has no list to open.', undefined],
    ['a reason before all', ['/why'], 'Nothing was answered yet.', undefined],
  ])('%s is told', async (_label, lines, message, undone) => {
    const { code, out, err } = await chat(lines);
    expect(out).toContain(message);
    // Questions about the last answer change nothing of what follows; a step that is left out does.
    expect({ code, err }).toEqual(
      undone === undefined ? { code: 0, err: '' } : { code: 1, err: `${undone} of the script could not be done\n` },
    );
  });

  test('/why says how, where, from which lines of YAML, and what is remembered', async () => {
    const { out } = await chat(['harbour bicycle', '/why']);
    expect(out).toContain('? understood as: keyword\n? node: answer  ');
    expect(out).toMatch(/\? text: service\.tyres {2}.*locales\/en\.yaml:26\n/);
    expect(out).toMatch(/\? service: tyres {2}.*flows\/directory\.yaml:22\n/);
    expect(out).toContain('? claim: R1 The Bike Kitchen at the harbour mends tyres\n');
    expect(out).toMatch(/\? remembered: \{"v":1,"locale":"en","node":"answer","region":"harbour"/);
  });

  test('/json shows what is sent; /later lets time pass; /new is somebody else; /quit ends', async () => {
    const { out } = await chat(['hill', '/json', '/later 25h', '1', '/new', '1', '/quit', 'hill']);
    expect(out).toContain('"messaging_product": "whatsapp"');
    expect(out).toContain('The next message comes 25 hours later.');
    expect(out.match(/Where do you live\?/g)?.length).toBe(2);
    expect(out).not.toContain('> hill\n> hill');
    expect(out.endsWith('> /quit\n')).toBe(true);
  });

  test('what is sent without words is answered', async () => {
    const { out } = await chat(['/start', '/voice', '/photo', '/sticker', '/location']);
    expect(out.match(/^> \//gm)?.length).toBe(5);
    expect(out.match(/Where do you live\?/g)?.length).toBe(5);
  });
});

describe('--record', () => {
  const file = join(folder.path, 'recorded.yaml');
  const record = (...lines: readonly string[]) => chat(lines, '--record', 'recorded.yaml', '--channel', 'messenger');

  test('writes golden conversations that pass, with what staff asked left out', async () => {
    const { code, err } = await record('hello', '/why', '/tap 1', '/later 25h', '/voice', '/new', '/burst hill | phone');
    expect({ code, err }).toEqual({ code: 0, err: 'Recorded into recorded.yaml. Give it a name that says what it shows.\n' });
    const text = readFileSync(file, 'utf8');
    expect(text.match(/^- name: .*/gm)).toEqual(['- name: recorded', '- name: recorded 2']);
    expect(text).toContain('    - tap: ⚓ Harbour\n');
    expect(text).toContain('    - attachment: voice\n      hours: 25\n');
    expect((await run(['test', 'recorded.yaml'], { cwd: folder.path })).code).toBe(0);
  });

  test('adds to what the file holds, comments and all', async () => {
    writeFileSync(file, `# ours\n${readFileSync(file, 'utf8')}`);
    await record('hill');
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith('# ours\n- name: recorded\n')).toBe(true);
    expect(text).toContain('- name: recorded 3\n');
    expect((await run(['test', 'recorded.yaml'], { cwd: folder.path })).code).toBe(0);
  });

  test('does not touch a file that is something else', async () => {
    writeFileSync(join(folder.path, 'other.yaml'), 'name: no conversation\n');
    const { code, err } = await chat(['hello'], '--record', 'other.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(/^other\.yaml:1:1 wrong-type [\s\S]*record into another file/);
    expect(readFileSync(join(folder.path, 'other.yaml'), 'utf8')).toBe('name: no conversation\n');
  });

  test('nothing said is nothing recorded', async () => {
    const { err } = await chat([], '--record', 'none.yaml');
    expect(err).toBe('Nothing was recorded.\n');
  });
});

test('colours are for a terminal alone', () => {
  const stream = (isTTY: boolean) => Object.assign(new Writable(), { isTTY, getColorDepth: () => 8 });
  const shown = { kind: 'buttons', text: 'Hello', taps: [{ id: '1', title: 'Yes' }] } as const;
  const colour = String.fromCharCode(27);
  expect(drawShown(shown, stream(false))).toBe('│ Hello\n└ [Yes]');
  expect(drawShown(shown, stream(true)).includes(colour)).toBe(process.env.NO_COLOR === undefined);
});
