import { describe, expect, test } from '@jest/globals';
import type { Flow, LocaleStatus } from '../../src/model/flow.ts';
import { loadContent, withLocales } from '../../src/proof/content.ts';
import { repairFlow } from '../engine/flows.ts';
import { MORNING } from '../engine/talk.ts';
import { REPAIR_FLOWS, REPAIR_LOCALES } from '../flow/repair.ts';

describe('content from a disk', () => {
  test('is loaded and walked', () => {
    const { flow, problems, proof } = loadContent({ flowsDir: REPAIR_FLOWS, localesDir: REPAIR_LOCALES }, MORNING);
    expect(problems).toEqual([]);
    expect(flow?.id).toBe('repair');
    expect(proof?.positions).toBeGreaterThan(0);
  });

  test('that cannot be read is not walked, and there is no flow', () => {
    const { flow, problems, proof } = loadContent({ flowsDir: 'test/fixtures/flow/nowhere', localesDir: REPAIR_LOCALES }, MORNING);
    expect({ flow, proof }).toEqual({ flow: undefined, proof: undefined });
    expect(problems.map(({ code }) => code)).toContain('folder-missing');
  });
});

describe('the locales that are served', () => {
  const { flow } = repairFlow();

  const withStatus = (statuses: Readonly<Record<string, LocaleStatus>>): Flow => ({
    ...flow,
    locales: new Map([...flow.locales].map(([id, locale]) => [id, { ...locale, status: statuses[id] ?? locale.status }])),
  });
  const served = (from: Flow, names?: readonly string[]) => {
    const result = withLocales(from, names);
    return 'flow' in result ? [[...result.flow.locales.keys()].join(' '), result.flow.defaultLocale] : result.unknown;
  };

  test.each([
    ['all that are not drafts', {}, undefined, ['de en', 'en']],
    ['without a draft', { de: 'draft' }, undefined, ['en', 'en']],
    ['a draft that is named', { de: 'draft' }, ['de', 'en'], ['de en', 'en']],
    ['one that is named', {}, ['de'], ['de', 'de']],
    ['another default when the usual one is a draft', { en: 'draft' }, undefined, ['de', 'de']],
    ['none that does not exist', {}, ['de', 'fr', 'constructor'], ['fr', 'constructor']],
    ['none at all: that is told', { de: 'draft', en: 'draft' }, undefined, []],
  ] as const)('%s', (_label, statuses, names, expected) => {
    expect(served(withStatus(statuses), names)).toEqual(expected);
  });

  test('nothing else changes', () => {
    const result = withLocales(flow, ['en']);
    expect('flow' in result && { ...result.flow, locales: flow.locales }).toEqual(flow);
  });
});
