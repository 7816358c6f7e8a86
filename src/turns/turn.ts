import type { Outlet } from '../channels/channel.ts';
import type { Engine } from '../engine/engine.ts';
import type { ChannelId } from '../model/channel.ts';
import type { OutboundRef } from '../model/ids.ts';
import type { InboundEvent } from '../model/inbound.ts';
import type { DoneTurn, NewOutbound, TurnResult, TurnWork } from '../store/store.ts';
import type { TurnOutcome } from './events.ts';

/** Meta's customer service window: nothing may be sent later than this after the person wrote. */
const WINDOW_MS = 24 * 60 * 60 * 1000;
/** After this many failed turns an event is set aside, so that the conversation can go on. */
const TRIES = 3;
const RETRY_MS = 1_000;

export type TurnTools = {
  readonly engine: Engine;
  readonly channel: Outlet;
  readonly newRef: () => OutboundRef;
  /** A reply is worth nothing this long after the person wrote. */
  readonly replyMaxAgeMs: number;
};

/** A turn that is over and not on disk yet. */
export type Taken = {
  readonly channel: ChannelId;
  readonly result: DoneTurn;
  readonly outcome: TurnOutcome;
  readonly matched: readonly string[];
};

type Waiting = TurnWork['events'][number];

/**
 * One conversation's waiting events to one result: pure but for the refs of its messages. Payloads are composed here, before the
 * commit, so that what is stored is what is sent and a retry composes nothing anew.
 */
export function takeTurn(work: TurnWork, tools: TurnTools, now: number): Taken {
  const ids = work.events.map(({ id }) => id);
  const fresh = work.events.filter(({ event }) => now - event.at < WINDOW_MS);
  // As they were written: a webhook that Meta sends again arrives behind newer ones, and must not make the whole turn look old.
  const heard = fresh.filter(({ event }) => event.at >= work.handedOverUntil).toSorted((a, b) => a.event.at - b.event.at);
  const last = heard.at(-1);
  if (last === undefined) return silence(work, ids, fresh.length === 0 ? 'too-old' : 'handed-over');

  const standing = { session: work.session, at: work.sessionAt, locale: work.locale };
  const { session, replies, erase, trace } = tools.engine.turn(
    standing,
    heard.map(({ event }) => event),
  );
  const deadline = last.event.at + Math.min(tools.replyMaxAgeMs, WINDOW_MS);
  const late = deadline <= now;
  const payloads = late ? [] : replies.flatMap((reply, index) => tools.channel.compose(reply, last.event.from, index < replies.length - 1));
  const result: DoneTurn = {
    kind: 'done',
    conversation: work.conversation,
    lease: work.lease,
    events: ids,
    session,
    sessionAt: last.event.at,
    outbound: payloads.map((payload, index): NewOutbound => {
      const receipts = index === 0 ? receiptsFor(tools.channel, last.event) : [];
      return { ref: tools.newRef(), payload, receipts, deadline };
    }),
    erase,
  };
  return { channel: work.channel, result, outcome: late ? 'too-old' : erase ? 'erased' : 'answered', matched: trace.matched };
}

const receiptsFor = (channel: Outlet, { from, platformId }: InboundEvent) => channel.receipts(from, platformId);

/** Events that get no answer are done all the same; the session stays as it is. */
function silence(work: TurnWork, events: readonly number[], outcome: TurnOutcome): Taken {
  const { conversation, channel, lease, session, sessionAt = 0 } = work;
  return {
    channel,
    result: { kind: 'done', conversation, lease, events, session, sessionAt, outbound: [], erase: false },
    outcome,
    matched: [],
  };
}

/** A turn that threw: tried again a little later, each event at most TRIES times. */
export function failedTurn(work: TurnWork, now: number): Extract<TurnResult, { kind: 'failed' }> {
  const dead = work.events.filter(({ attempts }) => attempts + 1 >= TRIES);
  const { conversation, lease } = work;
  return { kind: 'failed', conversation, lease, events: idsOf(work.events), dead: idsOf(dead), retryAt: now + RETRY_MS };
}

const idsOf = (events: readonly Waiting[]) => events.map(({ id }) => id);

/** Only the first of several events: one that throws must not take those behind it along. */
export function firstOnly(work: TurnWork): TurnWork {
  return { ...work, events: work.events.slice(0, 1) };
}
