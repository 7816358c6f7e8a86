import { randomUUID } from 'node:crypto';
import type { Answer } from '../../model/inbound.ts';

/**
 * Requests with `deliveryMode: expectReplies`: whoever sent them wants the replies in the answer. The message goes the way of all
 * others, through inbox, turn and outbox; only the last hop ends here instead of at a connector.
 *
 * In memory, because the connection is: after a restart, or past the time that such a client waits, nobody is there any more, and the
 * reply is refused and counted like every other that cannot reach its person.
 */
export type Waiters = {
  /** `conversation`: whose turn it will be. */
  readonly open: (conversation: string) => { readonly token: string; readonly answer: Answer };
  /** Hands over one reply; the last one of its turn ends the wait. False: nobody waits any more. */
  readonly give: (token: string, reply: unknown, more: boolean) => boolean;
  /** Ends all waits without replies. */
  readonly close: () => void;
};

/** The Bot Framework's own channels give a bot 15 s; ours answers in milliseconds unless it is in trouble. */
const WAIT_MS = 10_000;

type Waiter = { readonly conversation: string; readonly replies: unknown[]; readonly end: (body: unknown) => void };

export function makeWaiters(waitMs = WAIT_MS): Waiters {
  // In the order in which they were opened.
  const waiting = new Map<string, Waiter>();

  return {
    open: (conversation) => {
      const token = randomUUID();
      const { promise: body, resolve } = Promise.withResolvers<unknown>();
      const end = (value: unknown): void => {
        clearTimeout(timer);
        waiting.delete(token);
        resolve(value);
      };
      const timer = setTimeout(() => end(undefined), waitMs);
      waiting.set(token, { conversation, replies: [], end });
      return { token, answer: { body, abandon: () => end({ activities: [] }) } };
    },
    give: (token, reply, more) => {
      const waiter = waiting.get(token);
      if (waiter === undefined) return false;
      waiter.replies.push(reply);
      if (more) return true;
      // One turn answers all messages that had come by then, in the words of its last one: the requests before it get nothing more.
      for (const [earlier, { conversation, end }] of [...waiting]) {
        if (earlier === token) break;
        if (conversation === waiter.conversation) end({ activities: [] });
      }
      waiter.end({ activities: waiter.replies });
      return true;
    },
    close: () => {
      for (const { end } of [...waiting.values()]) end(undefined);
    },
  };
}
