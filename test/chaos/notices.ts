import type { GraphEnding } from './graph.ts';
import type { Ledger } from './ledger.ts';
import type { Meta } from './meta.ts';
import { random } from './random.ts';
import { type ChaosChannel, type Notice, type NoticeStatus, noticesOf } from './wire.ts';

/** Statuses that come within this time share a webhook. */
const BAG_MS = 15;
const LATEST_MS = 3_000;

/**
 * What Meta tells of the messages it took: of some all, of some nothing; some of it late, in another order, before Graph's own answer, or,
 * after that answer, that it failed. `over`: nothing more is told.
 */
export function makeNotices(parts: { readonly seed: number; readonly meta: Meta; readonly ledger: Ledger; readonly over: () => boolean }) {
  const { seed, meta, ledger, over } = parts;
  const bags = new Map<ChaosChannel, Notice[]>();
  const told = new Map<string, number>();
  const chance = random(seed, 'notices');
  let count = 0;

  function add(channel: ChaosChannel, notice: Notice): void {
    const bag = bags.get(channel);
    if (bag !== undefined) {
      bag.push(notice);
    } else if (!over()) {
      const fresh = [notice];
      bags.set(channel, fresh);
      setTimeout(() => empty(channel, fresh), chance.int(0, BAG_MS));
    }
  }

  function empty(channel: ChaosChannel, notices: readonly Notice[]): void {
    bags.delete(channel);
    count += notices.length;
    // Only these carry the name of our row, and so end it whatever we have recorded.
    const ends = notices.filter(({ status }) => channel === 'whatsapp' || status === 'sent' || status === 'failed');
    const onAcked = () => {
      for (const { ref } of ends) ledger.noticed(ref);
    };
    const onPosted = () => {
      for (const { ref } of ends) ledger.notified(ref);
    };
    meta.post(channel, noticesOf(channel, notices), { onPosted, onAcked });
  }

  return {
    /** Drawn for the n-th message to this person, so that it does not matter in which order people are served. */
    follow: ({ channel, call: { to, ref }, messageId }: GraphEnding): void => {
      const nth = (told.get(to) ?? 0) + 1;
      told.set(to, nth);
      const drawn = random(seed, 'notices', to, nth);
      const tell = (status: NoticeStatus, ms: number) => void setTimeout(() => add(channel, { to, ref, messageId, status }), ms);
      if (drawn.chance(0.4)) tell(drawn.chance(0.03) ? 'failed' : 'sent', drawn.chance(0.4) ? 0 : drawn.int(1, LATEST_MS));
      if (drawn.chance(0.15)) tell('delivered', drawn.int(1, LATEST_MS));
      if (drawn.chance(0.1)) tell('read', drawn.int(1, LATEST_MS));
    },
    count: () => count,
  };
}

export type Notices = ReturnType<typeof makeNotices>;
