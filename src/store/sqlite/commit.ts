import type { DatabaseSync } from 'node:sqlite';
import type { ConversationKey } from '../../model/ids.ts';
import type { Vault } from '../../runtime/vault.ts';
import type { TurnResult } from '../store.ts';
import { type Outbox, type SealedOutbound, sealOutbound } from './outbox.ts';
import type { People } from './people.ts';
import type { Turns } from './turns.ts';

/** A turn with its outbound messages sealed and its session as JSON, made before the transaction begins. */
type EncodedTurn = {
  readonly key: Buffer;
  readonly session: string | undefined;
  readonly outbound: readonly SealedOutbound[];
  readonly result: TurnResult;
};

export function encodeTurn(vault: Vault, result: TurnResult): EncodedTurn {
  const key = Buffer.from(result.conversation, 'base64url');
  if (result.kind === 'failed') return { key, session: undefined, outbound: [], result };
  return {
    key,
    session: result.session && JSON.stringify(result.session),
    outbound: result.outbound.map(({ ref, payload, receipts, deadline }) => ({
      ref,
      body: sealOutbound(vault, payload, receipts),
      deadline,
    })),
    result,
  };
}

/** Keeps encoded turns, inside the writer's transaction; gives back the conversations whose lease was lost. */
export function makeCommitter(db: DatabaseSync, people: People, turns: Turns, outbox: Outbox) {
  const eraseOutcomes = db.prepare('DELETE FROM outcomes WHERE conversation = ?');
  const eraseDead = db.prepare('UPDATE dead_events SET conversation = NULL WHERE conversation = ?');

  function erase(conversation: number, now: number): void {
    people.forget(conversation, now);
    outbox.erase(conversation, now);
    eraseOutcomes.run(conversation);
    eraseDead.run(conversation);
  }

  function commit({ key, session, outbound, result }: EncodedTurn, now: number): boolean {
    const held = turns.held(key, result.lease.version);
    if (!held) return false;
    const { conversation, channel, sweepAt } = held;
    switch (result.kind) {
      case 'failed': {
        const again = result.events.filter((event) => !result.dead.includes(event));
        for (const event of result.dead) turns.bury(conversation, event, now);
        for (const event of again) turns.postpone(conversation, event);
        // What came after the failed events waits with them, or it would be answered out of order.
        turns.settle(conversation, again.length > 0 ? result.retryAt : 0);
        return true;
      }
      case 'done': {
        if (result.erase) erase(conversation, now);
        // A platform's clock that is ahead must not make a session outlive its day.
        const usedAt = Math.min(result.sessionAt, now);
        if (session !== undefined && result.session) people.remember(conversation, session, result.session.locale, usedAt, sweepAt);
        else people.endSession(conversation, usedAt);
        for (const message of outbound) outbox.add(conversation, channel, message, now);
        for (const event of result.events) turns.complete(conversation, event);
        turns.settle(conversation, 0);
        return true;
      }
    }
  }

  return (results: readonly EncodedTurn[], now: number): readonly ConversationKey[] =>
    results.filter((turn) => !commit(turn, now)).map(({ result }) => result.conversation);
}
