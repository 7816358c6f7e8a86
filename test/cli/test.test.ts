import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { CHANNELS } from '../../src/model/channel.ts';
import { contentFolder, run } from './terminal.ts';

const folder = contentFolder();
afterAll(folder.remove);

const RIGHT = `# The shortest way.
- name: hill
  steps:
    - send: hill   # they know where they are
      bubbles:
        - |-
          This is the repair robot. It never asks for your name.

          What is broken?
      choices: 1 🚲 Bicycle | 2 Clothes or phone | 3 More tips | 9 Back | 0 Menu
    - tap: Bicycle
      bubbles:
        - |-
          We know of no café on the hill. Any bus takes a bicycle.

          In Hill we know of: clothes and phones.
      choices: 1 Ask a person | 9 Back | 0 Menu
      claims: R6
`;

function put(path: string, text: string): string {
  const file = join(folder.path, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return path;
}

const play = (...args: readonly string[]) => run(['test', ...args], { cwd: folder.path });
/** Without what differs from run to run. */
const timeless = (out: string) => out.replace(/\(\d+\.\d s\)/, '(time)');

describe('anoura test', () => {
  test('says that all is right, on which channels, and how far the conversations get', async () => {
    put('test/conversations/right.yaml', RIGHT);
    const { code, out, err } = await play();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(timeless(out)).toMatch(
      new RegExp(
        `^1 conversation on ${CHANNELS.join(', ')}: 1 right, 0 not \\(time\\)\nreached: nodes 2 of \\d+, choices 1 of \\d+, services 0 of 5, claims 1 of 7\nno conversation reaches these nodes:\n  region\n`,
      ),
    );
  });

  test('names what no conversation reaches, of long lists only with --verbose', async () => {
    const short = (await play()).out;
    expect(short).toContain('no conversation reaches these claims:\n  R1\n');
    expect(short).toMatch(/no conversation reaches 1\d of the choices; --verbose names them\n/);
    expect(short).not.toContain('  region: ');
    const { out } = await play('--verbose');
    expect(out).toContain('  region: @language\n');
    expect(out).toContain('no conversation reaches these nodes:\n  region\n');
    expect(out).toContain('no conversation reaches these services:\n  tyres in harbour\n');
    expect(out).toContain('no conversation reaches these claims:\n  R1\n');
  });

  test('draws a difference at its line, once for all channels, and says how to accept it', async () => {
    const file = put(
      'wrong.yaml',
      RIGHT.replace('never asks', 'always asks').replace('2 Clothes or phone | ', '').replace('claims: R6', 'claims: R5 R6'),
    );
    const { code, out } = await play(file);
    expect(code).toBe(1);
    expect(timeless(out)).toBe(`✗ hill
  wrong.yaml:4 step 1, «hill»: the bubbles are not those expected
    - This is the repair robot. It always asks for your name.
    + This is the repair robot. It never asks for your name.

      …
  wrong.yaml:4 step 1, «hill»: the choices are not those expected
      1 🚲 Bicycle
    + 2 Clothes or phone
      3 More tips
      …
  wrong.yaml:11 step 2, tap «Bicycle»: the claims are not those expected
    - R5
      R6

1 conversation on ${CHANNELS.join(', ')}: 0 right, 1 not (time)
Lines with - are what the files expect, lines with + what happens now.
If what happens now is right, write it into the files: npx anoura test --update
`);
  });

  test('the same change in many places is drawn once', async () => {
    const other = RIGHT.replace('name: hill', 'name: other').replace('# The shortest way.\n', '');
    const file = put('twice.yaml', `${RIGHT}${other}`.replaceAll('never asks', 'always asks'));
    const { out } = await play(file);
    expect(out.match(/It always asks/g)?.length).toBe(1);
    expect(out).toContain('    (the same change as at twice.yaml:4)\n');
  });

  test('a tap on what is not offered is told with its line, and what is offered', async () => {
    const file = put('tap.yaml', RIGHT.replace('tap: Bicycle', 'tap: Moon'));
    const { code, out } = await play(file, '--channel', 'messenger');
    expect(code).toBe(1);
    expect(out).toContain(`  tap.yaml:11:12 tap-not-offered \`Moon\` is not offered
          - tap: Moon
                 ^
      hint: offered are \`1 🚲 Bicycle\`, \`2 Clothes or phone\`, \`3 More tips\`, \`9 Back\`, \`0 Menu\``);
  });

  test('a mistake in the YAML is told as file:line:column with a hint; the other conversations are played all the same', async () => {
    const file = put('mistake.yaml', `${RIGHT}- name: b\n  steps: [{ sned: hello }]\n`);
    const { code, out } = await play(file);
    expect(code).toBe(1);
    expect(out).toMatch(/^mistake\.yaml:20:13 unknown-key .*\n.*\n.*\n {4}hint: did you mean `send`\?\n/);
    expect(out).toContain(': 1 right, 0 not');
  });

  test('--update shows what changes, then writes it, and keeps comments and all that is right', async () => {
    const file = put('update.yaml', RIGHT.replace('never asks', 'always asks').replace('claims: R6', 'claims: R5 R6 # both'));
    const { code, out } = await play(file, '--update');
    expect(code).toBe(0);
    expect(out).toContain('+ This is the repair robot. It never asks for your name.');
    expect(out).toContain('update.yaml is rewritten: 1 conversation. Read the difference before you keep it\n');
    const written = readFileSync(join(folder.path, file), 'utf8');
    expect(written).toBe(RIGHT.replace('hill   #', 'hill #').replace('claims: R6', 'claims: R6 # both'));
    expect((await play(file)).code).toBe(0);
  });

  test('--update writes a conversation that only says what is done', async () => {
    const file = put('draft.yaml', '- name: draft\n  steps:\n    - send: hill\n    - send: "1"\n');
    expect((await play(file)).code).toBe(1);
    expect((await play(file, '--update')).code).toBe(0);
    expect(readFileSync(join(folder.path, file), 'utf8')).toBe(
      RIGHT.split('\n')
        .slice(1)
        .join('\n')
        .replace('   # they know where they are', '')
        .replace('tap: Bicycle', 'send: "1"')
        .replace('name: hill', 'name: draft'),
    );
    expect((await play(file)).code).toBe(0);
  });

  test('--update cannot make a tap right that is not offered: the file stays, and the code says so', async () => {
    const text = RIGHT.replace('tap: Bicycle', 'tap: Moon');
    const file = put('stuck.yaml', text);
    expect((await play(file, '--update')).code).toBe(1);
    expect(readFileSync(join(folder.path, file), 'utf8')).toBe(text);
  });

  test('folders are read whole; languages and channels can be picked', async () => {
    put('more/de.yaml', RIGHT.replace('name: hill', 'name: berg\n  locale: de'));
    put('more/deep/right.yaml', RIGHT);
    expect((await play('more')).code).toBe(1);
    const english = await play('more', '--locale', 'en', '--channel', 'whatsapp');
    expect(english.code).toBe(0);
    expect(english.out).toContain('1 conversation on whatsapp: 1 right');
  });

  test.each([
    ['a file that is not there', ['nothing.yaml'], 'nothing.yaml cannot be read: name a file of conversations, or a folder of them\n'],
    ['a language that does not exist', ['--locale', 'tlh'], 'There is no locale tlh: write one of de, en\n'],
  ])('%s is refused, with the cure', async (_label, args, message) => {
    const { code, err } = await play(...args);
    expect({ code, err }).toEqual({ code: 1, err: message });
  });

  test('no conversation at all is a failure: a test that plays nothing proves nothing', async () => {
    const empty = contentFolder();
    const { code, err } = await run(['test'], { cwd: empty.path });
    empty.remove();
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('test/conversations') });
  });
});
