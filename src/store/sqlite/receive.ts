import type { DatabaseSync } from 'node:sqlite';
import type { Address, ChannelId } from '../../model/channel.ts';
import type { InboundEvent, Update } from '../../model/inbound.ts';
import type { Vault } from '../../runtime/vault.ts';
import type { ReceiveReport } from '../store.ts';
import type { Caller, DeskQueue } from './desk.ts';
import type { EncodedStatus, Outcomes } from './outcomes.ts';
import type { Names, People } from './people.ts';
import { sealEvent, type Turns } from './turns.ts';

/** Meta redelivers for 7 days. An id is kept through its period and the whole of the next, so at least this long. */
export const SEEN_PERIOD_MS = 8 * 24 * 60 * 60 * 1000;
/** After "another app took the thread" nobody need tell us that it was given back. */
const HANDOVER_MS = 24 * 60 * 60 * 1000;

/** An update with everything personal in it hashed or sealed, made before the transaction begins. */
type Encoded =
  | {
      readonly kind: 'message';
      readonly channel: ChannelId;
      readonly names: Names;
      readonly id: Buffer;
      readonly event: InboundEvent;
      /** There when it is to wait in the inbox. */
      readonly sealed: Buffer | undefined;
    }
  | ({ readonly kind: 'status' } & EncodedStatus)
  | { readonly kind: 'watermark'; readonly names: Names; readonly status: 'delivered' | 'read'; readonly at: number }
  | { readonly kind: 'moved'; readonly previous: Buffer; readonly current: Buffer }
  | {
      readonly kind: 'handover';
      readonly channel: ChannelId;
      readonly names: Names;
      readonly owner: 'bot' | 'other';
      readonly at: number;
    };

/**
 * Hashes one update, and seals a message if told how to. Undefined when it names nobody, no message or no time: such a one could not be stored, and
 * refusing the whole webhook for it would harm the good ones beside it at every redelivery.
 */
export function encode(vault: Vault, update: Update, seal?: (event: InboundEvent) => Buffer): Encoded | undefined {
  const name = (channel: ChannelId, id: string) => vault.pseudonym('conversation', channel, id);
  const names = (channel: ChannelId, { id, alias }: Address): Names => ({
    id: name(channel, id),
    alias: isId(alias) ? name(channel, alias) : undefined,
  });
  switch (update.kind) {
    case 'message': {
      const { channel, from, platformId } = update.event;
      if (!isId(from.id) || !isId(platformId)) return undefined;
      const id = vault.pseudonym('event', channel, platformId);
      return { kind: 'message', channel, names: names(channel, from), id, event: update.event, sealed: seal?.(update.event) };
    }
    case 'status': {
      const { ref, messageId, status, code, at } = update;
      if (!Number.isSafeInteger(at)) return undefined;
      const message = isId(messageId) ? messageName(vault, messageId) : null;
      return { kind: 'status', ref, message, status, code: code ?? null, at };
    }
    case 'watermark': {
      const { channel, from, status, at } = update;
      if (!isId(from.id) || !Number.isSafeInteger(at)) return undefined;
      return { kind: 'watermark', names: names(channel, from), status, at };
    }
    case 'moved': {
      const { channel, previous, current } = update;
      if (!isId(previous) || !isId(current)) return undefined;
      return { kind: 'moved', previous: name(channel, previous), current: name(channel, current) };
    }
    case 'handover': {
      const { channel, with: address, owner, at } = update;
      if (!isId(address.id) || !Number.isSafeInteger(at)) return undefined;
      return { kind: 'handover', channel, names: names(channel, address), owner, at };
    }
  }
}

const isId = (id: string | undefined): id is string => typeof id === 'string' && id !== '';

/** Pseudonym of a platform's message id, of which WhatsApp's holds the phone number in base64. */
export const messageName = (vault: Vault, messageId: string): Buffer => vault.pseudonym('message', messageId);

export type ReceiverParts = {
  readonly db: DatabaseSync;
  readonly people: People;
  readonly turns: Turns;
  readonly outcomes: Outcomes;
  readonly desk: DeskQueue;
  readonly vault: Vault;
};

/** Keeps encoded updates in their order, inside the writer's transaction; with a `caller`, messages go to the desk. */
export function makeReceiver({ db, people, turns, outcomes, desk, vault }: ReceiverParts) {
  // The period after this one is there when the clock was ahead and is set right: what was seen by then stays seen.
  const markSeen = db.prepare(`
    INSERT INTO seen (period, event)
    SELECT :period, :id WHERE NOT EXISTS (SELECT 1 FROM seen WHERE period IN (:period - 1, :period + 1) AND event = :id)
    ON CONFLICT DO NOTHING
  `);

  function message({ channel, names, id, event, sealed }: Encoded & { kind: 'message' }, now: number, caller?: Caller): boolean {
    if (markSeen.run({ period: Math.floor(now / SEEN_PERIOD_MS), id }).changes === 0) return false;
    const conversation = people.resolve(channel, names, now);
    if (caller) desk.add(conversation, event, now, caller);
    else if (!desk.join(conversation, event)) turns.add(conversation, sealed ?? sealEvent(vault, event), now);
    return true;
  }

  function handover({ channel, names, owner, at }: Encoded & { kind: 'handover' }, now: number): void {
    if (owner === 'other') {
      people.handOver(people.resolve(channel, names, now), at + HANDOVER_MS);
      return;
    }
    const conversation = people.find(names);
    // Only a handover that was not later than this one is over.
    if (conversation !== undefined) people.takeBack(conversation, at + HANDOVER_MS);
  }

  return (updates: readonly Encoded[], now: number, caller?: Caller): ReceiveReport => {
    const report = { messages: 0, duplicates: 0, statuses: 0 };
    for (const update of updates) {
      switch (update.kind) {
        case 'message':
          if (message(update, now, caller)) report.messages += 1;
          else report.duplicates += 1;
          break;
        case 'status':
          outcomes.status(update, now);
          report.statuses += 1;
          break;
        case 'watermark': {
          const conversation = people.find(update.names);
          if (conversation !== undefined) outcomes.watermark(conversation, update.status, update.at);
          report.statuses += 1;
          break;
        }
        case 'moved':
          people.move(update.previous, update.current, now);
          break;
        case 'handover':
          handover(update, now);
          break;
      }
    }
    return report;
  };
}
