import { Pool } from 'undici';
import { signed } from '../support/server.ts';
import { random } from './random.ts';
import type { ChaosChannel } from './wire.ts';

/** Meta's side of the webhooks: posts each one until it is answered 200, and now and then once more. */
export type Meta = {
  /** Tells of the first try and of the first 200. */
  readonly post: (channel: ChaosChannel, body: string, told?: { readonly onPosted?: () => void; readonly onAcked?: () => void }) => void;
  readonly counts: { webhooks: number; repeated: number; duplicates: number; refused: number };
  /** Webhooks without a 200 so far, and duplicates still to come. */
  readonly inHand: () => number;
  readonly close: () => Promise<void>;
};

const DUPLICATES = 0.08;
const LATER_MS = 3_000;
/** Real pauses begin as short and grow; these do not grow, so that a restart is met by everything that waits. */
const PAUSE_MS = { min: 150, max: 600 };

export function makeMeta(options: { readonly url: string; readonly seed: number; readonly onFault: (story: string) => void }): Meta {
  const { url, seed, onFault } = options;
  const pool = new Pool(url, { connections: 128, headersTimeout: 10_000, bodyTimeout: 10_000 });
  const chance = random(seed, 'meta');
  const counts = { webhooks: 0, repeated: 0, duplicates: 0, refused: 0 };
  let inHand = 0;
  let closed = false;

  /** The status; undefined when there was no answer. */
  async function once(channel: ChaosChannel, body: string): Promise<number | undefined> {
    try {
      const headers = { 'content-type': 'application/json', ...signed(body) };
      const response = await pool.request({ method: 'POST', path: `/webhooks/${channel}`, headers, body });
      await response.body.dump();
      return response.statusCode;
    } catch {
      return undefined;
    }
  }

  async function deliver(channel: ChaosChannel, body: string, onAcked: () => void): Promise<void> {
    for (;;) {
      const status = await once(channel, body);
      if (closed) return;
      if (status === 200) return onAcked();
      if (status === 503) counts.refused += 1;
      else if (status !== undefined) onFault(`a signed webhook was answered ${status}`);
      await pause(chance.int(PAUSE_MS.min, PAUSE_MS.max));
      counts.repeated += 1;
    }
  }

  /** While the first is under way, or once more when it is long over; Meta's own repetitions do not wait to be missed. */
  async function duplicate(channel: ChaosChannel, body: string, onAcked: () => void, afterMs: number): Promise<void> {
    counts.duplicates += 1;
    if (afterMs > 0) await pause(afterMs);
    if (!closed && (await once(channel, body)) === 200) onAcked();
  }

  function track(work: Promise<void>): void {
    inHand += 1;
    void work.finally(() => {
      inHand -= 1;
    });
  }

  return {
    post: (channel, body, { onPosted, onAcked } = {}) => {
      counts.webhooks += 1;
      onPosted?.();
      // By the first or by its duplicate, whichever is stored first; once.
      let acked = false;
      const ack = () => {
        if (!acked) onAcked?.();
        acked = true;
      };
      track(deliver(channel, body, ack));
      if (chance.chance(DUPLICATES)) track(duplicate(channel, body, ack, chance.chance(0.5) ? 0 : chance.int(0, LATER_MS)));
    },
    counts,
    inHand: () => inHand,
    close: async () => {
      closed = true;
      await pool.destroy();
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
