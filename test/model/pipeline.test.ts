import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Explorer, openExplorer } from './explorer.ts';
import { BREAKS, SIZES, turnLeasesIgnored } from './mutants.ts';

/**
 * Inbox, lease, turn, outbox, outcome: every order of the steps of two processes around the real store, in small worlds. What must hold:
 * every message answered 200 is answered once, in order, as where the person stands demands; a message goes out again only where the
 * record of its sending was cut off.
 */
let explorer: Explorer;
beforeAll(async () => {
  explorer = await openExplorer();
});
afterAll(() => explorer.close());

describe('exactly once and in order, on every path', () => {
  test.each(Object.entries(SIZES))('%s', async (_label, size) => {
    const { broken, atRest } = await explorer.explore(size);
    expect(broken).toBeUndefined();
    expect(atRest).toBeGreaterThan(0);
  });
});

describe('no rule can be left out', () => {
  test.each(BREAKS.map((one) => [one.rule, one] as const))('%s', async (_label, { size, shows, rules = {}, mutant }) => {
    const { broken } = await explorer.explore(SIZES[size], mutant === undefined ? { rules } : { rules, mutant });
    expect(broken?.what).toMatch(shows);
    expect(broken?.path).not.toEqual([]);
  });

  test('but for the lease of a turn, which only saves work: the version alone keeps the promise', async () => {
    const { broken } = await explorer.explore(SIZES['two processes and nothing else'], { mutant: turnLeasesIgnored });
    expect(broken).toBeUndefined();
  });
});

test.each([undefined, 'either'] as const)('nor on random paths through larger worlds, desk: %s', async (desk) => {
  const size = { messages: [0, 1, 0, 0, 1], parts: 2, crash: 3, wait: 2, again: 2, status: 3, unclear: 2, ...(desk && { desk }) };
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), async (chances) => {
      const choose = (count: number) => Math.floor(Number(chances.next().value) * count);
      expect(await explorer.walk(size, choose, 80)).toBeUndefined();
    }),
    { numRuns: 40 },
  );
});
