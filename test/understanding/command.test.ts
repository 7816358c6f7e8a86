import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { contentFolder, run } from '../cli/terminal.ts';

/** `anoura test --understanding`, on the repair cafés and a small labelled set. */
let folder: ReturnType<typeof contentFolder> | undefined;
afterEach(() => folder?.remove());

function withSet(yaml: string): string {
  folder = contentFolder();
  mkdirSync(join(folder.path, 'test/understanding'), { recursive: true });
  writeFileSync(join(folder.path, 'test/understanding/en.yaml'), yaml);
  return folder.path;
}

const SET = `
- { say: my bike broke at the harbour, region: harbour, need: bicycle }
- { say: fire fire, node: fire }
- { say: my bicicle broke, need: bicycle }
- { say: nothing at all, ask: true }
- { say: trousers please, need: phone }
`;

test('tells both halves, each language and the confusions, with the errors of the half that tunes when asked', async () => {
  const { code, out } = await run(['test', '--understanding', '--verbose'], { cwd: withSet(SET) });
  expect(code).toBe(0);
  expect(out).toMatch(/^the half that reports:$/m);
  expect(out).toMatch(/^the half that tunes:$/m);
  expect(out).toMatch(/^ {2}fire +1 +1\.00 +1\.00$/m);
  expect(out).toMatch(/clothes 1|“trousers please”: phone was meant, clothes came/);
});

test.each([
  ['an utterance without a label', '- { say: hello }', 'say what is right'],
  ['a label that nobody knows', '- { say: hello, ask: true, nede: bicycle }', 'nede'],
  ['a file that is no YAML', '- { say: [hello', 'en.yaml'],
])('refuses %s', async (_label, yaml, told) => {
  const { code, err } = await run(['test', '--understanding'], { cwd: withSet(yaml) });
  expect(code).toBe(1);
  expect(err).toContain(told);
});

test('a folder that is not there is told', async () => {
  folder = contentFolder();
  expect(await run(['test', '--understanding'], { cwd: folder.path })).toMatchObject({
    code: 1,
    err: expect.stringContaining('cannot be read'),
  });
});
