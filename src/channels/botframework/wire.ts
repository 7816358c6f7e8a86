import { z } from 'zod';
import { ID_LIMIT, SERVICE_URL_LIMIT } from './limits.ts';

// What clients of the Bot Framework send, no more of it than we use. botbuilder takes whatever comes and trusts the types it declares
// (a text that is a number, members that are a string); so everything that is read is checked here, before it sees any of it.

/** It becomes part of an address, so: no control characters, no broken surrogates, and no way up in a path. */
const Id = z
  .string()
  .min(1)
  .max(ID_LIMIT)
  .regex(/^(?!\.{1,2}$)[^\p{Cc}\p{Cs}]+$/u);

const Word = z.string().max(128).nullish();
const Account = z.object({ id: Id, role: Word });

export const Activity = z.object({
  type: z.string().min(1).max(64),
  channelId: z.string().regex(/^[\w-]{1,64}$/),
  serviceUrl: z.string().min(1).max(SERVICE_URL_LIMIT),
  id: Id.nullish(),
  /** ISO 8601. Whether it makes sense is for the reader to say. */
  timestamp: z.unknown().optional(),
  from: Account,
  /** The bot. Some clients send none, some an empty one. */
  recipient: z.object({ id: Id.nullish() }).nullish(),
  conversation: z.object({ id: Id, isGroup: z.boolean().nullish(), conversationType: Word, tenantId: Word }),
  text: z.string().nullish(),
  /** What a button carries: a string, or anything at all from a card that is not ours. */
  value: z.unknown().optional(),
  attachments: z.array(z.unknown()).nullish(),
  membersAdded: z.array(Account).nullish(),
  deliveryMode: Word,
});
export type Activity = z.infer<typeof Activity>;

export const Attachment = z.object({ contentType: z.string() });

/**
 * How to reach a person again, kept as `route` of their address. `replyTo`: the activity that is answered. `playground`: the client is
 * the Agents Playground, which shows text in its own way. `waiter`: the replies go into the answer to the request, see waiters.ts.
 */
export const Route = z.object({
  serviceUrl: z.string(),
  channelId: z.string(),
  conversation: z.object({ id: z.string(), conversationType: z.string().optional(), tenantId: z.string().optional() }),
  user: z.string(),
  bot: z.string().optional(),
  replyTo: z.string().optional(),
  playground: z.literal(true).optional(),
  waiter: z.string().optional(),
});
export type Route = z.infer<typeof Route>;

/** Title and value are the same on purpose, see compose.ts. */
const Action = z.object({ type: z.literal('imBack'), title: z.string(), value: z.string() });

export const OutActivity = z.object({
  type: z.literal('message'),
  text: z.string(),
  textFormat: z.enum(['plain', 'markdown']),
  locale: z.string(),
  suggestedActions: z.object({ to: z.array(z.string()), actions: z.array(Action) }).optional(),
});
export type OutActivity = z.infer<typeof OutActivity>;

/** An outbox row. Only the activity goes out. `choices`: the ids behind the suggested actions; `more`: not the last one of its turn. */
export const OutPayload = z.object({
  activity: OutActivity,
  choices: z.array(z.string()),
  route: Route.optional(),
  more: z.boolean(),
});
export type OutPayload = z.infer<typeof OutPayload>;
