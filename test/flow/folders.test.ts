import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadFlow } from '../../src/flow/load.ts';
import type { ProblemCode } from '../../src/flow/problems.ts';
import { FOLDER_CODES } from './folders.ts';
import { REPAIR_FLOWS, REPAIR_LOCALES, TODAY } from './repair.ts';

/** A fresh copy of the fixture on disk; gone after the tests. */
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'flow-'));
});
afterAll(() => rmSync(root, { recursive: true }));

function copy(name: string): { flowsDir: string; localesDir: string; today: string } {
  const flowsDir = join(root, name, 'flows');
  const localesDir = join(root, name, 'locales');
  cpSync(REPAIR_FLOWS, flowsDir, { recursive: true });
  cpSync(REPAIR_LOCALES, localesDir, { recursive: true });
  return { flowsDir, localesDir, today: TODAY };
}

type Folders = ReturnType<typeof copy>;
type Case = { label: string; code: ProblemCode; ok: boolean; file: string; spoil: (folders: Folders) => void };

const CASES: readonly Case[] = [
  {
    label: 'no flows folder',
    code: 'folder-missing',
    ok: false,
    file: 'flows',
    spoil: ({ flowsDir }) => rmSync(flowsDir, { recursive: true }),
  },
  {
    label: 'no locale',
    code: 'folder-missing',
    ok: false,
    file: 'locales',
    spoil: ({ localesDir }) => {
      for (const id of ['en', 'de']) rmSync(join(localesDir, `${id}.yaml`));
    },
  },
  {
    label: 'a file that is not UTF-8',
    code: 'file-unreadable',
    ok: false,
    file: 'flows/claims.yaml',
    spoil: ({ flowsDir }) => writeFileSync(join(flowsDir, 'claims.yaml'), Buffer.from([0xc3, 0x28])),
  },
  {
    label: 'a file with the other extension',
    code: 'file-ignored',
    ok: true,
    file: 'flows/more.yml',
    spoil: ({ flowsDir }) => writeFileSync(join(flowsDir, 'more.yml'), 'regions: {}'),
  },
];

describe('folders', () => {
  test.each(CASES)('$code: $label', ({ label, code, ok, file, spoil }) => {
    const folders = copy(label);
    spoil(folders);
    const loaded = loadFlow(folders);
    expect(loaded.ok).toBe(ok);
    const problems = loaded.ok ? loaded.warnings : loaded.problems;
    expect(problems.map((problem) => [problem.code, problem.file])).toEqual([[code, join(root, label, file)]]);
  });

  test('every code of folders has a case', () => expect(new Set(CASES.map(({ code }) => code))).toEqual(new Set(FOLDER_CODES)));

  test('files in folders within are read too, and the revision does not depend on where the content lies', () => {
    const here = loadFlow(copy('here'));
    const folders = copy('deep');
    cpSync(REPAIR_FLOWS, join(folders.flowsDir, 'town'), { recursive: true });
    const deep = loadFlow(folders);
    const elsewhere = loadFlow({ flowsDir: REPAIR_FLOWS, localesDir: REPAIR_LOCALES, today: TODAY });
    expect(here.ok && elsewhere.ok && here.flow.revision === elsewhere.flow.revision).toBe(true);
    expect(deep.ok).toBe(false);
    expect(deep.ok || deep.problems.some(({ code, file }) => code === 'duplicate-id' && file.includes('town'))).toBe(true);
  });
});
