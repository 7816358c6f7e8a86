import type { ChannelId } from '../../src/model/channel.ts';
import { conversationKey, outboundRef } from '../../src/model/ids.ts';
import type { SendResult, SendWork, Store } from '../../src/store/store.ts';

export type NewRow = {
  readonly conversation?: string;
  readonly channel?: ChannelId;
  readonly deadline?: number;
  readonly createdAt?: number;
  readonly receipts?: number;
};

type Row = {
  readonly work: Omit<SendWork, 'attempt'>;
  attempts: number;
  dueAt: number;
  leasedUntil: number;
  /** The results recorded for it, in order; the last one is final once it is neither `retry` nor `postponed`. */
  readonly results: SendResult[];
};

const isFinal = (result: SendResult | undefined): boolean => result !== undefined && result.kind !== 'retry' && result.kind !== 'postponed';

/** The outbox's two calls in memory, as store.ts describes them: only the head of a conversation, leased, attempts counted. */
export class FakeStore implements Pick<Store, 'claimSends' | 'recordSends'> {
  readonly rows: Row[] = [];
  readonly claims: { readonly channel: ChannelId; readonly limit: number; readonly leaseMs: number }[] = [];
  /** Calls to reject before they work again. */
  failures = { claim: 0, record: 0 };

  add({ conversation = 'anna', channel = 'whatsapp', deadline = Number.MAX_SAFE_INTEGER, createdAt = 0, receipts = 0 }: NewRow): number {
    const id = this.rows.length;
    this.rows.push({
      work: {
        id,
        ref: outboundRef(`ref-${id}`),
        conversation: conversationKey(conversation),
        channel,
        payload: { id, conversation },
        receipts: Array.from({ length: receipts }, (_, n) => ({ receiptOf: id, n })),
        deadline,
        createdAt,
      },
      attempts: 0,
      dueAt: 0,
      leasedUntil: 0,
      results: [],
    });
    return id;
  }

  async claimSends(options: { channel: ChannelId; limit: number; now: number; leaseMs: number }): Promise<readonly SendWork[]> {
    await null;
    if (this.failures.claim > 0) {
      this.failures.claim -= 1;
      throw new Error('claim failed');
    }
    const { channel, limit, now, leaseMs } = options;
    this.claims.push({ channel, limit, leaseMs });
    const seen = new Set<string>();
    const claimed: SendWork[] = [];
    for (const row of this.rows) {
      if (claimed.length === limit) break;
      if (row.work.channel !== channel || isFinal(row.results.at(-1)) || seen.has(row.work.conversation)) continue;
      seen.add(row.work.conversation);
      if (row.dueAt > now || row.leasedUntil > now) continue;
      row.leasedUntil = now + leaseMs;
      claimed.push({ ...row.work, attempt: row.attempts + 1 });
    }
    return claimed;
  }

  async recordSends(results: readonly SendResult[]): Promise<{ next: boolean }> {
    await null;
    if (this.failures.record > 0) {
      this.failures.record -= 1;
      throw new Error('record failed');
    }
    for (const result of results) {
      const row = this.rows[result.id];
      if (row === undefined || isFinal(row.results.at(-1))) throw new Error(`row ${result.id} already ended`);
      row.results.push(result);
      row.leasedUntil = 0;
      if (result.kind === 'retry' || result.kind === 'postponed') row.dueAt = result.at;
      if (result.kind !== 'postponed') row.attempts += 1;
    }
    const over = new Set(results.filter(isFinal).map(({ id }) => this.rows[id]?.work.conversation));
    return { next: this.rows.some(({ work, results }) => over.has(work.conversation) && !isFinal(results.at(-1))) };
  }

  /** How each row ended, `open` if it has not. */
  ends(): string[] {
    return this.rows.map(({ results }) => {
      const last = results.at(-1);
      return last !== undefined && isFinal(last) ? last.kind : 'open';
    });
  }
}
