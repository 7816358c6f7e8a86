import type { Delivery } from '../delivery/delivery.ts';
import type { Readiness } from '../http/health-routes.ts';
import type { Store } from '../store/store.ts';

/** An event that waits longer than this for its turn means that the turns have stopped. */
const INBOX_STUCK_MS = 30_000;
/** Messages wait and none went out for this long: replies have stopped, whatever the reason. */
const OUTBOX_STUCK_MS = 120_000;

/**
 * Whether people who write now will get an answer: the database answers, turns keep up, replies go out. Fails when messages come in
 * and no replies go out, the failure that a process which merely answers would hide. Content is valid, or the server would not run.
 */
export function makeReadiness(
  store: Pick<Store, 'stats'>,
  delivery: Pick<Delivery, 'health'>,
  clock: () => number,
): () => Promise<Readiness> {
  return async () => {
    const now = clock();
    const stats = await store.stats(now).catch(() => undefined);
    if (stats === undefined) return { ready: false, reasons: ['the database cannot be reached'] };
    const { lastSentAt, suspended } = delivery.health();
    const inboxStuck = now - (stats.oldestInbox ?? now) > INBOX_STUCK_MS;
    const outboxStuck = now - (stats.oldestOutbox ?? now) > OUTBOX_STUCK_MS && now - lastSentAt > OUTBOX_STUCK_MS;
    const reasons = [
      ...(inboxStuck ? ['messages wait and are not answered'] : []),
      ...(outboxStuck ? ['replies wait and none goes out'] : []),
      ...suspended.map((channel) => `${channel} refuses everything: check its token and number`),
    ];
    return { ready: reasons.length === 0, reasons };
  };
}
