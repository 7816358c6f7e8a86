import type { ChannelId } from '../model/channel.ts';
import type { Ignored, Update } from '../model/inbound.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { ReceiveReport } from '../store/store.ts';

export type WebhookMetrics = {
  /** `status`: of the answer, or `gone` when nobody waited for it. */
  readonly answered: (channel: ChannelId, status: number | 'gone', seconds: number) => void;
  readonly ignored: (channel: ChannelId, ignored: Ignored) => void;
  readonly stored: (channel: ChannelId, updates: readonly Update[], report: ReceiveReport) => void;
};

/**
 * Counts of the webhook door. Whoever reads /metrics sees numbers by channel, status, kind and reason, all from closed lists. A
 * reason is a channel's own word, so it is held to letters and hyphens here: an id or a number can never become a label.
 */
export function makeWebhookMetrics(metrics: Metrics): WebhookMetrics {
  const webhooks = metrics.counter('anoura_webhooks_total', 'Webhook POSTs by status of the answer', ['channel', 'status']);
  const events = metrics.counter('anoura_events_total', 'Updates in webhooks that were stored, duplicates included', ['channel', 'kind']);
  const ignoredItems = metrics.counter('anoura_ignored_total', 'Items of webhooks left out, by reason', ['channel', 'reason']);
  const duplicates = metrics.counter('anoura_duplicates_total', 'Messages seen before', ['channel']);
  const ack = metrics.duration('anoura_ack_seconds', 'From the head of a webhook POST to the status of its answer', ['channel']);

  return {
    answered: (channel, status, seconds) => {
      webhooks({ channel, status: String(status) });
      ack({ channel }, seconds);
    },
    ignored: (channel, ignored) => {
      for (const [reason, count] of Object.entries(ignored)) {
        ignoredItems({ channel, reason: /^[a-z][a-z_-]{0,39}$/.test(reason) ? reason : 'other' }, count);
      }
    },
    stored: (channel, updates, report) => {
      for (const update of updates) events({ channel, kind: update.kind });
      if (report.duplicates > 0) duplicates({ channel }, report.duplicates);
    },
  };
}
