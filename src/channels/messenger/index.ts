import type { OutboundRef } from '../../model/ids.ts';
import type { Payload } from '../../model/outbound.ts';
import type { Channel } from '../channel.ts';
import type { Graph } from '../meta/graph.ts';
import { verifiedChallenge } from '../meta/verification.ts';
import { compose, receipts } from './compose.ts';
import { outcomeOf } from './errors.ts';
import { makePlayer } from './player.ts';
import { receive } from './receive.ts';

export type MessengerOptions = {
  /** The page that the bot speaks for; events of other pages of the app are left alone. */
  readonly pageId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Meta's figure for one page is 300 calls a second; it gives none for one person. */
  readonly messagesPerSecond: number;
  readonly graph: Graph;
};

/** The Messenger Platform for one Facebook page. The Graph client is the channel's own from now on: `close` closes it. */
export function makeMessenger({ pageId, appSecret, verifyToken, messagesPerSecond, graph }: MessengerOptions): Channel {
  return {
    id: 'messenger',
    verify: (query) => verifiedChallenge(query, verifyToken),
    receive: (request, now) => receive(request, now, { pageId, appSecret }),
    compose,
    receipts,
    send: async (payload, ref) => outcomeOf(await graph.post(pageId, withRef(payload, ref))),
    sendReceipt: async (payload) => {
      await graph.post(pageId, payload);
    },
    player: makePlayer(pageId, graph),
    pace: { perSecond: messagesPerSecond },
    close: graph.close,
  };
}

/** `message.metadata` comes back in the echo and is the only correlation there is: the Send API has no idempotency key. */
function withRef(payload: Payload, ref: OutboundRef): Payload {
  const message = typeof payload.message === 'object' ? payload.message : undefined;
  return { ...payload, message: { ...message, metadata: ref } };
}
