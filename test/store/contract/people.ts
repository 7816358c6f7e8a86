import { describe, expect, test } from '@jest/globals';
import type { Address } from '../../../src/model/channel.ts';
import type { Update } from '../../../src/model/inbound.ts';
import type { Harness } from './harness.ts';
import {
  AMI,
  answered,
  claimSends,
  claimTurns,
  done,
  HOUR,
  LEASE,
  message,
  only,
  refs,
  reply,
  SECOND,
  sent,
  session,
  T0,
  words,
} from './makers.ts';

const PHONE: Address = { id: '15550100007' };
const SCOPED: Address = { id: 'ML.4001' };
const BOTH: Address = { id: 'ML.4001', alias: '15550100007' };

const moved = (previous: string, current: string): Update => ({ kind: 'moved', channel: 'whatsapp', previous, current });

export function peopleContract(harness: () => Harness): void {
  /** Who writes, and the session that the turn answering it leaves. */
  async function talk(from: Address, id: string, node: string, now: number) {
    const { store } = harness();
    await store.receive([message(from, id)], now);
    const work = only(await claimTurns(store, now));
    await store.commitTurns([done(work, { session: session(node), sessionAt: now })], now);
    return work;
  }

  describe('two identifiers of one person', () => {
    test.each([
      ['the second identifier is new', [SCOPED, BOTH, PHONE]],
      ['the first identifier is new', [PHONE, BOTH, SCOPED]],
      ['both are new', [BOTH, PHONE, SCOPED]],
      ['both together all the time', [BOTH, BOTH, BOTH]],
    ])('lead to one conversation when %s', async (_label, addresses) => {
      const nodes: (string | undefined)[] = [];
      for (const [index, from] of addresses.entries())
        nodes.push((await talk(from, `m${index}`, `node${index}`, T0 + index)).session?.node);
      expect(nodes).toEqual([undefined, 'node0', 'node1']);
    });

    test('the conversation is named after the first identifier, however it began', async () => {
      const byPhone = await talk(PHONE, 'a', 'x', T0);
      const byBoth = await talk(BOTH, 'b', 'x', T0 + 1);
      const later = [await talk(PHONE, 'c', 'x', T0 + 2), await talk(SCOPED, 'd', 'x', T0 + 3)];
      expect(byBoth.conversation).not.toBe(byPhone.conversation);
      expect(later.map(({ conversation }) => conversation)).toEqual([byBoth.conversation, byBoth.conversation]);
    });

    test.each([
      ['the first identifier’s', [PHONE, SCOPED]],
      ['the second identifier’s', [SCOPED, PHONE]],
    ])('had a conversation each: the newer session wins, here %s', async (_label, [older, newer]) => {
      await talk(older ?? PHONE, 'a', 'older', T0);
      await talk(newer ?? PHONE, 'b', 'newer', T0 + 1);
      expect((await talk(BOTH, 'c', 'merged', T0 + 2)).session?.node).toBe('newer');
      expect((await talk(PHONE, 'd', 'x', T0 + 3)).session?.node).toBe('merged');
    });

    test('everything that waits moves along and keeps its order; turns under way are stale', async () => {
      const { store } = harness();
      await answered(store, PHONE, [reply('p1'), reply('p2')]);
      await answered(store, SCOPED, [reply('s1')], T0 + 1);
      await store.receive([message(PHONE, 'a', 'un'), message(SCOPED, 'b', 'deux')], T0 + 2);
      const late = await claimTurns(store, T0 + 2);
      expect(late).toHaveLength(2);
      await store.receive([message(BOTH, 'c', 'trois')], T0 + 3);
      expect(
        (
          await store.commitTurns(
            late.map((work) => done(work)),
            T0 + 3,
          )
        ).stale,
      ).toHaveLength(2);
      expect(words(only(await claimTurns(store, T0 + 3)))).toEqual(['un', 'deux', 'trois']);
      for (const ref of ['p1', 'p2', 's1']) {
        const send = only(await claimSends(store, T0 + 4));
        expect(send.ref).toBe(ref);
        await store.recordSends([{ kind: 'sent', id: send.id, messageId: ref }], T0 + 4);
      }
    });

    test('messages under way during the merge are not handed out a second time', async () => {
      const { store } = harness();
      await answered(store, SCOPED, [reply('s1')]);
      await answered(store, PHONE, [reply('p1'), reply('p2')], T0 + 1);
      const underWay = await claimSends(store, T0 + 1);
      expect(refs(underWay)).toEqual(['s1', 'p1']);
      await store.receive([message(BOTH, 'c')], T0 + 2);
      const [s1, p1] = underWay.map(({ id }) => id);
      await store.recordSends([{ kind: 'sent', id: s1 ?? 0, messageId: 's' }], T0 + 3);
      expect(await claimSends(store, T0 + 3)).toEqual([]);
      await store.recordSends([{ kind: 'sent', id: p1 ?? 0, messageId: 'p' }], T0 + 4);
      expect(refs(await claimSends(store, T0 + 4))).toEqual(['p2']);
    });
  });

  describe('a new identifier', () => {
    test('takes everything over, and the previous one is a stranger', async () => {
      await talk(PHONE, 'a', 'known', T0);
      await harness().store.receive([message(PHONE, 'b', 'attend'), moved(PHONE.id, '15550100008')], T0 + 1);
      const work = await talk({ id: '15550100008' }, 'c', 'x', T0 + 2);
      expect([work.session?.node, words(work)]).toEqual(['known', ['attend', 'bonjour']]);
      expect((await talk(PHONE, 'd', 'x', T0 + 3)).session).toBeUndefined();
    });

    test('that already had a conversation gets one of both, the newer session winning', async () => {
      await talk({ id: '15550100008' }, 'a', 'older', T0);
      await talk(PHONE, 'b', 'newer', T0 + 1);
      await harness().store.receive([moved(PHONE.id, '15550100008')], T0 + 2);
      expect((await talk({ id: '15550100008' }, 'c', 'x', T0 + 3)).session?.node).toBe('newer');
    });

    test('in place of a second identifier keeps the conversation and its name', async () => {
      const before = await talk(BOTH, 'a', 'known', T0);
      await harness().store.receive([moved(PHONE.id, '15550100008')], T0 + 1);
      const after = await talk({ id: '15550100008' }, 'b', 'x', T0 + 2);
      expect([after.conversation, after.session?.node]).toEqual([before.conversation, 'known']);
      expect((await talk(PHONE, 'c', 'x', T0 + 3)).session).toBeUndefined();
    });

    test('makes a turn under way stale; of somebody unknown it changes nothing', async () => {
      const { store, everything } = harness();
      await store.receive([message(PHONE, 'a')], T0);
      const late = only(await claimTurns(store));
      await store.receive([moved(PHONE.id, '15550100008')], T0);
      expect((await store.commitTurns([done(late)], T0)).stale).toEqual([late.conversation]);
      const before = await everything();
      await store.receive([moved('15550100010', '15550100011'), moved('15550100008', '15550100008')], T0);
      expect(await everything()).toBe(before);
    });
  });

  test('a handover holds for a day, ends when the thread comes back, and an old one ends no newer one', async () => {
    const { store } = harness();
    const handover = (owner: 'bot' | 'other', at: number): Update => ({ kind: 'handover', channel: 'whatsapp', with: AMI, owner, at });
    const until = async (id: string) => (await talk(AMI, id, 'x', T0)).handedOverUntil;
    await store.receive([handover('other', T0)], T0);
    expect(await until('a')).toBe(T0 + 24 * HOUR);
    await store.receive([handover('bot', T0 - SECOND)], T0);
    expect(await until('b')).toBe(T0 + 24 * HOUR);
    await store.receive([handover('bot', T0 + SECOND)], T0);
    expect(await until('c')).toBe(0);
  });

  test('a stranger’s status, watermark or returned thread makes no conversation', async () => {
    const { store, everything } = harness();
    const before = await everything();
    await store.receive(
      [
        { kind: 'handover', channel: 'whatsapp', with: AMI, owner: 'bot', at: T0 },
        { kind: 'watermark', channel: 'messenger', from: AMI, status: 'read', at: T0 },
      ],
      T0,
    );
    expect(await everything()).toBe(before);
  });

  test('a sent message’s status is still found after a merge', async () => {
    const { store, stateOf } = harness();
    await sent(store, PHONE, 'p1', 'm1', T0, 'messenger');
    await store.receive([message(SCOPED, 'b', 'x', 'messenger')], T0 + LEASE);
    await store.receive([message(BOTH, 'c', 'x', 'messenger')], T0 + LEASE);
    await store.receive([{ kind: 'watermark', channel: 'messenger', from: SCOPED, status: 'read', at: T0 + LEASE }], T0 + LEASE);
    expect(await stateOf('p1')).toMatchObject({ state: 'read' });
  });
}
