import type { ChannelId } from '../../src/model/channel.ts';
import { type ConversationKey, conversationKey } from '../../src/model/ids.ts';
import type { InboundEvent } from '../../src/model/inbound.ts';
import type { Session } from '../../src/model/session.ts';
import type { NewOutbound, Store, TurnResult } from '../../src/store/store.ts';

/** One person's part of the store. */
type Held = {
  readonly conversation: ConversationKey;
  readonly channel: ChannelId;
  readonly outbound: NewOutbound[];
  readonly dead: InboundEvent[];
  waiting: { readonly id: number; readonly event: InboundEvent; attempts: number }[];
  session: Session | undefined;
  sessionAt: number | undefined;
  locale: string | undefined;
  handedOverUntil: number;
  due: number;
  version: number;
};

/** The inbox's two calls in memory, as store.ts describes them; what else a store does, a turn must not ask for. */
export function fakeStore() {
  const people = new Map<string, Held>();
  const claims: number[] = [];
  const failures = { claim: 0, commit: 0 };
  let ids = 0;
  let versions = 0;

  const held = (name: string, channel: ChannelId = 'whatsapp'): Held => {
    const known = people.get(name);
    if (known !== undefined) return known;
    const conversation = conversationKey(name);
    const nothing = { session: undefined, sessionAt: undefined, locale: undefined, handedOverUntil: 0, due: 0, version: 0 };
    const one: Held = { conversation, channel, outbound: [], dead: [], waiting: [], ...nothing };
    people.set(name, one);
    return one;
  };

  function commit(result: TurnResult): boolean {
    const one = held(result.conversation);
    if (one.version !== result.lease.version) return false;
    one.version = 0;
    one.due = 0;
    const own = one.waiting.filter(({ id }) => result.events.includes(id));
    if (result.kind === 'failed') {
      for (const event of own) event.attempts += 1;
      one.dead.push(...own.filter(({ id }) => result.dead.includes(id)).map(({ event }) => event));
      one.waiting = one.waiting.filter(({ id }) => !result.dead.includes(id));
      // What came behind waits with it, so that nothing is answered out of order.
      if (own.length > result.dead.length) one.due = result.retryAt;
      return true;
    }
    if (result.erase) one.outbound.length = 0;
    one.session = result.session;
    one.sessionAt = result.session && result.sessionAt;
    one.locale = result.session?.locale ?? (result.erase ? undefined : one.locale);
    one.outbound.push(...result.outbound);
    one.waiting = one.waiting.filter(({ id }) => !result.events.includes(id));
    return true;
  }

  const unused = () => Promise.reject(new Error('a turn has no business with this'));
  const store: Store = {
    receive: unused,
    receiveAndAnswer: unused,
    claimSends: unused,
    recordSends: unused,
    sweep: unused,
    stats: unused,
    media: { find: unused, keep: unused, forget: unused },
    close: unused,
    claimTurns: async ({ limit, now, leaseMs }) => {
      if (failures.claim-- > 0) throw new Error('the store is down');
      const due = [...people.values()].filter((one) => one.waiting.length > 0 && one.due <= now).slice(0, limit);
      if (due.length > 0) claims.push(due.length);
      return due.map((one) => {
        one.version = ++versions;
        one.due = now + leaseMs;
        const { conversation, channel, session, sessionAt, locale, handedOverUntil, version, waiting } = one;
        const events = waiting.map((event) => ({ ...event }));
        return { conversation, channel, lease: { version }, session, sessionAt, locale, handedOverUntil, events };
      });
    },
    commitTurns: async (results) => {
      if (failures.commit-- > 0) throw new Error('the store is down');
      return { stale: results.filter((result) => !commit(result)).map(({ conversation }) => conversation) };
    },
  };

  return {
    store,
    /** Sizes of the batches that were claimed. */
    claims,
    /** Calls to reject before they work again. */
    failures,
    held,
    add: (name: string, event: InboundEvent): void => {
      held(name, event.channel).waiting.push({ id: ++ids, event, attempts: 0 });
    },
    /** Words written to somebody, in order. */
    words: (name: string): readonly unknown[] => held(name).outbound.map(({ payload }) => payload.words),
  };
}
