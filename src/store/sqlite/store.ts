import type { Update } from '../../model/inbound.ts';
import type { Vault } from '../../runtime/vault.ts';
import type { Answered, Desk, SendWork, Store, TurnWork } from '../store.ts';
import { makeCheckpointer } from './checkpoint.ts';
import { encodeResult, encodeTurn, makeCommitter, makeKeep } from './commit.ts';
import { openDatabase, openLog } from './database.ts';
import { makeDeskQueue } from './desk.ts';
import { makeMedia } from './media.ts';
import { makeOutbox } from './outbox.ts';
import { makeOutcomes } from './outcomes.ts';
import { enter } from './owner.ts';
import { makePeople } from './people.ts';
import { encode, makeReceiver, messageName } from './receive.ts';
import { makeStats } from './stats.ts';
import { makeSweeper } from './sweep.ts';
import { makeTurns, sealEvent } from './turns.ts';
import { makeWriter } from './writer.ts';

/**
 * The store in one SQLite file, for one machine. `path` is made if it is not there; see `openDatabase` for what is refused.
 *
 * Hashing and sealing happen before a call is queued and only statements inside its transaction, so a transaction is short.
 */
export function openSqliteStore({ path, vault }: { readonly path: string; readonly vault: Vault }): Store {
  const db = openDatabase(path, vault);
  const owner = enter(db);
  const turns = makeTurns(db, vault, owner.name);
  const outbox = makeOutbox(db, vault, owner.name);
  const outcomes = makeOutcomes(db, outbox);
  const people = makePeople(db, turns, outbox, (from, into) => desk.merge(from, into));
  const keep = makeKeep(db, people, outbox);
  const desk = makeDeskQueue(db, vault, turns, keep);
  const receive = makeReceiver({ db, people, turns, outcomes, desk, vault });
  const commit = makeCommitter(turns, keep);
  const log = openLog(path);
  const checkpointer = makeCheckpointer(path, db);
  const writer = makeWriter(db, desk, async () => {
    await log.sync();
    checkpointer.look();
  });
  const sweep = makeSweeper(db, outbox, desk.has);
  const stats = makeStats(db);

  // Somebody waits for the answer to a message; who tells us what became of ours waits for nothing.
  const runFor = (updates: readonly Update[]) => (updates.some(({ kind }) => kind === 'message') ? writer.run : writer.runPatiently);

  return {
    receive: async (updates, now) => {
      const encoded = updates.flatMap((update) => encode(vault, update, (event) => sealEvent(vault, event)) ?? []);
      return runFor(updates)(() => receive(encoded, now));
    },
    receiveAndAnswer: async <T extends Answered>(updates: readonly Update[], now: number, { turn, room, leaseMs }: Desk<T>) => {
      const encoded = updates.flatMap((update) => encode(vault, update) ?? []);
      return runFor(updates)(() => {
        const slip = { answered: [] as T[], sends: [] as SendWork[], waiting: false, unsent: false };
        const answer = (work: TurnWork) => {
          const taken = turn(work);
          if (taken) slip.answered.push(taken);
          return taken && encodeTurn(vault, taken.result);
        };
        // The desk writes on the slip until the transaction ends, and the caller hears of it only then.
        return Object.assign(slip, receive(encoded, now, { turn: answer, room, leaseMs, slip }));
      });
    },
    claimTurns: (options) => writer.runLightly(() => turns.claim(options)),
    commitTurns: async (results, now) => {
      const encoded = results.map((result) => encodeResult(vault, result));
      return { stale: await writer.run(() => commit(encoded, now)) };
    },
    claimSends: (options) => writer.runLightly(() => outbox.claim(options)),
    recordSends: (results, now) => {
      const named = results.map((result) => ({ result, message: result.kind === 'sent' ? messageName(vault, result.messageId) : null }));
      return writer.runPatiently(() => {
        let next = false;
        for (const { result, message } of named) next = outcomes.record(result, message, now) || next;
        return { next };
      });
    },
    media: makeMedia(db, writer),
    sweep: async (now) => {
      // What comes back when the power fails is past its time still, and goes with the next sweep.
      const swept = await writer.runLightly(() => sweep(now));
      if (!swept.more) await checkpointer.empty();
      return swept;
    },
    stats: () => writer.runLightly(stats),
    close: async () => {
      await writer.close();
      await checkpointer.close();
      log.close();
      owner.leave();
      if (db.isOpen) db.close();
    },
  };
}
