import { describe, expect, test } from '@jest/globals';
import type { Harness } from './harness.ts';
import { AMI, answered, BAKARY, claimSends, claimTurns, done, message, only, refs, reply, SECOND, T0, words } from './makers.ts';

export function durabilityContract(harness: () => Harness): void {
  describe('after a kill', () => {
    test('what was received is there, and known if it is delivered again', async () => {
      const { store, afterKill } = harness();
      await store.receive([message(AMI, 'a')], T0);
      const next = await afterKill();
      expect((await next.receive([message(AMI, 'a')], T0)).duplicates).toBe(1);
      expect(words(only(await claimTurns(next)))).toEqual(['bonjour']);
    });

    test('a turn that was under way is taken again at once, not when its lease ends', async () => {
      const { store, afterKill } = harness();
      await store.receive([message(AMI, 'a')], T0);
      const lost = only(await claimTurns(store));
      const next = await afterKill();
      const again = only(await claimTurns(next));
      expect(words(again)).toEqual(['bonjour']);
      expect((await next.commitTurns([done(lost)], T0)).stale).toEqual([lost.conversation]);
      expect((await next.commitTurns([done(again)], T0)).stale).toEqual([]);
    });

    test('a committed turn is not taken again and its answer goes out', async () => {
      const { store, afterKill } = harness();
      await answered(store, AMI, [reply('a1'), reply('a2')]);
      const next = await afterKill();
      expect(await claimTurns(next)).toEqual([]);
      expect(refs(await claimSends(next))).toEqual(['a1']);
    });

    test('a message under way is sent again after a moment for its status, a recorded one is not', async () => {
      const { store, afterKill } = harness();
      await answered(store, AMI, [reply('a1')]);
      await answered(store, BAKARY, [reply('b1')]);
      const [a] = await claimSends(store);
      await store.recordSends([{ kind: 'sent', id: a?.id ?? 0, messageId: 'm' }], T0);
      const next = await afterKill();
      expect(await claimSends(next)).toEqual([]);
      expect(only(await claimSends(next, T0 + 3 * SECOND))).toMatchObject({ ref: 'b1', attempt: 2 });
    });
  });

  test('calls made together are all kept, though one of them is refused', async () => {
    const { store } = harness();
    await answered(store, BAKARY, [reply('taken')]);
    await store.receive([message(AMI, 'a')], T0);
    const work = only(await claimTurns(store));
    const outcomes = await Promise.allSettled([
      store.receive([message(AMI, 'b', 'un')], T0),
      store.commitTurns([done(work, { outbound: [reply('taken')] })], T0),
      store.receive([message(AMI, 'c', 'deux')], T0),
      store.stats(T0),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await store.stats(T0)).toMatchObject({ inbox: 3, outbox: 1 });
    await store.commitTurns([done(work)], T0);
    expect(words(only(await claimTurns(store)))).toEqual(['un', 'deux']);
  });

  test('a call that waits when the store is closed is still kept; a later one rejects', async () => {
    const { store, another } = harness();
    const second = await another();
    const waiting = second.receive([message(AMI, 'a')], T0);
    await second.close();
    expect((await waiting).messages).toBe(1);
    await expect(second.receive([message(AMI, 'b')], T0)).rejects.toThrow('store: closed');
    await expect(second.stats(T0)).rejects.toThrow('store: closed');
    await second.close();
    expect(await store.stats(T0)).toMatchObject({ inbox: 1 });
  });
}
