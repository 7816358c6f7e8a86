import type { ChannelId, RawRequest } from '../model/channel.ts';
import type { Answer, Received } from '../model/inbound.ts';
import { faultPoint } from '../runtime/fault-points.ts';
import type { Log } from '../runtime/log.ts';
import type { Store } from '../store/store.ts';
import type { WebhookMetrics } from './webhook-metrics.ts';

/** 200: stored, or nothing to store. 503: not stored, send it again. 500: our mistake. Others: the channel's refusal. */
type WebhookStatus = 200 | 400 | 401 | 403 | 415 | 500 | 503;

/** What of a channel stands at the door. */
export type Door = { readonly id: ChannelId; readonly receive: (request: RawRequest, now: number) => Received | Promise<Received> };

/** `answer`: only with 200, for a channel whose caller waits for the replies. */
export type Answered = { readonly status: WebhookStatus; readonly answer?: Answer };

export type Webhook = (door: Door, request: RawRequest) => Promise<Answered>;

export type WebhookParts = {
  readonly store: Pick<Store, 'receive'>;
  readonly clock: () => number;
  readonly metrics: WebhookMetrics;
  readonly log: Log;
};

/**
 * From a signed request to the status of its answer. Knows no web framework and never rejects; resolves to 200 only once every
 * update of the request is on disk.
 *
 * A refused request leaves a count and no log line: anyone on the internet can send as many as they like.
 */
export function makeWebhook({ store, clock, metrics, log }: WebhookParts): Webhook {
  const keep = async (door: Door, request: RawRequest): Promise<Answered> => {
    const now = clock();
    const received = await door.receive(request, now);
    if (!received.ok) return { status: received.status };
    const { updates, ignored, answer } = received;
    const taken: Answered = { status: 200, ...(answer && { answer }) };
    metrics.ignored(door.id, ignored);
    if (updates.length === 0) return taken;
    try {
      const report = await store.receive(updates, now);
      metrics.stored(door.id, updates, report);
      if (report.messages === 0) answer?.abandon();
      faultPoint('before-answer');
      return taken;
    } catch (error) {
      log.error('webhook not stored', { channel: door.id, updates: updates.length }, error);
      answer?.abandon();
      return { status: 503 };
    }
  };

  return async (door, request) => {
    try {
      return await keep(door, request);
    } catch (error) {
      log.error('webhook failed', { channel: door.id }, error);
      return { status: 500 };
    }
  };
}
