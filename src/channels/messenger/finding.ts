import type { Address } from '../../model/channel.ts';
import type { Found } from '../meta/webhook.ts';

/**
 * Known events that ask nothing of us, by their key. A page that may not send any more hears it from `send`, too, where it is acted on.
 * Any other key is `unknown`, because a body must not be able to invent labels of a metric.
 */
export const OTHER_EVENTS = [
  'reaction',
  'request_thread_control',
  'app_roles',
  'policy_enforcement',
  'account_linking',
  'messaging_feedback',
  'response_feedback',
  'game_play',
] as const;

/** Why something in a webhook leads to nothing. Closed, like the keys. */
type Reason =
  | 'malformed'
  | 'foreign-page'
  | 'standby'
  | 'changes'
  | 'no-sender'
  | 'echo'
  | 'postback-without-payload'
  | 'optin'
  | 'edit'
  | 'unknown'
  | (typeof OTHER_EVENTS)[number];

/** What one event comes to: what we act on, or why we do not. */
export type Finding = Found<Reason>;

/** Whom an event is about (never the page), and when it happened, if that was told and can be true. */
export type Context = { readonly from: Address; readonly sentAt: number | undefined; readonly now: number };
