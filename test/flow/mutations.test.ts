import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ContentFiles, readFlow } from '../../src/flow/load.ts';
import { anyCharacter } from '../support/characters.ts';
import { REPAIR } from './repair.ts';

/** Characters that mean something to YAML, to ICU messages, or to nobody. */
const SIGNS = [...'{}[]:-#&*!|>\'"%@`\t\n ,?=<~^.0aéß👖\u0000\uFEFF\u2028\uD800', '  ', '<<: *a', '__proto__', '---\n'];

type Mutation = {
  file: number;
  at: number;
  length: number;
  kind: 'delete' | 'double' | 'replace' | 'delete lines' | 'double lines';
  sign: string;
};

const mutation: fc.Arbitrary<Mutation> = fc.record({
  file: fc.nat({ max: REPAIR.flows.length + REPAIR.locales.length - 1 }),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 12 }),
  kind: fc.constantFrom('delete', 'double', 'replace', 'delete lines', 'double lines'),
  sign: fc.constantFrom(...SIGNS),
});

function mutate(text: string, { at, length, kind, sign }: Mutation): string {
  const start = Math.floor(at * text.length);
  const part = text.slice(start, start + length);
  const lines = text.split('\n');
  const line = Math.floor(at * lines.length);
  switch (kind) {
    case 'delete':
      return text.slice(0, start) + text.slice(start + length);
    case 'double':
      return text.slice(0, start) + part + text.slice(start);
    case 'replace':
      return text.slice(0, start) + sign + text.slice(start + length);
    case 'delete lines':
      return lines.toSpliced(line, length).join('\n');
    case 'double lines':
      return lines.toSpliced(line, 0, ...lines.slice(line, line + length)).join('\n');
  }
}

function apply(mutations: readonly Mutation[]): ContentFiles {
  const files = [...REPAIR.flows, ...REPAIR.locales];
  for (const mutation of mutations) {
    const file = files[mutation.file];
    if (file !== undefined) files[mutation.file] = { path: file.path, text: mutate(file.text, mutation) };
  }
  return { ...REPAIR, flows: files.slice(0, REPAIR.flows.length), locales: files.slice(REPAIR.flows.length) };
}

describe('mutated content', () => {
  test('never throws, and gives a flow or problems at places that exist', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const content = apply(mutations);
        const lines = new Map(
          [...content.flows, ...content.locales].map(({ path, text }) => [path, text.replace(/^\uFEFF/, '').split('\n')]),
        );
        const loaded = readFlow(content);
        const problems = loaded.ok ? loaded.warnings : loaded.problems;
        expect(loaded.ok || problems.some(({ severity }) => severity === 'error')).toBe(true);
        const wrong = problems.filter(({ file, line, column, hint }) => {
          const text = lines.get(file)?.[line - 1];
          return text === undefined || column < 1 || column > text.length + 1 || hint === '';
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever a file holds, it is told and not thrown', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), fc.constantFrom('flows', 'locales'), (text, folder) => {
        const file = { path: `${folder}/x.yaml`, text };
        const content = { ...REPAIR, [folder]: [...REPAIR[folder], file] };
        expect(typeof readFlow(content).ok).toBe('boolean');
      }),
      { numRuns: 100 },
    );
  });
});
