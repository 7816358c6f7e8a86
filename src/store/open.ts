import type { Vault } from '../runtime/vault.ts';
import { openSqliteStore } from './sqlite/store.ts';
import type { Store } from './store.ts';

const SQLITE = 'sqlite:';

/** Opens the store that the URL names. Rejects on any other form than `sqlite:PATH`, and where the store itself refuses. */
export async function openStore({ url, vault }: { readonly url: string; readonly vault: Vault }): Promise<Store> {
  const path = url.slice(SQLITE.length);
  // The URL is not repeated in the message: those of other databases hold passwords.
  if (!url.startsWith(SQLITE) || path === '')
    throw new Error('the database address must have the form sqlite:PATH, for example sqlite:data/anoura.db');
  return openSqliteStore({ path, vault });
}
