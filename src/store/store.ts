import type { ChannelId } from '../model/channel.ts';
import type { ConversationKey, OutboundRef } from '../model/ids.ts';
import type { DeliveryStatus, InboundEvent, Update } from '../model/inbound.ts';
import type { Payload } from '../model/outbound.ts';
import type { Session } from '../model/session.ts';

/**
 * Inbox, conversations and outbox. One call is one transaction, so no transaction object travels through the product; a call
 * that resolves is on disk, a call that rejects changed nothing. Every time is epoch milliseconds and given by the caller.
 *
 * The store alone knows the data key: it makes pseudonyms of addresses and platform ids, and seals events and payloads.
 */
export type Store = {
  /** Keeps what webhooks told. A message seen before (channel and platform id) adds nothing. */
  readonly receive: (updates: readonly Update[], now: number) => Promise<ReceiveReport>;

  /**
   * As `receive`, and answered at once: the turn of each conversation in which nothing waits is taken by `desk` and kept in the same
   * transaction, with all of its messages of this call and of those that share the transaction. What the desk leaves, or finds others
   * waiting before it, goes to the inbox. Saves the inbox, two claims and two decryptions: half of what a turn costs.
   */
  readonly receiveAndAnswer: <T extends Answered>(updates: readonly Update[], now: number, desk: Desk<T>) => Promise<AnsweredReport<T>>;

  /** Conversations with waiting events, oldest first, each leased to this worker until `now + leaseMs`. */
  readonly claimTurns: (options: { limit: number; now: number; leaseMs: number }) => Promise<readonly TurnWork[]>;

  /** All turns of a batch at once. A turn whose lease was lost meanwhile is thrown away whole and named in `stale`. */
  readonly commitTurns: (results: readonly TurnResult[], now: number) => Promise<{ readonly stale: readonly ConversationKey[] }>;

  /** The oldest unsent message of each conversation that is due, leased. Never two of one conversation. */
  readonly claimSends: (options: { channel: ChannelId; limit: number; now: number; leaseMs: number }) => Promise<readonly SendWork[]>;

  /**
   * How attempts ended. A row whose lease was lost meanwhile still takes `sent`: the message did go out. `next`: behind a message that is
   * over, another one of its conversation waits.
   */
  readonly recordSends: (results: readonly SendResult[], now: number) => Promise<{ readonly next: boolean }>;

  /** Files that a platform keeps for us. */
  readonly media: MediaStore;

  /** Forgets what is past its time, a few rows a call; `more` says that another call would find more. */
  readonly sweep: (now: number) => Promise<{ readonly removed: number; readonly more: boolean }>;

  /** Queue depths and ages for metrics and readiness. Rejects when the database cannot be reached. */
  readonly stats: (now: number) => Promise<StoreStats>;

  readonly close: () => Promise<void>;
};

/** `account`: channel, and the number or page that the platform's ids belong to. `file`: what is in it. */
export type MediaKey = { readonly account: string; readonly file: string };

/** The platform's ids of files that were uploaded once, so that they are sent to everybody without another upload. */
export type MediaStore = {
  /** Undefined when it was never uploaded, is forgotten, or its time has come. */
  readonly find: (key: MediaKey, now: number) => Promise<string | undefined>;
  /** In place of an id that was kept before. `until`: not found from then on. */
  readonly keep: (key: MediaKey, id: string, until: number) => Promise<void>;
  /** This id only: one that another process has kept meanwhile stays. */
  readonly forget: (key: MediaKey, id: string) => Promise<void>;
};

export type ReceiveReport = { readonly messages: number; readonly duplicates: number; readonly statuses: number };

