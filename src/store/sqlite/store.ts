import type { Vault } from '../../runtime/vault.ts';
import type { Store } from '../store.ts';
import { encodeTurn, makeCommitter } from './commit.ts';
import { emptyLog, openDatabase } from './database.ts';
import { makeOutbox } from './outbox.ts';
import { makeOutcomes } from './outcomes.ts';
import { enter } from './owner.ts';
import { makePeople } from './people.ts';
import { encode, makeReceiver, messageName } from './receive.ts';
import { makeStats } from './stats.ts';
import { makeSweeper } from './sweep.ts';
import { makeTurns } from './turns.ts';
import { makeWriter } from './writer.ts';

/**
 * The store in one SQLite file, for one machine. `path` is made if it is not there; see `openDatabase` for what is refused.
 *
 * Hashing and sealing happen before a call is queued and only statements inside its transaction, so a transaction is short.
 */
export function openSqliteStore({ path, vault }: { readonly path: string; readonly vault: Vault }): Store {
  const db = openDatabase(path, vault);
  const owner = enter(db);
  const writer = makeWriter(db);
  const turns = makeTurns(db, vault, owner.name);
  const outbox = makeOutbox(db, vault, owner.name);
  const outcomes = makeOutcomes(db, outbox);
  const people = makePeople(db, turns, outbox);
  const receive = makeReceiver(db, people, turns, outcomes);
  const commit = makeCommitter(db, people, turns, outbox);
  const sweep = makeSweeper(db);
  const stats = makeStats(db);

  return {
    receive: async (updates, now) => {
      const encoded = updates.flatMap((update) => encode(vault, update) ?? []);
      return writer.run(() => receive(encoded, now));
    },
    claimTurns: (options) => writer.runLightly(() => turns.claim(options)),
    commitTurns: async (results, now) => {
      const encoded = results.map((result) => encodeTurn(vault, result));
      return { stale: await writer.run(() => commit(encoded, now)) };
    },
    claimSends: (options) => writer.runLightly(() => outbox.claim(options)),
    recordSends: (results, now) => {
      const named = results.map((result) => ({ result, message: result.kind === 'sent' ? messageName(vault, result.messageId) : null }));
      return writer.run(() => {
        for (const { result, message } of named) outcomes.record(result, message, now);
      });
    },
    sweep: async (now) => {
      const swept = await writer.run(() => sweep(now));
      if (!swept.more) emptyLog(db);
      return swept;
    },
    stats: () => writer.runLightly(stats),
    close: async () => {
      writer.close();
      owner.leave();
      if (db.isOpen) db.close();
    },
  };
}
