import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../src/engine/engine.ts';
import { realFlow } from './support/content.ts';
import { play, readConversations, writeConversations } from './support/conversation.ts';

/**
 * Golden conversations on the real content: what the person does, and every word, choice and claim that comes back, compared in both
 * directions. `UPDATE=1 npm test -- test/conversations` writes what happens now into the files; read the difference before you commit it.
 */
const folder = join(import.meta.dirname, 'conversations');
const flow = realFlow();
const engine = makeEngine(flow);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const all = files.flatMap((file) => readConversations(join(folder, file)));
const played = all.map((conversation) => play(engine, conversation));

for (const file of files) {
  describe(file, () => {
    const path = join(folder, file);
    const expected = readConversations(path);
    if (process.env.UPDATE)
      writeConversations(
        path,
        expected.map((conversation) => play(engine, conversation)),
      );
    test.each(readConversations(path).map((conversation) => [conversation.name, conversation] as const))('%s', (_name, conversation) => {
      expect(play(engine, conversation)).toEqual(conversation);
    });
  });
}

describe('all conversations together', () => {
  const steps = played.flatMap((conversation) => conversation.steps);

  test('are at least 60, each with a name of its own', () => {
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  test('say every claim', () => {
    const said = new Set(steps.flatMap(({ claims = '' }) => claims.split(' ')));
    expect([...flow.claims.keys()].filter((claim) => !said.has(claim))).toEqual([]);
  });

  test('ask for every need in every region', () => {
    const asked = new Set(all.map(({ name }) => name.split(':')[0]));
    const cells = [...flow.directory.regions.keys()].flatMap((region) =>
      [...flow.directory.needs.keys()].map((need) => `${region} ${need}`),
    );
    expect(cells.filter((cell) => !asked.has(cell))).toEqual([]);
  });

  test('show no more than two bubbles and never lose the way back', () => {
    expect(steps.filter(({ bubbles = [] }) => bubbles.length === 0 || bubbles.length > 2)).toEqual([]);
    expect(steps.filter(({ choices = '', erased }) => !erased && !/9 .* \| 0 /.test(choices))).toEqual([]);
  });
});
