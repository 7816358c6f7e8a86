import { describe, expect, test } from '@jest/globals';
import { readFlow } from '../../src/flow/load.ts';
import { PROBLEM_CODES } from '../../src/flow/problems.ts';
import { BROKEN } from './broken.ts';
import { LEVEL_CODES } from './broken-recordings.ts';
import { FOLDER_CODES } from './folders.ts';
import { edited } from './repair.ts';

describe('broken content', () => {
  test.each(BROKEN)('$code: $label', ({ code, edits, recordings, told: at, hint, also = [] }) => {
    const { files, place = at && { file: `locales/audio/${at}`, line: 1, column: 1 } } = edited(edits, recordings);
    const loaded = readFlow(files);
    const problems = loaded.ok ? loaded.warnings : loaded.problems;
    const told = problems.find((problem) => problem.code === code);

    expect(problems.map((problem) => problem.code).sort()).toEqual([code, ...also].sort());
    expect({ file: told?.file, line: told?.line, column: told?.column }).toEqual(place);
    expect(told?.hint).toContain(hint);
    expect(loaded.ok).toBe(problems.every(({ severity }) => severity === 'warning'));
  });

  test('every code has a broken example', () => {
    const shown = new Set<string>([...BROKEN.map(({ code }) => code), ...FOLDER_CODES, ...LEVEL_CODES]);
    expect(Object.keys(PROBLEM_CODES).filter((code) => !shown.has(code))).toEqual([]);
  });

  test('labels are unique, so that a failing case can be found', () => {
    expect(new Set(BROKEN.map(({ label }) => label)).size).toBe(BROKEN.length);
  });
});
