import { describe, expect, test } from '@jest/globals';
import type { Flow, LocaleStatus } from '../../src/model/flow.ts';
import { draftsServed, loadContent, withLocales } from '../../src/proof/content.ts';
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

  test('is looked at on the day that is asked for, not on that of the machine', () => {
    const { flow, problems } = loadContent({ flowsDir: REPAIR_FLOWS, localesDir: REPAIR_LOCALES }, Date.UTC(2027, 5, 1));
    expect(problems.map(({ code }) => code)).toEqual(['contact-expired']);
    expect(flow?.id).toBe('repair');
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

  test.each([
    ['no draft, no word of it', {}, ['de', 'en'], undefined],
    ['a draft that is not served', { de: 'draft' }, undefined, undefined],
    ['a draft that an operator has listed', { de: 'draft' }, ['de', 'en'], 'de'],
  ] as const)('%s', (_label, statuses, names, told) => {
    const line = draftsServed(withStatus(statuses), names);
    expect(line).toEqual(told === undefined ? undefined : expect.stringContaining(`: ${told} (`));
  });

  test('nothing else changes', () => {
    const result = withLocales(flow, ['en']);
    expect('flow' in result && { ...result.flow, locales: flow.locales }).toEqual(flow);
  });
});
