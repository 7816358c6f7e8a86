import type { DatabaseSync } from 'node:sqlite';
import type { ChannelId } from '../../model/channel.ts';
import type { ConversationKey } from '../../model/ids.ts';
import type { Vault } from '../../runtime/vault.ts';
import type { DoneTurn, SendWork, TurnResult } from '../store.ts';
import { type Hold, type Outbox, type SealedOutbound, sealOutbound } from './outbox.ts';
import type { People } from './people.ts';
import type { Turns } from './turns.ts';

/** `sweepAt`: when the conversation is looked at for something to forget. */
export type Place = {
  readonly conversation: number;
  readonly key: ConversationKey;
  readonly channel: ChannelId;
  readonly sweepAt: number;
};

/** What a turn that is over leaves behind: the session as JSON, or none, and sealed messages. */
export type EncodedTurn = Pick<DoneTurn, 'erase' | 'sessionAt'> & {
  readonly session: { readonly json: string; readonly locale: string } | undefined;
  readonly outbound: readonly SealedOutbound[];
};

/** Inside the writer's transaction; gives back the messages that are leased for sending already, as far as `hold` wants it. */
export type Keep = (place: Place, turn: EncodedTurn, now: number, hold?: Hold) => readonly SendWork[];

export const encodeTurn = (vault: Vault, { erase, sessionAt, session, outbound }: DoneTurn): EncodedTurn => ({
  erase,
  sessionAt,
  session: session && { json: JSON.stringify(session), locale: session.locale },
  outbound: outbound.map((message) => sealOutbound(vault, message)),
});

export function makeKeep(db: DatabaseSync, people: People, outbox: Outbox): Keep {
  const eraseOutcomes = db.prepare('DELETE FROM outcomes WHERE conversation = ?');
  const eraseDead = db.prepare('UPDATE dead_events SET conversation = NULL WHERE conversation = ?');

  function erase(conversation: number, now: number): void {
    people.forget(conversation, now);
    outbox.erase(conversation, now);
    eraseOutcomes.run(conversation);
    eraseDead.run(conversation);
  }

  return (place, turn, now, hold) => {
    const { conversation, sweepAt } = place;
    if (turn.erase) erase(conversation, now);
    // A platform's clock that is ahead must not make a session outlive its day.
    const usedAt = Math.min(turn.sessionAt, now);
    if (turn.session) people.remember(conversation, turn.session.json, turn.session.locale, usedAt, sweepAt);
    else people.endSession(conversation, usedAt);
    return turn.outbound.flatMap((message) => outbox.add(place, message, now, hold) ?? []);
  };
}

/** A claimed turn's end, with everything sealed before the transaction begins. */
type EncodedResult = { readonly name: Buffer; readonly result: TurnResult; readonly turn: EncodedTurn | undefined };

export const encodeResult = (vault: Vault, result: TurnResult): EncodedResult => ({
  name: Buffer.from(result.conversation, 'base64url'),
  result,
  turn: result.kind === 'done' ? encodeTurn(vault, result) : undefined,
});

/** Keeps claimed turns, inside the writer's transaction; gives back the conversations whose lease was lost. */
export function makeCommitter(turns: Turns, keep: Keep) {
  function commit({ name, result, turn }: EncodedResult, now: number): boolean {
    const place = turns.held(name, result.lease.version);
    if (!place) return false;
    const { conversation } = place;
    if (turn) {
      keep(place, turn, now);
      for (const event of result.events) turns.complete(conversation, event);
      turns.settle(conversation, 0);
    } else if (result.kind === 'failed') {
      const again = result.events.filter((event) => !result.dead.includes(event));
      for (const event of result.dead) turns.bury(conversation, event, now);
      for (const event of again) turns.postpone(conversation, event);
      // What came after the failed events waits with them, or it would be answered out of order.
      turns.settle(conversation, again.length > 0 ? result.retryAt : 0);
    }
    return true;
  }

  return (results: readonly EncodedResult[], now: number): readonly ConversationKey[] =>
    results.filter((one) => !commit(one, now)).map(({ result }) => result.conversation);
}
