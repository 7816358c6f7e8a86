import type { Uploaded } from '../channels/channel.ts';
import type { ChannelId } from '../model/channel.ts';
import type { OutcomeKind } from '../model/outbound.ts';

/** What delivery tells the operator's side (metrics, log). Called on the way, so: quick, and never throwing. */
export type DeliveryEvents = {
  /** The platform took a message, this long after its turn wrote it. */
  readonly onSent: (channel: ChannelId, latencyMs: number) => void;
  /** Each attempt; `code` is empty for `sent`. */
  readonly onOutcome: (channel: ChannelId, kind: OutcomeKind, code: string) => void;
  /** A message that was tried in vain until its next attempt would have come after its deadline. */
  readonly onGaveUp: (channel: ChannelId, code: string) => void;
  /** Receipts left out because messages needed the room. */
  readonly onShed: (channel: ChannelId, receipts: number) => void;
  /** The channel stopped, or its probe failed: an operator is needed. Told once a pause, not once a message. */
  readonly onSuspended: (channel: ChannelId, code: string, pauseMs: number) => void;
  readonly onResumed: (channel: ChannelId) => void;
  /** A message that was not sent because it had become too old. */
  readonly onExpired: (channel: ChannelId) => void;
  /** A recording went to the platform, or did not. */
  readonly onUpload: (channel: ChannelId, outcome: Uploaded['kind'], code: string) => void;
  /** Words went out in the place of a recording. */
  readonly onUnplayed: (channel: ChannelId) => void;
  /** The store could not be reached, or a channel broke its promise not to throw. Delivery goes on by itself. */
  readonly onError: (channel: ChannelId, error: unknown) => void;
};
