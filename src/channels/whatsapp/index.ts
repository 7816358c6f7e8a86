import type { Channel } from '../channel.ts';
import type { Graph } from '../meta/graph.ts';
import { verifiedChallenge } from '../meta/verification.ts';
import { compose, receipt } from './compose.ts';
import { outcomeOf } from './errors.ts';
import { PAIR_BURST, PAIR_EVERY_MS } from './limits.ts';
import { makePlayer } from './player.ts';
import { receive } from './receive.ts';

export type WhatsAppOptions = {
  /** The number that the bot speaks with; webhooks about other numbers of the account are left alone. */
  readonly phoneNumberId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Throughput of the number: 80 by default, 1,000 after Meta's upgrade, 20 for a number that a phone app shares. */
  readonly messagesPerSecond: number;
  readonly graph: Graph;
};

/** WhatsApp Cloud API for one number. The Graph client is the channel's own from now on: `close` closes it. */
export function makeWhatsApp({ phoneNumberId, appSecret, verifyToken, messagesPerSecond, graph }: WhatsAppOptions): Channel {
  return {
    id: 'whatsapp',
    verify: (query) => verifiedChallenge(query, verifyToken),
    receive: (request, now) => receive(request, now, { phoneNumberId, appSecret }),
    compose,
    receipts: (_to, platformId) => [receipt(platformId)],
    // There is no idempotency key for sends; this field comes back in statuses and is the only tie to our row.
    send: async (payload, ref) => outcomeOf(await graph.post(phoneNumberId, { ...payload, biz_opaque_callback_data: ref })),
    sendReceipt: async (payload) => {
      await graph.post(phoneNumberId, payload);
    },
    player: makePlayer(phoneNumberId, graph),
    pace: { perSecond: messagesPerSecond, pair: { burst: PAIR_BURST, everyMs: PAIR_EVERY_MS } },
    close: graph.close,
  };
}
