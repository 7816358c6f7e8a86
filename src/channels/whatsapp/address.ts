import type { Address } from '../../model/channel.ts';
import type { Update } from '../../model/inbound.ts';
import { Contact } from './wire.ts';

/**
 * A business-scoped user id: country, perhaps `ENT` for a parent portfolio, up to 128 letters and digits (Meta's page on
 * business-scoped user ids, June 2026). It is what a person has who shows no phone number.
 */
const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** E.164 allows 15 digits; a few more in case national prefixes come twice. Fewer than 5 are a short code or no number at all. */
const PHONE = /^\d{5,18}$/;

/** What Meta accepts between the digits of a number, and what a `wa_id` might one day carry. */
const PHONE_DECORATION = /[+\s()-]/g;

export const isUserId = (id: string): boolean => USER_ID.test(id);

const userIdOf = (value: unknown): string | undefined => (typeof value === 'string' && isUserId(value) ? value : undefined);

function phoneOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const digits = value.replace(PHONE_DECORATION, '');
  return PHONE.test(digits) ? digits : undefined;
}

/** The identifiers found in one place of a webhook; any of them may be missing. */
export type Identity = { readonly userId?: string | undefined; readonly phone?: string | undefined };

export const identityOf = (userId: unknown, phone: unknown): Identity => ({ userId: userIdOf(userId), phone: phoneOf(phone) });

/** An identifier that may be of either kind. */
export const anyIdentifier = (value: unknown): string | undefined => userIdOf(value) ?? phoneOf(value);

/** The business-scoped id before the number: the number can be absent tomorrow, and a username may be all that is left. */
export function addressOf({ userId, phone }: Identity): Address | undefined {
  if (userId === undefined) return phone === undefined ? undefined : { id: phone };
  return phone === undefined ? { id: userId } : { id: userId, alias: phone };
}

/**
 * Completes the identity in a message by the webhook's `contacts`, which often has the other identifier of the same person. By
 * equal identifiers only: position says nothing in a batch.
 */
export function contactBook(contacts: readonly unknown[]): (identity: Identity) => Identity {
  if (contacts.length === 0) return (identity) => identity;
  const userIds = new Map<string, string>();
  const phones = new Map<string, string>();
  for (const contact of contacts) {
    const known = Contact.safeParse(contact);
    if (!known.success) continue;
    const { userId, phone } = identityOf(known.data.user_id, known.data.wa_id);
    if (userId === undefined || phone === undefined) continue;
    userIds.set(phone, userId);
    phones.set(userId, phone);
  }
  return ({ userId, phone }) => ({
    userId: userId ?? (phone === undefined ? undefined : userIds.get(phone)),
    phone: phone ?? (userId === undefined ? undefined : phones.get(userId)),
  });
}

/** A person's identifier became another. Nothing when one end is unknown or nothing changed. */
export function moved(previous: string | undefined, current: string | undefined): readonly Update[] {
  if (previous === undefined || current === undefined || previous === current) return [];
  return [{ kind: 'moved', channel: 'whatsapp', previous, current }];
}
