import { describe, expect, test } from '@jest/globals';
import { fingerprint } from '../../src/flow/fingerprint.ts';
import { readFlow } from '../../src/flow/load.ts';
import { edited } from './repair.ts';

const locale = (id: string, fallback: string, texts = '') => ({
  file: `locales/${id}.yaml`,
  to: `locale: { name: ${id}, direction: ltr, status: draft${fallback} }\ntexts: { ${texts} }\n`,
});

const load = (...files: ReturnType<typeof locale>[]) => {
  const loaded = readFlow(edited(files).files);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded;
};

describe('a language that lacks texts', () => {
  const { flow, warnings } = load(
    locale('ar', '', 'region.ask: A, need.ask: A'),
    locale('mey', ', fallback: [ar]', 'need.ask: M'),
    locale('ttq', ', fallback: [taq, en]'),
    locale('taq', ', fallback: [de, en]', 'tips.one: T'),
  );
  const said = (id: string, key: string) => flow.locales.get(id)?.texts.get(key)?.({});

  test.each([
    ['its own words', 'mey', 'need.ask', 'M'],
    ['those of the language it names', 'mey', 'region.ask', 'A'],
    ['those of the default where that lacks them too', 'mey', 'tips.one', 'Bring the part that broke.'],
    ['the second of a chain', 'ttq', 'tips.one', 'T'],
    ['a chain as it is written', 'taq', 'need.ask', 'Was ist kaputt?'],
    ['a chain as it is written, from its middle', 'ttq', 'need.ask', 'What is broken?'],
  ])('says %s', (_label, id, key, text) => expect(said(id, key)).toBe(text));

  test.each([
    ['en', []],
    ['de', ['en']],
    ['ar', ['en']],
    ['mey', ['ar', 'en']],
    ['ttq', ['taq', 'en']],
    ['taq', ['de', 'en']],
  ])('%s falls back to %j', (id, chain) => expect(flow.locales.get(id)?.fallback).toEqual(chain));

  test('keeps apart what is its own', () => {
    expect(flow.locales.get('mey')?.written).toEqual(new Set(['need.ask']));
    expect(flow.locales.get('ttq')?.written).toEqual(new Set());
    const written = flow.locales.get('mey')?.written as Set<string> | undefined;
    expect(() => written?.add('x')).toThrow(TypeError);
  });

  test('is told of only once it has been begun', () => {
    expect(warnings.map(({ file, code }) => [file, code])).toEqual([
      ['locales/ar.yaml', 'draft-incomplete'],
      ['locales/mey.yaml', 'draft-incomplete'],
      ['locales/taq.yaml', 'draft-incomplete'],
    ]);
  });
});

test('languages that nobody has begun take no row of a menu', () => {
  const many = ['ar', 'bm', 'ffm', 'ses', 'taq', 'ttq', 'ha', 'wo'].map((id) => locale(id, ''));
  expect(load(...many).warnings).toEqual([]);
  const begun = readFlow(edited(many.map((file) => ({ ...file, to: file.to.replace('{  }', '{ need.ask: X }') }))).files);
  expect(begun.ok || begun.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['too-many-choices']);
});

test('a fingerprint is eight letters that YAML takes for nothing else, and follows every change but space at the end', () => {
  expect(fingerprint('What is broken?')).toMatch(/^[a-p]{8}$/);
  expect(fingerprint('What is broken?\n')).toBe(fingerprint('What is broken?'));
  expect(fingerprint('What is broken')).not.toBe(fingerprint('What is broken?'));
});