/** Who answers while a webhook is stored. */
export type Desk<T extends Answered> = {
  /**
   * One turn: undefined leaves the events in the inbox. Runs inside the transaction, and again should it have to be repeated, so: pure,
   * quick, and never throwing. The `lease` of the work and the ids of its events mean nothing here.
   */
  readonly turn: (work: TurnWork) => T | undefined;
  /** How many messages of this channel may be handed out in the report, leased for `leaseMs`, instead of waiting for `claimSends`. */
  readonly room: (channel: ChannelId) => number;
  readonly leaseMs: number;
};

/** A turn that was taken, with whatever its taker wants to know once it is kept. */
export type Answered = { readonly result: DoneTurn };

/** `waiting`: events were left in the inbox; `unsent`: messages were left in the outbox. A turn is told to one of those whose events it answers. */
export type AnsweredReport<T extends Answered> = ReceiveReport & {
  readonly answered: readonly T[];
  readonly sends: readonly SendWork[];
  readonly waiting: boolean;
  readonly unsent: boolean;
};

/** Proof of a claim: a commit holds only while the conversation is still at this version. */
export type Lease = { readonly version: number };

export type TurnWork = {
  readonly conversation: ConversationKey;
  readonly channel: ChannelId;
  readonly lease: Lease;
  readonly session: Session | undefined;
  /** When the session was last used; undefined without one. */
  readonly sessionAt: number | undefined;
  /** Kept longer than the session. */
  readonly locale: string | undefined;
  /** Until when another app or a human holds the thread; 0 if nobody does. */
  readonly handedOverUntil: number;
  /** Waiting events in order of arrival. `attempts`: turns that failed on it before. */
  readonly events: readonly { readonly id: number; readonly attempts: number; readonly event: InboundEvent }[];
};

export type DoneTurn = {
  readonly kind: 'done';
  readonly conversation: ConversationKey;
  readonly lease: Lease;
  readonly events: readonly number[];
  readonly session: Session | undefined;
  readonly sessionAt: number;
  readonly outbound: readonly NewOutbound[];
  /** Forget the person first: session, language, second identifiers, everything not sent yet; then keep `outbound`. */
  readonly erase: boolean;
};

export type TurnResult =
  | DoneTurn
  /** The turn threw. Events are tried again at `retryAt`; those in `dead` are set aside without their text. */
  | {
      readonly kind: 'failed';
      readonly conversation: ConversationKey;
      readonly lease: Lease;
      readonly events: readonly number[];
      readonly dead: readonly number[];
      readonly retryAt: number;
    };

/** `deadline`: not sent any more after this time. `receipts` go out once, before the first attempt. */
export type NewOutbound = {
  readonly ref: OutboundRef;
  readonly payload: Payload;
  readonly receipts: readonly Payload[];
  readonly deadline: number;
};

export type SendWork = {
  readonly id: number;
  readonly ref: OutboundRef;
  readonly conversation: ConversationKey;
  readonly channel: ChannelId;
  readonly payload: Payload;
  readonly receipts: readonly Payload[];
  readonly deadline: number;
  /** 1 at the first attempt. */
  readonly attempt: number;
  readonly createdAt: number;
};

/**
 * `postponed` gives the row back unharmed (rate limit, channel stopped): the attempt does not count.
 * After `sent`, `failed` and `expired` the body is gone; code and time stay.
 */
export type SendResult =
  | { readonly kind: 'sent'; readonly id: number; readonly messageId: string }
  | { readonly kind: 'retry'; readonly id: number; readonly at: number; readonly code: string }
  | { readonly kind: 'postponed'; readonly id: number; readonly at: number }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string }
  | { readonly kind: 'expired'; readonly id: number };

export type OutboundState = 'open' | DeliveryStatus | 'failed' | 'expired';

export type StoreStats = {
  /** Events that wait for a turn, and the oldest one's time of arrival. */
  readonly inbox: number;
  readonly oldestInbox: number | undefined;
  /** Messages that wait to be sent, and when the oldest of them was written. */
  readonly outbox: number;
  readonly oldestOutbox: number | undefined;
  /** Events set aside because their turn kept failing. */
  readonly dead: number;
};
