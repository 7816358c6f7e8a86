import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { EmulatorContent } from '../../src/model/emulator.ts';
import { ROOT } from '../support/content.ts';
import { type FakeGraph, startFakeGraph } from '../support/fake-graph.ts';
import { record } from '../support/recordings.ts';
import { SETTINGS, tempFolder, whatsappBody } from '../support/server.ts';
import { type Emulated, startEmulated } from './emulated.ts';

beforeAll(() => nock.restore());

const folder = tempFolder();
const english = join(folder.path, 'locales', 'en.yaml');
/** The small tree: every save is checked as a whole, and what is said does not matter. */
const SOURCE = join(ROOT, 'test/fixtures/flow');
let graph: FakeGraph;
let emulated: Emulated;

beforeAll(async () => {
  for (const name of ['flows', 'locales']) cpSync(join(SOURCE, name), join(folder.path, name), { recursive: true });
  mkdirSync(join(folder.path, 'tmp'));
  graph = await startFakeGraph();
  emulated = await startEmulated({
    ...SETTINGS,
    GRAPH_API_URL: graph.url,
    FLOWS_DIR: join(folder.path, 'flows'),
    LOCALES_DIR: join(folder.path, 'locales'),
  });
});
afterAll(async () => {
  expect(await emulated.stop()).toBe(0);
  await graph.close();
  folder.remove();
});

/** The label of the first topic, «Bicycle». */
const LABEL = /^( +topic\.[a-z-]+: ).*$/m;
const original = () => readFileSync(join(SOURCE, 'locales', 'en.yaml'), 'utf8');

/** Saves as editors do: beside the file, then over it. */
function save(text: string): void {
  writeFileSync(`${english}~`, text);
  renameSync(`${english}~`, english);
}

/** Saves and waits until the page is told. */
async function saved(text: string, holds: (content: EmulatorContent) => boolean): Promise<EmulatorContent> {
  const from = emulated.events.length;
  save(text);
  return emulated.until((event) => (event.kind === 'content' && holds(event.content) ? event.content : undefined), from);
}

const hasError = ({ problems }: EmulatorContent) => problems.some(({ severity }) => severity === 'error');
const isRight = (content: EmulatorContent) => !hasError(content);

describe('content that is edited while people write', () => {
  test('a recording that is put beside it can be heard at the next answer', async () => {
    const from = emulated.events.length;
    record(join(folder.path, 'locales'), { 'en/region.ask': 2 });
    await emulated.until((event) => (event.kind === 'content' && isRight(event.content) ? true : undefined), from);
    const phone = emulated.phone('whatsapp');
    expect(JSON.stringify((await phone.say('hello')).last.payload)).toContain('🔊');
    rmSync(join(folder.path, 'locales/audio'), { recursive: true });
    await emulated.until((event) => (event.kind === 'content' ? true : undefined), emulated.events.length);
    await phone.reset();
    expect(JSON.stringify((await phone.say('hello')).last.payload)).not.toContain('🔊');
    await phone.reset();
  });

  test('is there at the next answer, without a restart, and the chat goes on', async () => {
    const phone = emulated.phone('whatsapp');
    const before = (await emulated.state()).content;
    await phone.say('the harbour');
    await graphSays('15550300001', 'the harbour', 'Bicycle');

    const content = await saved(original().replace(LABEL, '$1🚲 A wheel'), isRight);
    expect(content.revision).not.toBe(before.revision);
    expect(content.swappedAt).toBeGreaterThan(before.swappedAt);

    // Still at the needs of the harbour, in the new words; so are people on the real channels.
    expect((await phone.send({ kind: 'attachment', medium: 'voice' })).text).toContain('1 🚲 A wheel');
    expect((await phone.tap('A wheel')).text).toContain('The Bike Kitchen');
    await graphSays('15550300001', 'menu', 'A wheel');
    await saved(original(), isRight);
  });

  test('with a mistake in it is told with its place, and the last good content stays', async () => {
    const phone = emulated.phone('messenger');
    const before = (await emulated.state()).content;
    const lines = original().split('\n');
    const at = lines.findIndex((line) => LABEL.test(line));
    const broken = original().replace(LABEL, '$1🚲 A wheel or all of a bicycle');
    const content = await saved(broken, hasError);
    expect(content.revision).toBe(before.revision);
    const problem = content.problems.find(({ severity }) => severity === 'error');
    expect(problem).toMatchObject({ code: 'label-too-long', file: english, line: at + 1, column: expect.any(Number), severity: 'error' });
    expect([problem?.excerpt, problem?.hint]).toEqual([expect.stringContaining('A wheel or'), expect.stringMatching(/./)]);
    expect((await emulated.state()).content).toEqual(content);
    expect((await phone.say('the harbour')).text).toContain('Bicycle');

    const mended = await saved(original(), isRight);
    expect(mended).toEqual({ ...before, swappedAt: before.swappedAt, problems: before.problems });
  });

  test('not even YAML any more, or gone, is told as well', async () => {
    expect((await saved('texts: [', hasError)).problems[0]?.file).toBe(english);
    const from = emulated.events.length;
    renameSync(join(folder.path, 'locales'), join(folder.path, 'away'));
    const code = await emulated.until(
      (event) => (event.kind === 'content' ? event.content.problems.find((one) => one.code === 'folder-missing')?.code : undefined),
      from,
    );
    expect(code).toBe('folder-missing');
    expect((await emulated.phone('messenger').say('hello')).text).toContain('robot');
    const gone = emulated.events.length;
    renameSync(join(folder.path, 'away'), join(folder.path, 'locales'));
    await emulated.until((event) => (event.kind === 'content' ? true : undefined), gone);
    // The folder is another one for the system; it is followed all the same.
    await saved(original(), isRight);
  });
});

/** A real message to a real channel is answered with these words. */
async function graphSays(from: string, text: string, words: string): Promise<void> {
  const before = graph.texts(from).length;
  expect(await emulated.server.post('whatsapp', whatsappBody({ from, text }))).toBe(200);
  await graph.waitUntil(() => graph.texts(from).slice(before).join('\n').includes(words));
}
