import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadFlow } from '../../src/flow/load.ts';
import { readUtterances } from '../../src/flow/utterances.ts';
import { confusion, judgeAll, scoreOf } from '../../src/proof/understanding.ts';
import { ROOT } from '../support/content.ts';

/** The labelled utterances against today's words, drafts included, as `npx anoura test --understanding` measures them. */
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.yaml'));
const sets = files.map((path) => {
  const read = readUtterances({ path, text: readFileSync(join(import.meta.dirname, path), 'utf8') });
  if ('problem' in read) throw new Error(read.problem);
  return read.set;
});
const loaded = loadFlow({ flowsDir: resolve(ROOT, 'flows'), localesDir: resolve(ROOT, 'locales'), today: '2026-11-24' });
if (!loaded.ok) throw new Error('the content has errors: see npx anoura check');
const { flow } = loaded;
const judged = judgeAll(flow, sets);

describe('the labelled set', () => {
  test('has hundreds of utterances in several languages, and many traps', () => {
    expect(judged.length).toBeGreaterThanOrEqual(500);
    expect(sets.length).toBeGreaterThanOrEqual(4);
    expect(judged.filter(({ utterance }) => utterance.trap).length).toBeGreaterThanOrEqual(80);
    // Hardly any twice, or a slip in one of them would count for more than it is.
    expect(judged.length - new Set(judged.map(({ utterance }) => utterance.say)).size).toBeLessThan(5);
  });

  test('asks for every need, in every region, and for every call for help', () => {
    const needs = new Set(judged.flatMap(({ utterance }) => utterance.need ?? []));
    const regions = new Set(judged.flatMap(({ utterance }) => utterance.region ?? []));
    const nodes = new Set(judged.flatMap(({ utterance }) => utterance.node ?? []));
    expect([...flow.directory.needs.keys()].filter((id) => !needs.has(id))).toEqual([]);
    expect([...flow.directory.regions.keys()].filter((id) => !regions.has(id))).toEqual([]);
    expect([...flow.signals.values()].filter((id) => !nodes.has(id))).toEqual([]);
  });

  test('names only what the content has', () => {
    const known = new Set([...flow.nodes.keys(), ...flow.directory.needs.keys(), ...flow.directory.regions.keys()]);
    const named = judged.flatMap(({ utterance: { region = [], need = [], node = [], also = [] } }) => [region, need, node, also].flat());
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

/** What was reached on each half, less one in a hundred: words that make the bot understand people worse do not pass. */
test.each([
  ['tune', { right: 0.941, wrong: 0.022, urgent: 0.94 }],
  ['report', { right: 0.852, wrong: 0.05, urgent: 0.838 }],
] as const)('the %s half is understood, and hardly ever wrongly in silence', (half, floor) => {
  const { count, right, wrong, urgent } = scoreOf(judged.filter((one) => one.half === half));
  expect(right / count).toBeGreaterThanOrEqual(floor.right);
  expect(wrong / count).toBeLessThanOrEqual(floor.wrong);
  expect(urgent.found / urgent.count).toBeGreaterThanOrEqual(floor.urgent);
});

test('a table of confusions accounts for every utterance', () => {
  const rows = confusion(judged);
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(judged.length);
  for (const { precision = 0, recall = 0 } of rows) expect(Math.max(precision, recall)).toBeLessThanOrEqual(1);
});
