import { expect, test } from '@jest/globals';
import type { Flow } from '../src/model/flow.ts';
import { spokenLocale } from '../src/model/spoken-locale.ts';

const FALLBACKS = new Map([
  ['fr', []],
  ['ar', ['fr']],
  ['mey', ['ar', 'fr']],
  ['taq', ['fr']],
  ['ttq', ['taq', 'fr']],
  ['pt-BR', ['fr']],
]);

const speaking = (...ids: string[]): Pick<Flow, 'locales' | 'fallbacks'> => ({
  locales: new Map(ids.map((id) => [id, {} as never])),
  fallbacks: FALLBACKS,
});

test.each([
  ['a language that is spoken', 'ar', ['fr', 'ar'], 'ar'],
  ['a language that falls back to one', 'mey', ['fr', 'ar'], 'ar'],
  ['a chain, past one that is not spoken', 'ttq', ['fr', 'ar'], 'fr'],
  ['a region of a language', 'fr-ML', ['fr'], 'fr'],
  ['a script and region of a language', 'ar-Arab-ML', ['fr', 'ar'], 'ar'],
  ['a region that has a locale of its own', 'pt-BR', ['pt-BR', 'fr'], 'pt-BR'],
  ['a language that nobody has thought of', 'sw', ['fr', 'ar'], undefined],
  ['nothing', '', ['fr'], undefined],
  ['a word of JavaScript', 'constructor', ['fr'], undefined],
] as const)('%s', (_label, tag, ids, spoken) => expect(spokenLocale(speaking(...ids), tag)).toBe(spoken));
