import type { Channel } from '../channels/channel.ts';
import type { RawRequest } from '../model/channel.ts';
import type { Log } from '../runtime/log.ts';
import type { Store } from '../store/store.ts';
import type { WebhookMetrics } from './webhook-metrics.ts';

/** 200: stored, or nothing to store. 503: not stored, send it again. 400 and 401: the channel's refusal. 500: our mistake. */
type WebhookStatus = 200 | 400 | 401 | 500 | 503;

export type Webhook = (channel: Channel, request: RawRequest) => Promise<WebhookStatus>;

export type WebhookParts = {
  readonly store: Pick<Store, 'receive'>;
  readonly clock: () => number;
  /** There is new work for the turns. */
  readonly onReceived: () => void;
  readonly metrics: WebhookMetrics;
  readonly log: Log;
};

/**
 * From a signed request to the status of its answer. Knows no web framework and never rejects; resolves to 200 only once every
 * update of the request is on disk.
 *
 * A refused request leaves a count and no log line: anyone on the internet can send as many as they like.
 */
export function makeWebhook({ store, clock, onReceived, metrics, log }: WebhookParts): Webhook {
  const keep = async (channel: Channel, request: RawRequest): Promise<WebhookStatus> => {
    const now = clock();
    const received = channel.receive(request, now);
    if (!received.ok) return received.status;
    metrics.ignored(channel.id, received.ignored);
    if (received.updates.length === 0) return 200;
    try {
      const report = await store.receive(received.updates, now);
      metrics.stored(channel.id, received.updates, report);
      if (report.messages > 0) nudge();
      return 200;
    } catch (error) {
      log.error('webhook not stored', { channel: channel.id, updates: received.updates.length }, error);
      return 503;
    }
  };

  /** What is stored is stored: a failing nudge must not make Meta send it again. The turns look by themselves from time to time. */
  const nudge = (): void => {
    try {
      onReceived();
    } catch (error) {
      log.error('nudge failed', {}, error);
    }
  };

  return async (channel, request) => {
    try {
      return await keep(channel, request);
    } catch (error) {
      log.error('webhook failed', { channel: channel.id }, error);
      return 500;
    }
  };
}
