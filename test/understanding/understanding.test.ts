import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readUtterances } from '../../src/flow/utterances.ts';
import { judgeAll, scoreOf } from '../../src/proof/understanding.ts';
import { contentFlow } from '../engine/flows.ts';

/**
 * The labelled utterances against today's words. The floors are what was reached on the half that was not tuned on, less one in a
 * hundred: a change of words that makes the bot understand people worse does not pass.
 */
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.yaml'));
const sets = files.map((path) => {
  const read = readUtterances({ path, text: readFileSync(join(import.meta.dirname, path), 'utf8') });
  if ('problem' in read) throw new Error(read.problem);
  return read.set;
});
const judged = judgeAll(contentFlow(), sets);

test('there are hundreds of them, in several languages', () => {
  expect(judged.length).toBeGreaterThanOrEqual(400);
  expect(new Set(judged.map(({ language }) => language)).size).toBeGreaterThanOrEqual(3);
});

test.each(['tune', 'report'] as const)('the %s half is understood, and hardly ever wrongly in silence', (half) => {
  const { count, right, wrong, urgent } = scoreOf(judged.filter((one) => one.half === half));
  expect(right / count).toBeGreaterThan(0.87);
  expect(wrong / count).toBeLessThan(0.03);
  expect(urgent.found / urgent.count).toBeGreaterThan(0.82);
});
