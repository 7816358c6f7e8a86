declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** Pseudonym of one person on one channel: 22 characters of base64url, made by the store from a keyed hash. Safe to log. */
export type ConversationKey = Brand<'ConversationKey'>;

/** Names one outbox row towards the platform and comes back with its statuses: 22 characters of base64url, random. */
export type OutboundRef = Brand<'OutboundRef'>;

export const conversationKey = (text: string): ConversationKey => text as ConversationKey;
export const outboundRef = (text: string): OutboundRef => text as OutboundRef;
