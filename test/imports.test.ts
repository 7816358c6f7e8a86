import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** Rooms of `src/` by tier. A file imports from its own room and from lower tiers: never upwards, never sideways. */
const TIERS: readonly (readonly string[])[] = [
  ['model', 'runtime', 'audio'],
  ['flow', 'engine', 'channels', 'store', 'page'],
  ['http', 'turns', 'delivery', 'proof', 'pictures', 'translations'],
  ['service'],
  ['cli'],
  ['main.ts'],
];

/** Packages that only one room may know, so that a replacement touches that room alone. */
const FENCES: readonly (readonly [RegExp, RegExp])[] = [
  [/^express$/, /^http\//],
  [/^botbuilder/, /^channels\/botframework\//],
  [/^(node:sqlite|better-sqlite3|pg|kysely)$/, /^store\//],
  [/^yaml$/, /^flow\//],
  [/^undici$/, /^channels\//],
  [/^node:https?$/, /^(http|channels)\//],
  [/^pino$/, /^runtime\//],
  [/^prom-client$/, /^runtime\//],
  [/^commander$/, /^cli\//],
  [/^@viz-js\//, /^pictures\//],
  [/^(xliff|csv-parse)/, /^translations\//],
  [/^preact/, /^page\//],
  [/^opus-decoder$/, /^audio\//],
];

const src = resolve(import.meta.dirname, '../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

const roomOf = (file: string) => file.split('/')[0] ?? file;
const tierOf = (room: string) => TIERS.findIndex((rooms) => rooms.includes(room));

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, name = '']) => name);
}

/** What is wrong with one import, or nothing. */
function fault(file: string, name: string): string | undefined {
  if (!name.startsWith('.')) {
    const fence = FENCES.find(([pattern]) => pattern.test(name));
    return fence === undefined || fence[1].test(file) ? undefined : `${file} may not know ${name}`;
  }
  const target = relative(src, resolve(src, dirname(file), name));
  const [from, to] = [roomOf(file), roomOf(target)];
  return from === to || tierOf(to) < tierOf(from) ? undefined : `${file} (${from}) may not import ${target} (${to})`;
}

describe('the rooms of src', () => {
  test('every file stands in a known room', () => {
    expect(files.filter((file) => tierOf(roomOf(file)) < 0)).toEqual([]);
  });

  test('imports go down only, and packages stay behind their fences', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(files.flatMap((file) => importsOf(file).flatMap((name) => fault(file, name) ?? []))).toEqual([]);
  });

  test('the environment is read in one place', () => {
    const readers = files.filter((file) => readFileSync(join(src, file), 'utf8').includes('process.env'));
    expect(readers).toEqual(['runtime/config.ts']);
  });

  test('the engine and the model are pure: no waiting, no clock, no chance, no log', () => {
    const impure = /\basync\b|\bawait\b|\bDate\.now\b|new Date\(\)|Math\.random|\bconsole\b|from 'node:|setTimeout|runtime\//;
    const pure = files.filter((file) => ['engine', 'model'].includes(roomOf(file)));
    expect(pure.filter((file) => impure.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('the rule itself would notice', () => {
    expect(fault('engine/step.ts', '../store/store.ts')).toBeDefined();
    expect(fault('model/flow.ts', '../engine/step.ts')).toBeDefined();
    expect(fault('turns/turn.ts', '../delivery/delivery.ts')).toBeDefined();
    expect(fault('cli/serve.ts', 'express')).toBeDefined();
    expect(fault('turns/turn.ts', '../store/store.ts')).toBeUndefined();
  });
});
