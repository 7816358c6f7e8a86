import { describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/store/store.ts';
import type { Harness } from './harness.ts';
import {
  AMI,
  answered,
  BAKARY,
  claimSends,
  claimTurns,
  DAY,
  done,
  HOUR,
  LEASE,
  message,
  only,
  refs,
  reply,
  sent,
  session,
  status,
  T0,
  words,
} from './makers.ts';

async function sweepAll(store: Store, now: number): Promise<number> {
  let removed = 0;
  for (let more = true; more; ) {
    const swept = await store.sweep(now);
    removed += swept.removed;
    more = swept.more;
  }
  return removed;
}

export function forgettingContract(harness: () => Harness): void {
  /** Asks to be forgotten, and is told goodbye. */
  async function erase(from: { id: string; alias?: string }, now: number) {
    const { store } = harness();
    await store.receive([message(from, `erase-${now}`)], now);
    const work = only(await claimTurns(store, now));
    await store.commitTurns([done(work, { erase: true, session: undefined, outbound: [reply('bye')] })], now);
  }

  describe('erase', () => {
    test('forgets session and language at once, and keeps the goodbye', async () => {
      const { store } = harness();
      await answered(store, AMI, []);
      await erase(AMI, T0 + 1);
      expect(refs(await claimSends(store, T0 + 1))).toEqual(['bye']);
      await store.receive([message(AMI, 'again')], T0 + 2);
      expect(only(await claimTurns(store, T0 + 2))).toMatchObject({ session: undefined, locale: undefined });
    });

    test('takes back what was not sent yet, but for what is on its way, which expires should it come back', async () => {
      const { store, stateOf } = harness();
      await answered(store, AMI, [reply('a1'), reply('a2')]);
      await answered(store, BAKARY, [reply('b1')]);
      const [underWay] = await claimSends(store, T0, 1);
      await erase(AMI, T0 + 1);
      expect(await Promise.all(['a1', 'a2', 'b1', 'bye'].map(async (ref) => (await stateOf(ref))?.state))).toEqual([
        'open',
        undefined,
        'open',
        'open',
      ]);
      expect(refs(await claimSends(store, T0 + 1))).toEqual(['b1']);
      await store.recordSends([{ kind: 'retry', id: underWay?.id ?? 0, at: T0 + 2, code: 'x' }], T0 + 2);
      const back = (await claimSends(store, T0 + 2)).find(({ ref }) => ref === 'a1');
      expect(back?.deadline).toBe(T0 + 1);
      await store.recordSends([{ kind: 'expired', id: back?.id ?? 0 }], T0 + 3);
      expect(refs(await claimSends(store, T0 + 3))).toEqual(['bye']);
    });

    test('takes the history of what was sent; a late status for it changes nothing', async () => {
      const { store, stateOf } = harness();
      await sent(store, AMI, 'a1', 'm1');
      await erase(AMI, T0 + 1);
      await store.receive([status('a1', 'read', 'm1')], T0 + 2);
      expect(await stateOf('a1')).toBeUndefined();
    });

    test('forgets that two identifiers are one person', async () => {
      const { store } = harness();
      await answered(store, { id: 'ML.1', alias: AMI.id }, []);
      await erase({ id: 'ML.1', alias: AMI.id }, T0 + 1);
      await store.receive([message({ id: 'ML.1' }, 'x', 'un'), message(AMI, 'y', 'deux')], T0 + 2);
      expect((await claimTurns(store, T0 + 2)).map(words)).toEqual([['un'], ['deux']]);
    });

    test('leaves a message that came after it to be answered', async () => {
      const { store } = harness();
      await store.receive([message(AMI, 'a', 'effacer')], T0);
      const work = only(await claimTurns(store));
      await store.receive([message(AMI, 'b', 'bonjour encore')], T0);
      await store.commitTurns([done(work, { erase: true, session: undefined })], T0);
      expect(words(only(await claimTurns(store)))).toEqual(['bonjour encore']);
    });

    test('after it and a sweep, no conversation is left', async () => {
      const { store, everything } = harness();
      const conversation = await answered(store, { id: 'ML.1', alias: AMI.id }, []);
      await erase({ id: 'ML.1', alias: AMI.id }, T0 + 1);
      const { id } = only(await claimSends(store, T0 + 1));
      await store.recordSends([{ kind: 'sent', id, messageId: 'm' }], T0 + 1);
      await sweepAll(store, T0 + HOUR);
      expect(await everything()).not.toContain(conversation);
    });
  });

  describe('sweep', () => {
    const known = async (now: number) => {
      const { store } = harness();
      await store.receive([message(AMI, `probe-${now}`)], now);
      const work = only(await claimTurns(store, now));
      return { session: work.session?.node, locale: work.locale };
    };

    test.each([
      ['before a day of silence', DAY - 1, { session: 'menu', locale: 'fr' }],
      ['after a day', DAY, { session: undefined, locale: 'fr' }],
      ['before thirty days', 30 * DAY - 1, { session: undefined, locale: 'fr' }],
      ['after thirty days', 30 * DAY, { session: undefined, locale: undefined }],
    ])('%s', async (_label, silence, expected) => {
      const { store } = harness();
      await answered(store, AMI, []);
      await sweepAll(store, T0 + silence);
      expect(await known(T0 + silence)).toEqual(expected);
    });

    test('a session that began when only the language was left is ended after its own day', async () => {
      const { store } = harness();
      await answered(store, AMI, []);
      await sweepAll(store, T0 + 2 * DAY);
      await answered(store, AMI, [], T0 + 3 * DAY);
      await sweepAll(store, T0 + 4 * DAY);
      expect(await known(T0 + 4 * DAY)).toEqual({ session: undefined, locale: 'fr' });
    });

    test('a session in use is not ended by its beginning', async () => {
      const { store } = harness();
      for (let hour = 0; hour <= 60; hour += 12) {
        await answered(store, AMI, [reply(`r${hour}`)], T0 + hour * HOUR);
        await sweepAll(store, T0 + hour * HOUR);
      }
      expect(await known(T0 + 61 * HOUR)).toEqual({ session: 'menu', locale: 'fr' });
    });

    test('a platform’s clock that is ahead keeps no session alive', async () => {
      const { store } = harness();
      await store.receive([message(AMI, 'a')], T0);
      await store.commitTurns([done(only(await claimTurns(store)), { sessionAt: T0 + 365 * DAY })], T0);
      await sweepAll(store, T0 + DAY);
      expect(await known(T0 + DAY)).toMatchObject({ session: undefined });
    });

    test('in the end nothing at all is left', async () => {
      const { store, everything } = harness();
      const empty = await everything();
      await sent(store, AMI, 'a1', 'm1');
      await answered(store, { id: 'ML.2', alias: BAKARY.id }, []);
      await store.receive([message(BAKARY, 'poison')], T0);
      const work = only(await claimTurns(store));
      const dead = work.events.map(({ id }) => id);
      await store.commitTurns(
        [{ kind: 'failed', conversation: work.conversation, lease: work.lease, events: dead, dead, retryAt: T0 }],
        T0,
      );
      expect(await sweepAll(store, T0 + 40 * DAY)).toBeGreaterThan(5);
      expect(await everything()).toBe(empty);
      expect(await sweepAll(store, T0 + 40 * DAY)).toBe(0);
    });

    test('what waits is kept, however long', async () => {
      const { store } = harness();
      await answered(store, AMI, [reply('a1', 'a1', T0 + 61 * DAY)]);
      await store.receive([message(BAKARY, 'b')], T0);
      await sweepAll(store, T0 + 60 * DAY);
      expect(refs(await claimSends(store, T0 + 60 * DAY))).toEqual(['a1']);
      expect(await claimTurns(store, T0 + 60 * DAY)).toHaveLength(1);
    });

    test('codes and times of messages stay a week', async () => {
      const { store, stateOf } = harness();
      await sent(store, AMI, 'a1', 'm1');
      await sweepAll(store, T0 + 7 * DAY - 1);
      expect(await stateOf('a1')).toMatchObject({ state: 'sent' });
      await sweepAll(store, T0 + 7 * DAY);
      expect(await stateOf('a1')).toBeUndefined();
    });

    test('ends answers that nobody looked at for a day and that are too old, as those of a channel that is off', async () => {
      const { store, stateOf } = harness();
      await answered(store, AMI, [reply('a1'), reply('a2')]);
      await answered(store, BAKARY, [reply('b1', 'b1', T0 + 2 * DAY)]);
      await sweepAll(store, T0 + DAY - 1);
      expect(await stateOf('a1')).toMatchObject({ state: 'open' });
      // Of each conversation its oldest.
      await sweepAll(store, T0 + DAY);
      await sweepAll(store, T0 + DAY);
      const states = await Promise.all(['a1', 'a2', 'b1'].map(stateOf));
      expect(states.map((known) => known?.state)).toEqual(['expired', 'expired', 'open']);
    });

    test('takes a bounded bite and says that there is more', async () => {
      const { store } = harness();
      const many = Array.from({ length: 1200 }, (_, index) => message({ id: `1555${index}` }, `m${index}`));
      await store.receive(many, T0);
      await store.commitTurns(
        (await claimTurns(store, T0, 2000)).map((work) => done(work)),
        T0,
      );
      const first = await store.sweep(T0 + DAY);
      expect(first.more).toBe(true);
      expect(first.removed).toBeLessThan(1200);
      expect(first.removed + (await sweepAll(store, T0 + DAY))).toBe(1200);
    });
  });

  describe('what is stored', () => {
    const PHONE = '15550107755';
    const WORDS = 'je suis aïssata et je cherche à dormir';
    const TOKEN = 'EAAG-secret-token';
    const WAMID = `wamid.${Buffer.from(PHONE).toString('base64')}`;

    test('shows no address, no words and no platform id', async () => {
      const { store, everything } = harness();
      await store.receive([message({ id: 'ML.77', alias: PHONE }, WAMID, WORDS)], T0);
      const work = only(await claimTurns(store));
      const outbound = [{ ...reply('r1'), payload: { to: PHONE, text: WORDS }, receipts: [{ message_id: WAMID, token: TOKEN }] }];
      await store.commitTurns([done(work, { outbound, session: session('need') })], T0);
      await store.receive([message({ id: 'ML.77', alias: PHONE }, `${WAMID}2`, WORDS)], T0);
      const { id } = only(await claimSends(store));
      const before = await everything();
      await store.recordSends([{ kind: 'sent', id, messageId: `${WAMID}3` }], T0);
      for (const dump of [before, await everything()]) {
        for (const known of [PHONE, 'ML.77', WORDS, 'aïssata', TOKEN, 'wamid']) {
          for (const form of [known, Buffer.from(known).toString('base64').slice(0, -4), Buffer.from(known).toString('hex')]) {
            expect(dump).not.toContain(form);
          }
        }
      }
    });

    test('is sealed afresh every time: equal words do not look equal', async () => {
      const { store, everything } = harness();
      await store.receive([message(AMI, 'a', WORDS), message(AMI, 'b', WORDS)], T0);
      const sealed = (await everything()).split(/\s+/).filter((word) => word.length > 150);
      expect(sealed.length).toBeGreaterThan(1);
      expect(new Set(sealed).size).toBe(sealed.length);
    });
  });

  describe('stats', () => {
    test('count what waits and tell since when', async () => {
      const { store } = harness();
      expect(await store.stats(T0)).toEqual({ inbox: 0, oldestInbox: undefined, outbox: 0, oldestOutbox: undefined, dead: 0 });
      await store.receive([message(AMI, 'a')], T0 + 1);
      await store.receive([message(BAKARY, 'b')], T0 + 2);
      expect(await store.stats(T0)).toMatchObject({ inbox: 2, oldestInbox: T0 + 1 });
      const [first] = await claimTurns(store, T0 + 2, 1);
      expect(await store.stats(T0)).toMatchObject({ inbox: 2 });
      if (first) await store.commitTurns([done(first, { outbound: [reply('x'), reply('y')] })], T0 + 3);
      expect(await store.stats(T0 + LEASE)).toEqual({ inbox: 1, oldestInbox: T0 + 2, outbox: 2, oldestOutbox: T0 + 3, dead: 0 });
    });
  });
}
