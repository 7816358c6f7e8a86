import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AMI, answered, claimSends, claimTurns, DAY, HOUR, LEASE, message, refs, reply, SECOND, T0 } from './contract/makers.ts';
import { openSqliteHarness, type SqliteHarness } from './sqlite-harness.ts';

/** The clock was an hour ahead and is set right. */
const AHEAD = T0 + HOUR;

let harness: SqliteHarness;
beforeEach(async () => {
  harness = await openSqliteHarness();
});
afterEach(() => harness.close());

test('what was seen by a clock that was ahead stays seen when it is right again', async () => {
  await harness.store.receive([message(AMI, 'a')], T0 + 8 * DAY);
  expect(await harness.store.receive([message(AMI, 'a')], T0)).toMatchObject({ messages: 0, duplicates: 1 });
});

describe('what was put off by a clock that was ahead is back after the next sweep', () => {
  test('a message that came in', async () => {
    await harness.store.receive([message(AMI, 'a')], AHEAD);
    expect(await claimTurns(harness.store, T0)).toEqual([]);
    await harness.store.sweep(T0);
    expect(await claimTurns(harness.store, T0)).toHaveLength(1);
  });

  test('a message that waits to be sent, and one that was tried', async () => {
    await answered(harness.store, AMI, [reply('r')], AHEAD);
    expect(await claimSends(harness.store, T0)).toEqual([]);
    await harness.store.sweep(T0);
    const [send] = await claimSends(harness.store, T0);
    expect(send?.ref).toBe('r');
    await harness.store.recordSends([{ kind: 'retry', id: send?.id ?? 0, at: AHEAD + SECOND, code: 'x' }], T0);
    await harness.store.sweep(T0);
    expect(refs(await claimSends(harness.store, T0))).toEqual(['r']);
  });

  test('but nothing else: leases and pauses end as they should', async () => {
    await harness.store.receive([message(AMI, 'a')], T0);
    await claimTurns(harness.store, T0);
    await harness.store.sweep(T0);
    expect(await claimTurns(harness.store, T0 + LEASE - SECOND)).toEqual([]);
    expect(await claimTurns(harness.store, T0 + LEASE)).toHaveLength(1);
  });
});
