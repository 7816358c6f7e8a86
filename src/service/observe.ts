import type { DeliveryEvents } from '../delivery/events.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Store } from '../store/store.ts';
import type { TurnEvents } from '../turns/events.ts';

/**
 * What the loops tell, as metrics and log lines. Labels come from closed lists (channels, outcomes, platform codes), so nobody can
 * be counted one by one; lines carry counts, codes and conversation keys.
 */
export function observeTurns(metrics: Metrics, log: Log): TurnEvents {
  const turns = metrics.counter('anoura_turns_total', 'Turns by how they ended', ['channel', 'outcome']);
  const matched = metrics.counter('anoura_matched_total', 'Messages by how they were understood', ['channel', 'by']);
  const replies = metrics.counter('anoura_replies_total', 'Replies written to the outbox', ['channel']);
  const dead = metrics.counter('anoura_dead_events_total', 'Messages set aside because their turn kept failing', ['channel']);
  return {
    onTurn: (channel, outcome, events) => {
      turns({ channel, outcome });
      // Usual after an outage. With a clock that is ahead it is all there is, and nothing else would tell.
      if (outcome === 'too-old') log.warn('too old to be answered: is the clock of this machine right?', { channel, events });
      log.debug('turn', { channel, outcome, events });
    },
    onMatched: (channel, by) => matched({ channel, by }),
    onReplies: (channel, count) => replies({ channel }, count),
    onPoison: (channel, conversation, error, setAside) => {
      dead({ channel }, setAside);
      log.error('turn failed', { channel, conversation, setAside }, error);
    },
    onError: (error) => log.error('turns cannot reach the store', {}, error),
  };
}

export function observeDelivery(metrics: Metrics, log: Log): DeliveryEvents {
  const outcomes = metrics.counter('anoura_sends_total', 'Attempts to send, by outcome and platform code', ['channel', 'outcome', 'code']);
  const latency = metrics.duration('anoura_send_seconds', 'From the turn that wrote a message until the platform took it', ['channel']);
  const lost = metrics.counter('anoura_undelivered_total', 'Messages that were not sent, by reason', ['channel', 'reason']);
  const shed = metrics.counter('anoura_receipts_shed_total', 'Read marks and typing signs left out under load', ['channel']);
  const uploads = metrics.counter('anoura_uploads_total', 'Recordings given to the platform', ['channel', 'outcome', 'code']);
  const unplayed = metrics.counter('anoura_recordings_unplayed_total', 'Recordings in whose place words went out', ['channel']);
  const suspended = metrics.gauge('anoura_channel_suspended', '1 while nothing can be sent on a channel', ['channel']);
  return {
    onSent: (channel, latencyMs) => latency({ channel }, latencyMs / 1000),
    onOutcome: (channel, outcome, code) => {
      outcomes({ channel, outcome, code });
      if (outcome === 'sent') log.debug('sent', { channel });
      else log.warn('not sent', { channel, outcome, code });
    },
    onGaveUp: (channel, code) => {
      lost({ channel, reason: 'gave-up' });
      log.error('message given up', { channel, code });
    },
    onShed: (channel, receipts) => shed({ channel }, receipts),
    onSuspended: (channel, code, pauseMs) => {
      suspended({ channel }, 1);
      log.error('channel suspended: check its token, number and permissions', { channel, code, pauseMs });
    },
    onResumed: (channel) => {
      suspended({ channel }, 0);
      log.info('channel works again', { channel });
    },
    onExpired: (channel) => lost({ channel, reason: 'expired' }),
    onUpload: (channel, outcome, code) => {
      uploads({ channel, outcome, code });
      if (outcome !== 'uploaded') log.warn('recording not uploaded', { channel, outcome, code });
    },
    onUnplayed: (channel) => unplayed({ channel }),
    onError: (channel, error) => log.error('delivery cannot reach the store', { channel }, error),
  };
}

/** Depths and ages, read at each scrape. */
export function observeStore(metrics: Metrics, store: Pick<Store, 'stats'>, clock: () => number): void {
  const depth = metrics.gauge('anoura_queue_depth', 'What waits: events for a turn, messages to be sent, events set aside', ['queue']);
  const age = metrics.gauge('anoura_queue_oldest_seconds', 'Age of the oldest that waits', ['queue']);
  metrics.beforeScrape(async () => {
    const now = clock();
    const { inbox, oldestInbox, outbox, oldestOutbox, dead } = await store.stats(now);
    depth({ queue: 'inbox' }, inbox);
    depth({ queue: 'outbox' }, outbox);
    depth({ queue: 'dead' }, dead);
    age({ queue: 'inbox' }, (now - (oldestInbox ?? now)) / 1000);
    age({ queue: 'outbox' }, (now - (oldestOutbox ?? now)) / 1000);
  });
}
