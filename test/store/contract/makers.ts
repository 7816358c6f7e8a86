import type { Address, ChannelId } from '../../../src/model/channel.ts';
import { type OutboundRef, outboundRef } from '../../../src/model/ids.ts';
import type { Update } from '../../../src/model/inbound.ts';
import type { Session } from '../../../src/model/session.ts';
import type { NewOutbound, SendWork, Store, TurnResult, TurnWork } from '../../../src/store/store.ts';

/** A Tuesday; tests count from it. */
export const T0 = 1_790_000_000_000;
export const SECOND = 1000;
export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;
export const LEASE = 60 * SECOND;

export const AMI: Address = { id: '15550100001' };
export const BAKARY: Address = { id: '15550100002' };

export function message(from: Address, platformId: string, text = 'bonjour', channel: ChannelId = 'whatsapp'): Update {
  return { kind: 'message', event: { channel, from, platformId, at: T0, input: { kind: 'text', text } } };
}

export const session = (node: string, locale = 'fr'): Session => ({ v: 1, locale, node });

export function reply(ref: string, body = ref, deadline = T0 + HOUR): NewOutbound {
  return { ref: outboundRef(ref), payload: { text: { body } }, receipts: [{ status: 'read' }], deadline };
}

type Done = Extract<TurnResult, { kind: 'done' }>;

/** A turn that answers every event it was given, with `outbound` and nothing else unless said. */
export function done(work: TurnWork, changes: Partial<Done> = {}): Done {
  return {
    kind: 'done',
    conversation: work.conversation,
    lease: work.lease,
    events: work.events.map(({ id }) => id),
    session: session('menu'),
    sessionAt: T0,
    outbound: [],
    erase: false,
    ...changes,
  };
}

export const claimTurns = (store: Store, now = T0, limit = 100) => store.claimTurns({ limit, now, leaseMs: LEASE });
export const claimSends = (store: Store, now = T0, limit = 100, channel: ChannelId = 'whatsapp') =>
  store.claimSends({ channel, limit, now, leaseMs: LEASE });

/** The one thing claimed; fails the test if there is another or none. */
export function only<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined || items.length > 1) throw new Error(`one expected, ${items.length} came`);
  return first;
}

export const words = (work: TurnWork): readonly string[] =>
  work.events.map(({ event }) => (event.input.kind === 'text' ? event.input.text : event.input.kind));

export const refs = (sends: readonly SendWork[]): readonly OutboundRef[] => sends.map(({ ref }) => ref);

/** One person writes, one turn answers with these messages; nothing is sent yet. */
export async function answered(store: Store, from: Address, outbound: readonly NewOutbound[], now = T0, channel: ChannelId = 'whatsapp') {
  await store.receive([message(from, `in-${from.id}-${now}`, 'bonjour', channel)], now);
  const work = only(await claimTurns(store, now));
  await store.commitTurns([done(work, { outbound, sessionAt: now })], now);
  return work.conversation;
}

/** The same, and the one message goes out under `messageId`. */
export async function sent(store: Store, from: Address, ref: string, messageId: string, now = T0, channel: ChannelId = 'whatsapp') {
  await answered(store, from, [reply(ref)], now, channel);
  const send = only(await claimSends(store, now, 100, channel));
  await store.recordSends([{ kind: 'sent', id: send.id, messageId }], now + SECOND);
}

export function status(ref: string | undefined, kind: 'sent' | 'delivered' | 'read' | 'played' | 'failed', messageId?: string): Update {
  const code = kind === 'failed' ? { code: '131026' } : {};
  return { kind: 'status', channel: 'whatsapp', status: kind, at: T0, ...code, ...(ref && { ref }), ...(messageId && { messageId }) };
}
