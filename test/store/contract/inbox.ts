import { describe, expect, test } from '@jest/globals';
import type { Harness } from './harness.ts';
import {
  AMI,
  answered,
  BAKARY,
  claimSends,
  claimTurns,
  DAY,
  done,
  LEASE,
  message,
  only,
  refs,
  reply,
  SECOND,
  session,
  T0,
  words,
} from './makers.ts';

export function inboxContract(harness: () => Harness): void {
  describe('receive', () => {
    test('a message is given to a turn once, however often it is delivered', async () => {
      const { store } = harness();
      expect(await store.receive([message(AMI, 'a'), message(AMI, 'a')], T0)).toEqual({ messages: 1, duplicates: 1, statuses: 0 });
      expect(await store.receive([message(AMI, 'a')], T0 + 1)).toEqual({ messages: 0, duplicates: 1, statuses: 0 });
      const work = only(await claimTurns(store));
      expect(words(work)).toEqual(['bonjour']);
      await store.commitTurns([done(work)], T0);
      await store.receive([message(AMI, 'a')], T0 + 2);
      expect(await claimTurns(store, T0 + 2)).toEqual([]);
    });

    test('the same id on another channel is another message', async () => {
      const { store } = harness();
      const report = await store.receive([message(AMI, 'a'), message(AMI, 'a', 'bonjour', 'messenger')], T0);
      expect(report.messages).toBe(2);
      const work = await claimTurns(store);
      expect(work.map(({ channel }) => channel)).toEqual(['whatsapp', 'messenger']);
      expect(new Set(work.map(({ conversation }) => conversation)).size).toBe(2);
    });

    test('a redelivery is known for the seven days that Meta tries, also while old rows are swept', async () => {
      const { store } = harness();
      for (const [index, start] of [T0, T0 + 3 * DAY, T0 + 7.5 * DAY].entries()) {
        await store.receive([message(AMI, `a${index}`)], start);
        for (let day = 0; day <= 7; day += 1) {
          await store.sweep(start + day * DAY);
          expect((await store.receive([message(AMI, `a${index}`)], start + day * DAY)).duplicates).toBe(1);
        }
      }
    });

    test('what names nobody is left out and harms nothing beside it', async () => {
      const { store } = harness();
      const report = await store.receive([message({ id: '' }, 'a'), message(AMI, ''), message(AMI, 'b')], T0);
      expect(report).toEqual({ messages: 1, duplicates: 0, statuses: 0 });
    });

    test('an event comes back as it was, whatever it holds', async () => {
      const { store } = harness();
      const text = `'"; DROP TABLE inbox; -- \u0000 \u{1f642} ${'é'.repeat(5000)}`;
      const update = message({ id: 'ML.1', alias: '15550100009' }, 'a', text);
      await store.receive([update], T0);
      const event = only(only(await claimTurns(store)).events);
      expect(event.event).toEqual(update.kind === 'message' && update.event);
      expect(event.attempts).toBe(0);
    });
  });

  describe('claimTurns', () => {
    test('oldest first, each conversation once, its events in order of arrival', async () => {
      const { store } = harness();
      await store.receive([message(AMI, 'a', 'un'), message(BAKARY, 'b', 'deux'), message(AMI, 'c', 'trois')], T0);
      await store.receive([message({ id: '15550100003' }, 'd', 'quatre')], T0 + 1);
      expect((await claimTurns(store, T0 + 1, 2)).map(words)).toEqual([['un', 'trois'], ['deux']]);
      expect((await claimTurns(store, T0 + 1, 2)).map(words)).toEqual([['quatre']]);
    });

    test('a stranger has no session; a known one has it with its time and language', async () => {
      const { store } = harness();
      await store.receive([message(AMI, 'a')], T0);
      const first = only(await claimTurns(store));
      expect(first).toMatchObject({ session: undefined, sessionAt: undefined, locale: undefined, handedOverUntil: 0 });
      await store.commitTurns([done(first, { session: session('need', 'en'), sessionAt: T0 - 5 })], T0);
      await store.receive([message(AMI, 'b')], T0 + 1);
      const second = only(await claimTurns(store, T0 + 1));
      expect(second).toMatchObject({ session: session('need', 'en'), sessionAt: T0 - 5, locale: 'en' });
      await store.commitTurns([done(second, { session: undefined })], T0 + 1);
      await store.receive([message(AMI, 'c')], T0 + 2);
      expect(only(await claimTurns(store, T0 + 2))).toMatchObject({ session: undefined, sessionAt: undefined, locale: 'en' });
    });

    test('a leased conversation is nobody else’s until its lease ends, then a late result is stale', async () => {
      const { store, another } = harness();
      await store.receive([message(AMI, 'a')], T0);
      const late = only(await claimTurns(store));
      const second = await another();
      expect(await claimTurns(second, T0 + LEASE - 1)).toEqual([]);
      const taken = only(await claimTurns(second, T0 + LEASE));
      expect(words(taken)).toEqual(['bonjour']);
      expect(await store.commitTurns([done(late, { outbound: [reply('late')] })], T0 + LEASE)).toEqual({ stale: [late.conversation] });
      expect(await second.commitTurns([done(taken, { outbound: [reply('good')] })], T0 + LEASE)).toEqual({ stale: [] });
      expect(refs(await claimSends(store, T0 + LEASE))).toEqual(['good']);
    });

    test('a person who writes very much gets turns of a bounded size, in order', async () => {
      const { store } = harness();
      const many = Array.from({ length: 130 }, (_, index) => String(index));
      await store.receive(
        many.map((text) => message(AMI, text, text)),
        T0,
      );
      const seen: string[] = [];
      for (let work = await claimTurns(store); work.length > 0; work = await claimTurns(store)) {
        expect(only(work).events.length).toBeLessThan(100);
        seen.push(...words(only(work)));
        await store.commitTurns([done(only(work))], T0);
      }
      expect(seen).toEqual(many);
    });
  });

  describe('commitTurns', () => {
    test('a message that comes during a turn gets the next one', async () => {
      const { store } = harness();
      await store.receive([message(AMI, 'a', 'un')], T0);
      const work = only(await claimTurns(store));
      await store.receive([message(AMI, 'b', 'deux')], T0 + 1);
      expect(await claimTurns(store, T0 + 1)).toEqual([]);
      await store.commitTurns([done(work)], T0 + 2);
      expect(words(only(await claimTurns(store, T0 + 2)))).toEqual(['deux']);
    });

    test('one result cannot be committed twice', async () => {
      const { store } = harness();
      await store.receive([message(AMI, 'a')], T0);
      const result = done(only(await claimTurns(store)), { outbound: [reply('once')] });
      await store.commitTurns([result], T0);
      expect((await store.commitTurns([result], T0)).stale).toEqual([result.conversation]);
      expect(await store.stats(T0)).toMatchObject({ inbox: 0, outbox: 1 });
    });

    test('a stale turn in a batch takes nothing else down', async () => {
      const { store } = harness();
      await store.receive([message(AMI, 'a')], T0);
      await store.receive([message(BAKARY, 'b')], T0);
      const [ami, bakary] = await claimTurns(store);
      if (!ami || !bakary) throw new Error('two turns expected');
      const stale = done({ ...ami, lease: { version: ami.lease.version + 1000 } }, { outbound: [reply('stale')] });
      expect(await store.commitTurns([stale, done(bakary, { outbound: [reply('good')] })], T0)).toEqual({ stale: [ami.conversation] });
      expect(refs(await claimSends(store))).toEqual(['good']);
    });

    test('a batch is kept whole or not at all', async () => {
      const { store } = harness();
      await answered(store, BAKARY, [reply('taken')]);
      await store.receive([message(AMI, 'a'), message({ id: '15550100003' }, 'b')], T0);
      const [first, second] = await claimTurns(store);
      if (!first || !second) throw new Error('two turns expected');
      const twice = [done(first, { outbound: [reply('fine')] }), done(second, { outbound: [reply('taken')] })];
      await expect(store.commitTurns(twice, T0)).rejects.toThrow(/^store: /);
      expect(await store.stats(T0)).toMatchObject({ inbox: 2, outbox: 1 });
      expect(await store.commitTurns([done(first), done(second)], T0)).toEqual({ stale: [] });
    });

    test('a failed turn is tried again at its time, with its attempts and what came since, in order', async () => {
      const { store } = harness();
      await store.receive([message(AMI, 'a', 'un')], T0);
      const work = only(await claimTurns(store));
      const [event] = work.events.map(({ id }) => id);
      await store.commitTurns(
        [{ kind: 'failed', conversation: work.conversation, lease: work.lease, events: [event ?? 0], dead: [], retryAt: T0 + 5 * SECOND }],
        T0,
      );
      await store.receive([message(AMI, 'b', 'deux')], T0 + SECOND);
      expect(await claimTurns(store, T0 + 5 * SECOND - 1)).toEqual([]);
      const again = only(await claimTurns(store, T0 + 5 * SECOND));
      expect(words(again)).toEqual(['un', 'deux']);
      expect(again.events.map(({ attempts }) => attempts)).toEqual([1, 0]);
    });

    test('a poisonous event is set aside without its text and the conversation goes on at once', async () => {
      const { store, everything } = harness();
      await store.receive([message(AMI, 'a', 'poison'), message(AMI, 'b', 'deux')], T0);
      const work = only(await claimTurns(store));
      const [poison] = work.events.map(({ id }) => id);
      const dead = [poison ?? 0];
      await store.commitTurns(
        [{ kind: 'failed', conversation: work.conversation, lease: work.lease, events: dead, dead, retryAt: T0 + DAY }],
        T0,
      );
      expect(words(only(await claimTurns(store)))).toEqual(['deux']);
      expect(await store.stats(T0)).toMatchObject({ inbox: 1, dead: 1 });
      expect(await everything()).not.toContain('poison');
    });
  });
}
