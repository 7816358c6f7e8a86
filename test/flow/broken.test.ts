import { describe, expect, test } from '@jest/globals';
import { readFlow } from '../../src/flow/load.ts';
import { PROBLEM_CODES } from '../../src/flow/problems.ts';
import { BROKEN } from './broken.ts';
import { FOLDER_CODES } from './folders.ts';
import { edited } from './repair.ts';

describe('broken content', () => {
  test.each(BROKEN)('$code: $label', ({ code, edits, hint, also = [] }) => {
    const { files, place } = edited(edits);
    const loaded = readFlow(files);
    const problems = loaded.ok ? loaded.warnings : loaded.problems;
    const told = problems.find((problem) => problem.code === code);

    expect(problems.map((problem) => problem.code).sort()).toEqual([code, ...also].sort());
    expect({ file: told?.file, line: told?.line, column: told?.column }).toEqual(place);
    expect(told?.hint).toContain(hint);
    expect(loaded.ok).toBe(problems.every(({ severity }) => severity === 'warning'));
  });

  test('every code has a broken example', () => {
    const shown = new Set<string>([...BROKEN.map(({ code }) => code), ...FOLDER_CODES]);
    expect(Object.keys(PROBLEM_CODES).filter((code) => !shown.has(code))).toEqual([]);
  });

  test('labels are unique, so that a failing case can be found', () => {
    expect(new Set(BROKEN.map(({ label }) => label)).size).toBe(BROKEN.length);
  });
});
