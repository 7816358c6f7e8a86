import { describe, expect, test } from '@jest/globals';
import type { Update } from '../../../src/model/inbound.ts';
import type { Harness } from './harness.ts';
import { AMI, answered, BAKARY, claimSends, HOUR, LEASE, message, only, refs, reply, SECOND, sent, status, T0 } from './makers.ts';

export function outboxContract(harness: () => Harness): void {
  describe('claimSends', () => {
    test('one message of each conversation at a time, in the order of its turn', async () => {
      const { store } = harness();
      await answered(store, AMI, [reply('a1'), reply('a2'), reply('a3')]);
      await answered(store, BAKARY, [reply('b1')]);
      const first = await claimSends(store);
      expect(refs(first)).toEqual(['a1', 'b1']);
      expect(await claimSends(store)).toEqual([]);
      await store.recordSends(
        first.map(({ id, ref }) => ({ kind: 'sent', id, messageId: `m-${ref}` })),
        T0,
      );
      expect(refs(await claimSends(store))).toEqual(['a2']);
    });

    test('hands out what was committed, on its channel only', async () => {
      const { store } = harness();
      const conversation = await answered(store, AMI, [reply('a1', 'Bienvenue')], T0, 'messenger');
      expect(await claimSends(store)).toEqual([]);
      expect(only(await claimSends(store, T0 + 5, 100, 'messenger'))).toEqual({
        id: expect.any(Number),
        ref: 'a1',
        conversation,
        channel: 'messenger',
        payload: { text: { body: 'Bienvenue' } },
        receipts: [{ status: 'read' }],
        deadline: T0 + HOUR,
        attempt: 1,
        createdAt: T0,
      });
    });

    test('at most as many as asked for, the longest due first', async () => {
      const { store } = harness();
      for (const [index, from] of [BAKARY, AMI].entries()) await answered(store, from, [reply(`r${index}`)], T0 + index);
      expect(refs(await claimSends(store, T0 + 9, 1))).toEqual(['r0']);
      expect(refs(await claimSends(store, T0 + 9, 1))).toEqual(['r1']);
    });

    test('a message past its deadline is still handed out: delivery decides', async () => {
      const { store, stateOf } = harness();
      await answered(store, AMI, [reply('a1', 'x', T0 + 1)]);
      const { id } = only(await claimSends(store, T0 + HOUR));
      await store.recordSends([{ kind: 'expired', id }], T0 + HOUR);
      expect(await stateOf('a1')).toMatchObject({ state: 'expired' });
    });
  });

  describe('recordSends', () => {
    test('a retry waits for its time and keeps its place before what comes after it', async () => {
      const { store } = harness();
      await answered(store, AMI, [reply('a1'), reply('a2')]);
      const { id } = only(await claimSends(store));
      await store.recordSends([{ kind: 'retry', id, at: T0 + 9 * SECOND, code: '130429' }], T0);
      expect(await claimSends(store, T0 + 9 * SECOND - 1)).toEqual([]);
      expect(only(await claimSends(store, T0 + 9 * SECOND))).toMatchObject({ ref: 'a1', attempt: 2 });
    });

    test('a postponed attempt does not count', async () => {
      const { store } = harness();
      await answered(store, AMI, [reply('a1')]);
      const { id } = only(await claimSends(store));
      await store.recordSends([{ kind: 'postponed', id, at: T0 + SECOND }], T0);
      expect(await claimSends(store, T0)).toEqual([]);
      expect(only(await claimSends(store, T0 + SECOND))).toMatchObject({ ref: 'a1', attempt: 1 });
    });

    test('what failed for good leaves code and time, and lets the next one go', async () => {
      const { store, stateOf, everything } = harness();
      await answered(store, AMI, [reply('a1', 'secret words'), reply('a2')]);
      const { id } = only(await claimSends(store));
      await store.recordSends([{ kind: 'failed', id, code: '131026' }], T0);
      expect(await stateOf('a1')).toEqual({ state: 'failed', code: '131026' });
      expect(refs(await claimSends(store))).toEqual(['a2']);
      expect(await everything()).not.toContain('secret words');
    });

    test('after its lease a message is claimed again; of the late worker only `sent` still counts', async () => {
      const { store, another, stateOf } = harness();
      for (const [index, ref] of ['a1', 'b1', 'c1', 'd1'].entries()) await answered(store, { id: `1555010000${index}` }, [reply(ref)]);
      const [a = 0, b = 0, c = 0, d = 0] = (await claimSends(store)).map(({ id }) => id);
      const second = await another();
      expect(refs(await claimSends(second, T0 + LEASE))).toEqual(['a1', 'b1', 'c1', 'd1']);
      await store.recordSends(
        [
          { kind: 'sent', id: a, messageId: 'm1' },
          { kind: 'retry', id: b, at: T0, code: 'timeout' },
          { kind: 'failed', id: c, code: 'late' },
          { kind: 'expired', id: d },
        ],
        T0 + LEASE,
      );
      expect(await Promise.all(['a1', 'b1', 'c1', 'd1'].map(async (ref) => (await stateOf(ref))?.state))).toEqual([
        'sent',
        'open',
        'open',
        'open',
      ]);
      expect(await claimSends(store, T0 + LEASE + 1)).toEqual([]);
      await second.recordSends([{ kind: 'failed', id: a, code: 'late' }], T0 + LEASE);
      expect(await stateOf('a1')).toMatchObject({ state: 'sent' });
    });
  });

  describe('statuses', () => {
    const path = async (updates: readonly Update[]) => {
      const { store, stateOf } = harness();
      await sent(store, AMI, 'a1', 'm1');
      for (const update of updates) await store.receive([update], T0 + HOUR);
      return stateOf('a1');
    };

    test.each([
      ['in order', ['sent', 'delivered', 'read', 'played'], 'played'],
      ['doubled and late', ['read', 'delivered', 'sent', 'delivered'], 'read'],
      ['skipping', ['read'], 'read'],
      ['failed after acceptance', ['sent', 'failed'], 'failed'],
      ['failed is an end', ['failed', 'delivered', 'read'], 'failed'],
      ['failed after it arrived', ['delivered', 'failed'], 'delivered'],
    ] as const)('%s', async (_label, kinds, state) => {
      expect(await path(kinds.map((kind) => status('a1', kind, 'm1')))).toMatchObject({ state });
    });

    test('the code of a failure is kept', async () => {
      expect(await path([status('a1', 'failed', 'm1')])).toEqual({ state: 'failed', code: '131026' });
    });

    test('is found by the platform’s id when the reference is missing or unknown', async () => {
      expect(await path([status(undefined, 'delivered', 'm1')])).toMatchObject({ state: 'delivered' });
      const { store, stateOf } = harness();
      await store.receive([status('nobody', 'read', 'm1')], T0);
      expect(await stateOf('a1')).toMatchObject({ state: 'read' });
    });

    test('of an unknown message is counted and changes nothing', async () => {
      const { store, everything } = harness();
      await sent(store, AMI, 'a1', 'm1');
      const before = await everything();
      expect(await store.receive([status('x', 'read', 'y'), status(undefined, 'read')], T0)).toEqual({
        messages: 0,
        duplicates: 0,
        statuses: 2,
      });
      expect(await everything()).toBe(before);
    });

    test('that comes before our own record ends the message: it is not sent again, and the next one goes', async () => {
      const { store, stateOf, everything } = harness();
      await answered(store, AMI, [reply('a1', 'secret words'), reply('a2')]);
      const { id } = only(await claimSends(store));
      await store.receive([status('a1', 'delivered', 'm1')], T0);
      expect(await everything()).not.toContain('secret words');
      expect(refs(await claimSends(store, T0 + LEASE))).toEqual(['a2']);
      await store.recordSends([{ kind: 'sent', id, messageId: 'm1' }], T0 + LEASE);
      expect(await stateOf('a1')).toMatchObject({ state: 'delivered' });
    });

    test('failed before our own record stays failed', async () => {
      const { store, stateOf } = harness();
      await answered(store, AMI, [reply('a1')]);
      const { id } = only(await claimSends(store));
      await store.receive([status('a1', 'failed', 'm1')], T0);
      await store.recordSends([{ kind: 'sent', id, messageId: 'm1' }], T0);
      expect(await stateOf('a1')).toEqual({ state: 'failed', code: '131026' });
    });

    test('that proves what we had given up did go out is believed', async () => {
      const { store, stateOf } = harness();
      await answered(store, AMI, [reply('a1')]);
      const { id } = only(await claimSends(store));
      await store.recordSends([{ kind: 'expired', id }], T0);
      await store.receive([status('a1', 'delivered', 'm1')], T0);
      expect(await stateOf('a1')).toMatchObject({ state: 'delivered' });
    });
  });

  test('a watermark moves on what was sent to that person before it, and nothing else', async () => {
    const { store, stateOf } = harness();
    await sent(store, AMI, 'a1', 'm1', T0, 'messenger');
    await sent(store, BAKARY, 'b1', 'm2', T0, 'messenger');
    await sent(store, AMI, 'a2', 'm3', T0 + 2 * SECOND, 'messenger');
    await answered(store, AMI, [reply('a3')], T0 + 3 * SECOND, 'messenger');
    const watermark = (kind: 'delivered' | 'read', at: number, from = AMI): Update => ({
      kind: 'watermark',
      channel: 'messenger',
      from,
      status: kind,
      at,
    });
    const states = async () => Promise.all(['a1', 'a2', 'a3', 'b1'].map(async (ref) => (await stateOf(ref))?.state));
    await store.receive([watermark('read', T0)], T0 + 9 * SECOND);
    expect(await states()).toEqual(['read', 'sent', 'open', 'sent']);
    await store.receive([watermark('delivered', T0 + 5 * SECOND)], T0 + 9 * SECOND);
    expect(await states()).toEqual(['read', 'delivered', 'open', 'sent']);
    expect((await store.receive([message(AMI, 'z'), watermark('read', T0, { id: 'nobody' })], T0)).statuses).toBe(1);
  });
}
