import type { Address, ChannelId } from './channel.ts';

/** What sort of thing was sent that is not words. None of it is downloaded. */
export const MEDIA = ['voice', 'image', 'video', 'document', 'sticker', 'location', 'contact', 'unknown'] as const;
export type Medium = (typeof MEDIA)[number];

/** What a person did. `choice` is a tap: `id` is what we put on the button, `title` the words the person saw on it. */
export type Input =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly id: string; readonly title: string }
  | { readonly kind: 'start' }
  | { readonly kind: 'attachment'; readonly medium: Medium };

/** One message of one person. `platformId` is unique on its channel for ever; `at` is the platform's time, epoch ms. */
export type InboundEvent = {
  readonly channel: ChannelId;
  readonly from: Address;
  readonly platformId: string;
  readonly at: number;
  readonly input: Input;
};

/** How far an outbound message got. They only move forward, in this order; `failed` is an end of its own. */
export const DELIVERY_STATUSES = ['sent', 'delivered', 'read', 'played'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/**
 * Everything a webhook can tell us that we act on.
 *
 * - `message`: a person did something; becomes a turn.
 * - `status`: one outbound message moved on. `ref` is the correlation we sent with it, `messageId` the platform's id.
 * - `watermark`: everything sent to this person up to `at` moved on (Messenger receipts).
 * - `moved`: the person has a new identifier; `previous` and `current` are raw identifiers.
 * - `handover`: another app or a human took the thread (`other`) or gave it back (`bot`).
 */
export type Update =
  | { readonly kind: 'message'; readonly event: InboundEvent }
  | {
      readonly kind: 'status';
      readonly channel: ChannelId;
      readonly ref?: string;
      readonly messageId?: string;
      readonly status: DeliveryStatus | 'failed';
      readonly code?: string;
      readonly at: number;
    }
  | {
      readonly kind: 'watermark';
      readonly channel: ChannelId;
      readonly from: Address;
      readonly status: 'delivered' | 'read';
      readonly at: number;
    }
  | { readonly kind: 'moved'; readonly channel: ChannelId; readonly previous: string; readonly current: string }
  | {
      readonly kind: 'handover';
      readonly channel: ChannelId;
      readonly with: Address;
      readonly owner: 'bot' | 'other';
      readonly at: number;
    };

/** What was left out of a webhook, counted by reason (`echo`, `group`, `foreign-number`, `malformed`, …): nothing is dropped in silence. */
export type Ignored = Readonly<Record<string, number>>;

/** What a channel makes of a webhook. A refusal is a bare status: it explains nothing to the caller. */
export type Received =
  | {
      readonly ok: true;
      readonly updates: readonly Update[];
      readonly ignored: Ignored;
      /** There when the caller wants the replies in the answer to this very request. */
      readonly answer?: Answer;
    }
  | { readonly ok: false; readonly status: 400 | 401 | 403 | 415 };

/**
 * Replies that go into the answer to a request. `body`: JSON, once the turn is over; undefined if it did not come in time. `abandon`:
 * there will be no turn (seen before, not stored), or nobody to answer any more.
 */
export type Answer = { readonly body: Promise<unknown>; readonly abandon: () => void };
