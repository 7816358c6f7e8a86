import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

const SRC = join(import.meta.dirname, '../../src');
const PAGE = join(SRC, 'page');
const PACKAGES = ['preact', 'preact/hooks'];

/** What is wrong with an import of the page: it runs in a browser, so it may know the server's types and nothing that runs there. */
function fault(file: string, isType: boolean, name: string): string | undefined {
  if (!name.startsWith('.')) return PACKAGES.includes(name) ? undefined : `${file} may not know ${name}`;
  const [room = ''] = relative(SRC, join(PAGE, dirname(file), name)).split('/');
  if (room === 'page' || (room === 'model' && isType)) return undefined;
  return `${file} may not import ${name}`;
}

const files = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

test('the page knows preact, itself, and types of the model', () => {
  const faults = files.flatMap((file) =>
    [...readFileSync(join(PAGE, file), 'utf8').matchAll(/^import (type )?(?:[^']*? from )?'([^']+)'/gm)].flatMap(
      ([, type, name = '']) => fault(file, type !== undefined, name) ?? [],
    ),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(faults).toEqual([]);
});

test('the rule itself would notice', () => {
  expect(fault('draw/draw.ts', false, '../../model/inbound.ts')).toBeDefined();
  expect(fault('draw/draw.ts', true, '../../engine/engine.ts')).toBeDefined();
  expect(fault('app.tsx', false, 'zod')).toBeDefined();
  expect(fault('draw/draw.ts', true, '../../model/outbound.ts')).toBeUndefined();
});
