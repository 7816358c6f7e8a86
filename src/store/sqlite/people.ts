import type { DatabaseSync } from 'node:sqlite';
import type { ChannelId } from '../../model/channel.ts';
import { SESSION_MS } from '../../model/session.ts';
import { int } from './columns.ts';
import type { Outbox } from './outbox.ts';
import type { Turns } from './turns.ts';

/** An address as pseudonyms. */
export type Names = { readonly id: Buffer; readonly alias: Buffer | undefined };

/** A name's time is only for forgetting it after weeks, so once a day is often enough to write it. */
const NAME_FRESH_MS = 24 * 60 * 60 * 1000;

/**
 * Who is who: which conversation a name leads to, and what happens when two of them turn out to be one person. The primary
 * identifier and all others are names alike; the conversation's key is the name that goes outside.
 */
export type People = {
  /** The conversation of an address; undefined for a stranger. Writes nothing. */
  readonly find: (names: Names) => number | undefined;
  /** The conversation of an address, made if need be, and made one if its two identifiers had one each. */
  readonly resolve: (channel: ChannelId, names: Names, now: number) => number;
  /** `previous` is the name of nobody any more, everything known under it is `current`'s. */
  readonly move: (previous: Buffer, current: Buffer, now: number) => void;
  readonly handOver: (conversation: number, until: number) => void;
  readonly takeBack: (conversation: number, handedOverBefore: number) => void;
  readonly remember: (conversation: number, session: string, locale: string, usedAt: number, sweepAt: number) => void;
  readonly endSession: (conversation: number, usedAt: number) => void;
  /** Session, language and every name but the key. */
  readonly forget: (conversation: number, now: number) => void;
};

/** `onMerge` hears of two conversations that became one. */
export function makePeople(db: DatabaseSync, turns: Turns, outbox: Outbox, onMerge: (from: number, into: number) => void): People {
  const lookUp = db.prepare('SELECT conversation, used_at FROM names WHERE name = ?');
  const touchName = db.prepare('UPDATE names SET used_at = ? WHERE name = ?');
  const addName = db.prepare('INSERT INTO names (name, conversation, used_at) VALUES (?, ?, ?)');
  const dropName = db.prepare('DELETE FROM names WHERE name = ?');
  const create = db.prepare(`
    INSERT INTO conversations (key, channel, used_at, handed_over_until, sweep_at) VALUES (?, ?, ?, 0, ?)
  `);
  const rename = db.prepare('UPDATE conversations SET key = ? WHERE id = ?');
  const renameFrom = db.prepare('UPDATE conversations SET key = ? WHERE id = ? AND key = ?');

  // The newer session wins; a language that only the other one knows is kept.
  const mergeConversation = db.prepare(`
    UPDATE conversations AS c SET
      session = iif(other.newer, other.session, c.session),
      locale = iif(other.newer, coalesce(other.locale, c.locale), coalesce(c.locale, other.locale)),
      used_at = iif(other.newer, other.used_at, c.used_at),
      handed_over_until = max(c.handed_over_until, other.handed_over_until),
      sweep_at = min(c.sweep_at, other.sweep_at)
    FROM (
      SELECT o.*, (o.session IS NOT NULL, o.used_at) > (i.session IS NOT NULL, i.used_at) AS newer
      FROM conversations o, conversations i WHERE o.id = :from AND i.id = :into
    ) AS other
    WHERE c.id = :into
  `);
  const mergeRest = [
    'UPDATE names SET conversation = :into WHERE conversation = :from',
    'UPDATE inbox SET conversation = :into WHERE conversation = :from',
    'UPDATE outcomes SET conversation = :into WHERE conversation = :from',
    'UPDATE dead_events SET conversation = :into WHERE conversation = :from',
  ].map((text) => db.prepare(text));
  const deleteTurn = db.prepare('DELETE FROM turns WHERE conversation = ?');
  const deleteConversation = db.prepare('DELETE FROM conversations WHERE id = ?');

  const holdUntil = db.prepare('UPDATE conversations SET handed_over_until = max(handed_over_until, ?) WHERE id = ?');
  const release = db.prepare('UPDATE conversations SET handed_over_until = 0 WHERE id = ? AND handed_over_until <= ?');
  const store = db.prepare('UPDATE conversations SET session = ?, locale = ?, used_at = ? WHERE id = ?');
  const storeNone = db.prepare('UPDATE conversations SET session = NULL, used_at = ? WHERE id = ?');
  const setSweep = db.prepare('UPDATE conversations SET sweep_at = ? WHERE id = ?');
  const clear = db.prepare('UPDATE conversations SET session = NULL, locale = NULL, sweep_at = ? WHERE id = ?');
  const dropSecondNames = db.prepare(`
    DELETE FROM names WHERE conversation = :id AND name <> (SELECT key FROM conversations WHERE id = :id)
  `);

  function known(name: Buffer, now: number): number | undefined {
    const row = lookUp.get(name);
    if (!row) return undefined;
    if (int(row.used_at) < now - NAME_FRESH_MS) touchName.run(now, name);
    return int(row.conversation);
  }

  /** A turn under way was computed from a session that may not be the right one any more, so its lease ends. */
  function merge(from: number, into: number): void {
    mergeConversation.run({ from, into });
    for (const statement of mergeRest) statement.run({ from, into });
    deleteTurn.run(from);
    deleteConversation.run(from);
    turns.settle(into, 0);
    outbox.merge(from, into);
    onMerge(from, into);
  }

  function begin(channel: ChannelId, name: Buffer, now: number): number {
    const conversation = Number(create.run(name, channel, now, now + SESSION_MS).lastInsertRowid);
    addName.run(name, conversation, now);
    return conversation;
  }

  return {
    find: ({ id, alias }) => {
      const row = lookUp.get(id) ?? (alias && lookUp.get(alias));
      return row && int(row.conversation);
    },
    resolve: (channel, { id, alias }, now) => {
      const byId = known(id, now);
      if (alias === undefined) return byId ?? begin(channel, id, now);
      const byAlias = known(alias, now);
      if (byAlias === undefined) {
        const conversation = byId ?? begin(channel, id, now);
        if (!alias.equals(id)) addName.run(alias, conversation, now);
        return conversation;
      }
      if (byId === undefined) {
        // Known under the second identifier only: the conversation stays and takes the better name.
        addName.run(id, byAlias, now);
        rename.run(id, byAlias);
        turns.settle(byAlias, 0);
        return byAlias;
      }
      if (byId !== byAlias) merge(byAlias, byId);
      return byId;
    },
    move: (previous, current, now) => {
      const from = known(previous, now);
      if (from === undefined || previous.equals(current)) return;
      const to = known(current, now);
      if (to === undefined) addName.run(current, from, now);
      else if (to !== from) merge(from, to);
      renameFrom.run(current, to ?? from, previous);
      dropName.run(previous);
      turns.settle(to ?? from, 0);
    },
    handOver: (conversation, until) => void holdUntil.run(until, conversation),
    takeBack: (conversation, handedOverBefore) => void release.run(conversation, handedOverBefore),
    remember: (conversation, session, locale, usedAt, sweepAt) => {
      store.run(session, locale, usedAt, conversation);
      // Rarely so: a conversation in use has an early time already, which the sweeper moves on by itself.
      if (sweepAt > usedAt + SESSION_MS) setSweep.run(usedAt + SESSION_MS, conversation);
    },
    endSession: (conversation, usedAt) => void storeNone.run(usedAt, conversation),
    forget: (conversation, now) => {
      clear.run(now, conversation);
      dropSecondNames.run({ id: conversation });
    },
  };
}
