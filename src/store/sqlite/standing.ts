import type { SQLOutputValue } from 'node:sqlite';
import { conversationKey } from '../../model/ids.ts';
import type { Session } from '../../model/session.ts';
import type { TurnWork } from '../store.ts';
import { blob, channelId, int, optionalText } from './columns.ts';
import type { Place } from './commit.ts';

type Row = Record<string, SQLOutputValue>;

/** Where a conversation stands, from a row with its columns `key`, `channel`, `session`, `used_at`, `locale` and `handed_over_until`. */
export function standingOf(row: Row): Omit<TurnWork, 'lease' | 'events'> {
  const session = parse(optionalText(row.session));
  return {
    conversation: keyOf(row),
    channel: channelId(row.channel),
    session,
    sessionAt: session && int(row.used_at),
    locale: optionalText(row.locale),
    handedOverUntil: int(row.handed_over_until),
  };
}

/** From a row with `key`, `channel` and `sweep_at`. */
export const placeOf = (conversation: number, row: Row): Place => ({
  conversation,
  key: keyOf(row),
  channel: channelId(row.channel),
  sweepAt: int(row.sweep_at),
});

const keyOf = ({ key }: Row) => conversationKey(blob(key).toString('base64url'));

/** A session that cannot be read is none: the person starts anew. */
function parse(json: string | undefined): Session | undefined {
  if (json === undefined) return undefined;
  try {
    const session: Session = JSON.parse(json);
    return session;
  } catch {
    return undefined;
  }
}
