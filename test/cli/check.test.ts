import { afterAll, describe, expect, jest, test } from '@jest/globals';
import type { Edit } from '../flow/repair.ts';
import { ROOT } from '../support/content.ts';
import { contentFolder, run } from './terminal.ts';

const DAY = Date.UTC(2026, 5, 1);
const folders: { remove: () => void }[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

async function check(edits: readonly Edit[], ...options: readonly string[]) {
  const folder = contentFolder(edits);
  folders.push(folder);
  const clock = jest.spyOn(Date, 'now').mockReturnValue(DAY);
  const ran = await run(['check', ...options], { cwd: folder.path });
  clock.mockRestore();
  return { ...ran, out: ran.out.replaceAll(`${folder.path}/`, '') };
}

const NODE_LOST: Edit = {
  file: 'flows/repair.yaml',
  from: 'choices: [{ to: desk }] }\n  language',
  to: 'choices: [{ to: desc }] }\n  language',
};
/** Only the walk finds it: both nodes exist, and the loader sees a way. */
const NODE_UNREACHED: readonly Edit[] = [
  { file: 'flows/repair.yaml', from: '[{ each: locales }], then: region }', to: '[{ each: locales }], then: nowhere }' },
  { file: 'flows/repair.yaml', from: '  battery:', to: '  nowhere: { kind: page, say: desk.say }\n  battery:' },
];
const CONTACT_OLD: Edit = { file: 'flows/directory.yaml', from: '2027-01-10', to: '2026-05-31' };

describe('anoura check', () => {
  test('on good content: a summary, exit code 0', async () => {
    const { code, out, err } = await check([]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^0 errors, 0 warnings \(\d+ positions walked, \d+ payloads within limits; longest way to a card \d+ of 4096 bytes; \d+\.\d\d s\)\n$/,
    );
  });

  test('on the content of this repository: exit code 0', async () => {
    const { code, out } = await run(['check'], { cwd: ROOT });
    expect([code, out]).toEqual([0, expect.stringMatching(/^0 errors/m)]);
  });

  test('tells a mistake with its place, the line, and the cure, exit code 1', async () => {
    const { code, out, err } = await check([NODE_LOST]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.replace(/[\d.]+ s\)/, 'N s)')).toBe(
      [
        'flows/repair.yaml:30:43 node-unknown the node `desc` does not exist',
        '      answer: { kind: answer, choices: [{ to: desc }] }',
        '                                              ^',
        '    hint: did you mean `desk`?',
        '',
        '1 errors, 0 warnings (not walked: mend the errors above first; N s)',
        '',
      ].join('\n'),
    );
  });

  test('tells what only the walk finds, in the same form', async () => {
    const { code, out } = await check(NODE_UNREACHED);
    expect(code).toBe(1);
    expect(out).toMatch(/^flows\/repair\.yaml:38:3 walk-node-unreached node nowhere cannot be reached in de\n {4}hint: Offer it/m);
    expect(out).toMatch(/\n2 errors, 0 warnings \(\d+ positions walked/);
  });

  test('tells a warning and ends well', async () => {
    const { code, out } = await check([CONTACT_OLD]);
    expect(code).toBe(0);
    expect(out).toMatch(/^flows\/directory\.yaml:28:\d+ contact-expired warning: /);
    expect(out).toMatch(/\n0 errors, 1 warnings \(/);
  });

  test('tells all mistakes of all files at once', async () => {
    const { out } = await check([NODE_LOST, { file: 'locales/en.yaml', from: 'direction: ltr', to: 'direction: left' }]);
    expect(out).toMatch(/^flows\/repair\.yaml:30:43 /m);
    expect(out).toMatch(/^locales\/en\.yaml:3:\d+ /m);
  });

  test('says which folder is missing', async () => {
    const folder = contentFolder([], { FLOWS_DIR: 'no/such/folder' });
    folders.push(folder);
    const { code, out } = await run(['check'], { cwd: folder.path });
    expect(code).toBe(1);
    expect(out).toMatch(/^no\/such\/folder:1:1 folder-missing .*\n {4}hint: create it, or set FLOWS_DIR and LOCALES_DIR$/m);
  });

  test('does not begin with a wrong configuration', async () => {
    const folder = contentFolder([], { PORT: 'abc', LOG_LEVEL: 'loud' });
    folders.push(folder);
    const { code, out, err } = await run(['check'], { cwd: folder.path });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.split('\n').map((line) => line.split(' ')[0])).toEqual(['PORT', 'LOG_LEVEL', '']);
  });
});

describe('anoura check --json', () => {
  test('on good content', async () => {
    const { code, out } = await check([], '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ problems: [], positions: expect.any(Number), payloads: expect.any(Number) });
  });

  test('gives each problem whole, and nothing beside', async () => {
    const { code, out, err } = await check([NODE_LOST, CONTACT_OLD], '--json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const { problems, positions } = JSON.parse(out);
    expect(positions).toBe(0);
    expect(problems).toContainEqual({
      code: 'node-unknown',
      severity: 'error',
      file: 'flows/repair.yaml',
      line: 30,
      column: 43,
      message: 'the node `desc` does not exist',
      hint: 'did you mean `desk`?',
      excerpt: expect.stringContaining('to: desc'),
    });
    expect(problems.map(({ severity }: { severity: string }) => severity).toSorted()).toEqual(['error', 'warning']);
  });

  test('what only the walk finds has no excerpt, but a place and a cure', async () => {
    const { code, out } = await check(NODE_UNREACHED, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out).problems[0]).toMatchObject({ code: 'walk-node-unreached', file: 'flows/repair.yaml', line: 38, column: 3 });
  });
});
