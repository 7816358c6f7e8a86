import type { DatabaseSync } from 'node:sqlite';
import type { ChannelId } from '../../model/channel.ts';
import type { InboundEvent } from '../../model/inbound.ts';
import type { Vault } from '../../runtime/vault.ts';
import type { SendWork, TurnWork } from '../store.ts';
import type { EncodedTurn, Keep } from './commit.ts';
import type { Hold } from './outbox.ts';
import { placeOf, standingOf } from './standing.ts';
import { sealEvent, type Turns } from './turns.ts';

/** Conversations that one transaction answers; more of them wait in the inbox, so that none of the first waits long for its commit. */
const AT_ONCE = 128;

/** One call with messages: who answers them, and the slip on which it is written what became of them. */
export type Caller = {
  readonly turn: (work: TurnWork) => EncodedTurn | undefined;
  readonly room: (channel: ChannelId) => number;
  readonly leaseMs: number;
  readonly slip: { readonly sends: SendWork[]; waiting: boolean; unsent: boolean };
};

/**
 * Turns that are taken while their messages are stored. Messages gather in memory while the jobs of one transaction run, and are
 * answered at its end: so several messages of one person that share a transaction are one turn, as they are in the inbox.
 */
export type DeskQueue = {
  /** A transaction, or one job that must stand apart, begins. What an undone one has left here is dropped. */
  readonly begin: () => void;
  readonly add: (conversation: number, event: InboundEvent, now: number, caller: Caller) => void;
  /** Adds to what the conversation has here, whose order it must not overtake; false if it has nothing. */
  readonly join: (conversation: number, event: InboundEvent) => boolean;
  /** Whether something of this conversation is here, so that it must not be forgotten. */
  readonly has: (conversation: number) => boolean;
  /** Two conversations turned out to be one. */
  readonly merge: (from: number, into: number) => void;
  /** It ends: everything that was added is answered, or goes to the inbox. */
  readonly end: () => void;
};

type Gathered = { readonly caller: Caller; readonly now: number; readonly events: InboundEvent[] };

/** Of a turn that was never claimed. */
const NO_LEASE = { version: 0 };

export function makeDeskQueue(db: DatabaseSync, vault: Vault, turns: Turns, keep: Keep): DeskQueue {
  const standing = db.prepare(`
    SELECT key, channel, session, locale, used_at, handed_over_until, sweep_at,
           EXISTS (SELECT 1 FROM turns WHERE conversation = c.id) AS waits
    FROM conversations c WHERE id = ?
  `);
  const gathered = new Map<number, Gathered>();

  function answer(conversation: number, { caller, now, events }: Gathered, used: Map<ChannelId, number>): void {
    const { slip, leaseMs } = caller;
    const row = standing.get(conversation);
    // Nothing may take a conversation away from under its messages; should it happen, the transaction must not be kept.
    if (row === undefined) throw new Error('the conversation of a message is gone');
    // What waits in the inbox comes first, and what is leased there may be in the middle of its turn.
    const turn = row.waits === 0 ? caller.turn({ ...standingOf(row), lease: NO_LEASE, events: events.map(unnumbered) }) : undefined;
    if (turn === undefined) {
      for (const event of events) turns.add(conversation, sealEvent(vault, event), now);
      slip.waiting = true;
      return;
    }
    const take = (channel: ChannelId): boolean => {
      const taken = used.get(channel) ?? 0;
      if (taken >= caller.room(channel)) return false;
      used.set(channel, taken + 1);
      return true;
    };
    const hold: Hold = { leaseMs, take };
    const sends = keep(placeOf(conversation, row), turn, now, hold);
    slip.sends.push(...sends);
    if (sends.length < Math.min(turn.outbound.length, 1)) slip.unsent = true;
  }

  const join: DeskQueue['join'] = (conversation, event) => {
    const known = gathered.get(conversation);
    known?.events.push(event);
    return known !== undefined;
  };

  return {
    begin: () => gathered.clear(),
    add: (conversation, event, now, caller) => {
      if (join(conversation, event)) return;
      if (gathered.size < AT_ONCE) {
        gathered.set(conversation, { caller, now, events: [event] });
        return;
      }
      turns.add(conversation, sealEvent(vault, event), now);
      caller.slip.waiting = true;
    },
    join,
    has: (conversation) => gathered.has(conversation),
    merge: (from, into) => {
      const moved = gathered.get(from);
      gathered.delete(from);
      if (moved === undefined) return;
      const known = gathered.get(into);
      if (known) known.events.push(...moved.events);
      else gathered.set(into, moved);
    },
    end: () => {
      const used = new Map<ChannelId, number>();
      for (const [conversation, one] of gathered) answer(conversation, one, used);
      gathered.clear();
    },
  };
}

const unnumbered = (event: InboundEvent) => ({ id: 0, attempts: 0, event });
