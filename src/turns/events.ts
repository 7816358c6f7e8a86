import type { ChannelId } from '../model/channel.ts';
import type { ConversationKey } from '../model/ids.ts';

/**
 * How the turn of one conversation ended, silence included. `too-old`: nothing in it was worth an answer any more. `handed-over`:
 * another app or a human holds the thread. `failed`: it threw and is tried again. `stale`: another worker was faster.
 */
export type TurnOutcome = 'answered' | 'erased' | 'too-old' | 'handed-over' | 'failed' | 'stale';

/** What the loop tells the operator's side. Quick, and never throwing. */
export type TurnEvents = {
  readonly onTurn: (channel: ChannelId, outcome: TurnOutcome, events: number) => void;
  /** How one message was understood. */
  readonly onMatched: (channel: ChannelId, matched: string) => void;
  /** Replies written to the outbox. */
  readonly onReplies: (channel: ChannelId, count: number) => void;
  /** A turn threw. `dead`: events set aside for good after too many tries. */
  readonly onPoison: (channel: ChannelId, conversation: ConversationKey, error: unknown, dead: number) => void;
  /** The store could not be reached. The loop goes on by itself. */
  readonly onError: (error: unknown) => void;
};
