import { describe, expect, test } from '@jest/globals';
import type { Update } from '../../../src/model/inbound.ts';
import type { Answered, Desk, Store, TurnWork } from '../../../src/store/store.ts';
import type { Harness } from './harness.ts';
import { AMI, BAKARY, claimSends, claimTurns, done, LEASE, message, only, refs, reply, SECOND, session, T0, words } from './makers.ts';

type Turn = Answered & { readonly heard: readonly string[] };

/** A desk that answers everybody with one message, named after what it heard; and what it was asked. */
function makeDesk(changes: Partial<Desk<Turn>> = {}) {
  const asked: TurnWork[] = [];
  const desk: Desk<Turn> = {
    turn: (work) => {
      asked.push(work);
      return { heard: words(work), result: done(work, { outbound: [reply(`to ${words(work).join('+')}`)] }) };
    },
    room: () => 100,
    leaseMs: LEASE,
    ...changes,
  };
  const answer = (store: Store, updates: readonly Update[], now = T0) => store.receiveAndAnswer(updates, now, desk);
  return { asked, desk, answer };
}

/** Turns that are taken while a webhook is stored. */
export function deskContract(harness: () => Harness): void {
  describe('receive and answer', () => {
    test('answers at once: nothing waits in the inbox, the message is leased to this process and counted as sent by it', async () => {
      const { store } = harness();
      const { answer, asked } = makeDesk();
      const report = await answer(store, [message(AMI, 'a', 'un')]);
      expect(report).toMatchObject({ messages: 1, duplicates: 0, statuses: 0, waiting: false, unsent: false });
      expect(report.answered.map(({ heard }) => heard)).toEqual([['un']]);
      expect(only(asked)).toMatchObject({ channel: 'whatsapp', session: undefined, locale: undefined, handedOverUntil: 0 });
      const send = only(report.sends);
      expect(send).toMatchObject({
        ref: 'to un',
        attempt: 1,
        payload: { text: { body: 'to un' } },
        receipts: [{ status: 'read' }],
        createdAt: T0,
      });
      expect(await claimTurns(store)).toEqual([]);
      expect(await claimSends(store)).toEqual([]);
      await store.recordSends([{ kind: 'sent', id: send.id, messageId: 'm1' }], T0 + SECOND);
      expect(await claimSends(store, T0 + 2 * LEASE)).toEqual([]);
    });

    test('gives the next turn the session of the one before', async () => {
      const { store } = harness();
      const { answer, asked } = makeDesk();
      await answer(store, [message(AMI, 'a', 'un')]);
      await answer(store, [message(AMI, 'b', 'deux')], T0 + SECOND);
      expect(asked.map((work) => work.session)).toEqual([undefined, session('menu')]);
      expect(asked[1]).toMatchObject({ sessionAt: T0, locale: 'fr' });
    });

    test('answers what shares a transaction in one turn for each person, in order', async () => {
      const { store } = harness();
      const { answer } = makeDesk();
      const reports = await Promise.all([
        answer(store, [message(AMI, 'a', 'un'), message(BAKARY, 'b', 'deux')]),
        answer(store, [message(AMI, 'c', 'trois')]),
        store.receive([message(AMI, 'd', 'quatre')], T0),
      ]);
      expect(reports.map(({ messages }) => messages)).toEqual([2, 1, 1]);
      expect(reports[0]?.answered.map(({ heard }) => heard)).toEqual([['un', 'trois', 'quatre'], ['deux']]);
      expect(reports[1]?.answered).toEqual([]);
      expect(await claimTurns(store)).toEqual([]);
    });

    test('a message seen before is not answered again', async () => {
      const { store } = harness();
      const { answer } = makeDesk();
      await answer(store, [message(AMI, 'a')]);
      const report = await answer(store, [message(AMI, 'a')], T0 + SECOND);
      expect(report).toMatchObject({ messages: 0, duplicates: 1, answered: [], sends: [], waiting: false, unsent: false });
    });

    test.each(['waits', 'is leased'])('behind what %s in the inbox it waits as well', async (state) => {
      const { store } = harness();
      const { answer, asked } = makeDesk();
      await store.receive([message(AMI, 'a', 'un')], T0);
      const leased = state === 'waits' ? [] : await claimTurns(store);
      const report = await answer(store, [message(AMI, 'b', 'deux'), message(BAKARY, 'c', 'trois')], T0 + SECOND);
      expect(report).toMatchObject({ messages: 2, waiting: true });
      expect(asked.map(words)).toEqual([['trois']]);
      await store.commitTurns(
        leased.map((work) => done(work)),
        T0 + SECOND,
      );
      expect(words(only(await claimTurns(store, T0 + SECOND)))).toEqual(leased.length > 0 ? ['deux'] : ['un', 'deux']);
    });

    test('what the desk leaves goes to the inbox', async () => {
      const { store } = harness();
      const { answer } = makeDesk({ turn: () => undefined });
      expect(await answer(store, [message(AMI, 'a', 'un')])).toMatchObject({ messages: 1, answered: [], waiting: true });
      expect(words(only(await claimTurns(store)))).toEqual(['un']);
    });

    test('hands out no more than there is room for; the rest waits in the outbox', async () => {
      const { store } = harness();
      const { answer } = makeDesk({ room: (channel) => (channel === 'whatsapp' ? 1 : 0) });
      const report = await answer(store, [message(AMI, 'a', 'un'), message(BAKARY, 'b', 'deux'), message(AMI, 'c', 'trois', 'messenger')]);
      expect(report).toMatchObject({ unsent: true, waiting: false });
      expect(refs(report.sends)).toEqual(['to un']);
      expect(refs(await claimSends(store))).toEqual(['to deux']);
      expect(refs(await claimSends(store, T0, 100, 'messenger'))).toEqual(['to trois']);
    });

    test('a message behind one that is under way is not handed out, and follows when that one is over', async () => {
      const { store } = harness();
      const { answer } = makeDesk();
      const first = only((await answer(store, [message(AMI, 'a', 'un')])).sends);
      const second = await answer(store, [message(AMI, 'b', 'deux')], T0 + SECOND);
      expect(second).toMatchObject({ sends: [], unsent: true });
      expect(await claimSends(store, T0 + SECOND)).toEqual([]);
      expect(await store.recordSends([{ kind: 'sent', id: first.id, messageId: 'm1' }], T0 + SECOND)).toEqual({ next: true });
      const next = only(await claimSends(store, T0 + SECOND));
      expect(next.ref).toBe('to deux');
      expect(await store.recordSends([{ kind: 'sent', id: next.id, messageId: 'm2' }], T0 + SECOND)).toEqual({ next: false });
    });

    test('two who turn out to be one in the middle of it get one answer', async () => {
      const { store } = harness();
      const { answer } = makeDesk();
      const phone = { id: '15550100007' };
      const scoped = { id: 'US.40010001' };
      const report = await answer(store, [
        message(phone, 'a', 'un'),
        message(scoped, 'b', 'deux'),
        message({ ...scoped, alias: phone.id }, 'c', 'trois'),
      ]);
      expect(report.answered.map(({ heard }) => heard.toSorted())).toEqual([['deux', 'trois', 'un']]);
    });

    test('a person who is about to be forgotten and writes in that moment is answered', async () => {
      const { store } = harness();
      const { answer } = makeDesk();
      await answer(store, [message(AMI, 'a', 'un')]);
      const { answer: erase } = makeDesk({ turn: (work) => ({ heard: [], result: done(work, { erase: true, session: undefined }) }) });
      await erase(store, [message(AMI, 'b')], T0 + SECOND);
      for (const { id } of await claimSends(store, T0 + 2 * LEASE)) await store.recordSends([{ kind: 'expired', id }], T0 + 2 * LEASE);
      const later = T0 + 3 * LEASE;
      const [report] = await Promise.all([answer(store, [message(AMI, 'c', 'trois')], later), store.sweep(later)]);
      expect(report.answered.map(({ heard }) => heard)).toEqual([['trois']]);
      expect(refs(report.sends)).toEqual(['to trois']);
      expect(await store.stats(later)).toMatchObject({ inbox: 0, outbox: 1 });
    });

    test('forgets the person first when the turn says so', async () => {
      const { store } = harness();
      const { answer } = makeDesk();
      await answer(store, [message(AMI, 'a')]);
      const { asked, answer: again } = makeDesk();
      const { answer: erase } = makeDesk({ turn: (work) => ({ heard: [], result: done(work, { erase: true, session: undefined }) }) });
      await erase(store, [message(AMI, 'b')], T0 + SECOND);
      await again(store, [message(AMI, 'c', 'trois')], T0 + 2 * SECOND);
      expect(only(asked)).toMatchObject({ session: undefined, locale: undefined });
    });
  });
}
