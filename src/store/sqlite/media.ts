import type { DatabaseSync } from 'node:sqlite';
import type { MediaStore } from '../store.ts';
import { text } from './columns.ts';
import type { Writer } from './writer.ts';

/** Ids of files that were uploaded. The account is our own number or page, and the file our own recording: nothing here is a person's. */
export const MEDIA_TABLE = `
  CREATE TABLE media (
    account TEXT NOT NULL,        -- channel, and number or page
    file    TEXT NOT NULL,        -- hashes of what is in it
    id      TEXT NOT NULL,        -- the platform's
    until   INTEGER NOT NULL,     -- not used from then on
    PRIMARY KEY (account, file)
  ) WITHOUT ROWID, STRICT;
`;

export function makeMedia(db: DatabaseSync, writer: Writer): MediaStore {
  const find = db.prepare('SELECT id FROM media WHERE account = ? AND file = ? AND until > ?');
  const keep = db.prepare(`
    INSERT INTO media (account, file, id, until) VALUES (?, ?, ?, ?)
    ON CONFLICT (account, file) DO UPDATE SET id = excluded.id, until = excluded.until
  `);
  const forget = db.prepare('DELETE FROM media WHERE account = ? AND file = ? AND id = ?');
  return {
    find: ({ account, file }, now) =>
      writer.runLightly(() => {
        const row = find.get(account, file, now);
        return row && text(row.id);
      }),
    keep: ({ account, file }, id, until) => writer.run(() => void keep.run(account, file, id, until)),
    forget: ({ account, file }, id) => writer.run(() => void forget.run(account, file, id)),
  };
}
