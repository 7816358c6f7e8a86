import type { Channel } from '../channels/channel.ts';
import type { Outcome } from '../model/outbound.ts';
import { faultPoint } from '../runtime/fault-points.ts';
import { errorPause, type Next, startWorker } from '../runtime/worker.ts';
import type { SendResult, SendWork, Store } from '../store/store.ts';
import { decide } from './decide.ts';
import type { DeliveryEvents } from './events.ts';
import { makePairBuckets, makeRateWindow } from './limiter.ts';
import { makeSuspension } from './suspension.ts';

/**
 * Delivery for one channel. One lane each, because rate, suspension and a slow platform are a channel's own affair.
 *
 * Order within a conversation needs no bookkeeping here: the store hands out only the oldest unsent row of a conversation and
 * no second one while that is leased. A claimed row is sent at once and never queues here, so a lease need only outlast one
 * call with its time limit.
 *
 * No platform promises that two messages to one person arrive in the order of the calls. The only way that WhatsApp names, to wait
 * for the status `delivered` of the first, would keep the second part of an answer until the phone is on again, perhaps for days;
 * sent at once, they could overtake each other already on their way to Graph. So the second goes when Graph has answered the first.
 * Measured: Graph's answer time and 2 ms (p99 8 ms) for the one answer in six that has two parts, nothing for the others
 * (`node test/chaos/two-parts.ts`).
 */
export type Lane = {
  readonly nudge: () => void;
  /** Messages that could be sent now. None while older ones wait for room. */
  readonly room: () => number;
  /** Sends messages that were leased to this process for LEASE_MS at `leasedAt`, without a claim. */
  readonly take: (rows: readonly SendWork[], leasedAt: number) => void;
  /** Claims nothing more and waits for the sends in flight to be recorded. */
  readonly stop: () => Promise<void>;
  /** Resolves when nothing is due and nothing in flight. What waits for a later time does not count. */
  readonly drained: () => Promise<void>;
  readonly suspended: () => boolean;
  /** 0 before the first one. */
  readonly lastSentAt: () => number;
};

export type LaneOptions = {
  readonly channel: Pick<Channel, 'id' | 'pace' | 'send' | 'sendReceipt'>;
  readonly store: Pick<Store, 'claimSends' | 'recordSends'>;
  readonly clock: () => number;
  readonly random: () => number;
  readonly events: DeliveryEvents;
  readonly maxInFlight: number;
  /** With more sends or more receipts than this in flight, further receipts are left out. */
  readonly maxInFlightForReceipts: number;
};

/** Of every message under way, whoever leased it. */
export const LEASE_MS = 60_000;
/** A send begins while this much of its lease is left at least, which is longer than any call. */
const LEASE_LEFT_MS = 30_000;
const IDLE_MS = 1_000;
/** How often to look while rows wait for a later time. A look that finds nothing is one read of an index. */
const LATER_MS = 250;
/** How long a message waits for its receipts: a typing sign should not arrive after the answer, nor delay it for a person. */
const RECEIPTS_MS = 300;

/**
 * Receipts a second, the most. Each is a call like a message, a quarter of what a turn costs: in a rush the room is for answers, and whoever
 * has the answer at once needs no sign that it is coming.
 */
const RECEIPTS_PER_SECOND = 100;

export function startLane(options: LaneOptions): Lane {
  const { channel, store, clock, random, events, maxInFlight, maxInFlightForReceipts } = options;
  const { id, pace } = channel;
  const rate = makeRateWindow(pace.perSecond);
  const receiptRate = makeRateWindow(RECEIPTS_PER_SECOND);
  const pairs = pace.pair && makePairBuckets(pace.pair);
  const suspension = makeSuspension();
  const inFlight = new Set<Promise<void>>();
  const underWay = new Set<number>();
  let receiptsInFlight = 0;
  let lastSentAt = 0;
  // Some row waits until then at the latest: cheaper than remembering each, and looking now and then is enough.
  let laterUntil = 0;
  let behind = false;
  /** The last look left messages for want of room or rate. */
  let backlog = false;
  let askers: (() => void)[] = [];

  // A claim is a transaction. When messages queue up, wait for room for several instead of claiming them one by one.
  const worthwhileRoom = Math.ceil(maxInFlight / 4);
  const worthwhileRate = Math.ceil(pace.perSecond / 50);

  const worker = startWorker({ run, idleMs: IDLE_MS, onError: (error) => events.onError(id, error) });

  async function run(): Promise<Next> {
    // Only those who asked before this look began: it may miss what was written since.
    const asked = askers;
    askers = [];
    behind = true;
    try {
      return await look();
    } finally {
      if (behind || inFlight.size > 0) askers.push(...asked);
      else for (const tell of asked) tell();
    }
  }

  async function look(): Promise<Next> {
    const pausedMs = suspension.pausedMs(clock());
    if (pausedMs > 0) {
      behind = false;
      return pausedMs;
    }
    const probing = suspension.suspended();
    const room = probing ? 1 - inFlight.size : maxInFlight - inFlight.size;
    if (room < (probing ? 1 : worthwhileRoom)) return 'idle';
    const rateMs = rate.waitMs(worthwhileRate, clock());
    backlog = rateMs > 0;
    if (rateMs > 0) return rateMs;

    const now = clock();
    const limit = Math.min(room, rate.available(now));
    const rows = await store.claimSends({ channel: id, limit, now, leaseMs: LEASE_MS });
    take(rows, now);
    backlog = rows.length >= limit;
    if (backlog) return 'more';
    behind = false;
    return laterUntil > now ? LATER_MS : 'idle';
  }

  function take(rows: readonly SendWork[], leasedAt: number): void {
    // A clock set ahead ends the leases of what is still on its way here; that goes on, and is not sent beside itself.
    const going = rows.filter((row) => !underWay.has(row.id) && mayGo(row));
    // All at once before the first receipt asks what the rate leaves; rows that do not go cost nothing, however many they are.
    rate.spend(going.length, clock());
    for (const row of going) {
      underWay.add(row.id);
      launch(attempt(row, leasedAt).finally(() => underWay.delete(row.id)));
    }
  }

  function launch(task: Promise<void>): void {
    inFlight.add(task);
    task
      .catch((error) => events.onError(id, error))
      .finally(() => {
        inFlight.delete(task);
        // Otherwise nothing is known to wait, and a look would be a transaction for nothing after each message.
        if (behind || backlog || askers.length > 0) worker.nudge();
      });
  }

  /** False for a row that is too old or must wait, which is then recorded. */
  function mayGo(row: SendWork): boolean {
    const now = clock();
    if (now > row.deadline) {
      events.onExpired(id);
      launch(record({ kind: 'expired', id: row.id }));
      return false;
    }
    const tokenAt = pairs?.take(row.conversation, now);
    if (tokenAt === undefined) return true;
    launch(record({ kind: 'postponed', id: row.id, at: tokenAt }));
    return false;
  }

  async function attempt(row: SendWork, claimedAt: number): Promise<void> {
    if (row.attempt === 1 && row.receipts.length > 0) await sendReceipts(row);
    // A machine that slept in between: by now the row may be another process's, and sent.
    const now = clock();
    if (now > claimedAt + LEASE_MS - LEASE_LEFT_MS) return record({ kind: 'postponed', id: row.id, at: now });
    await record(conclude(row, await send(row)));
  }

  /** A channel never throws; should it do so all the same, the call may have gone out, and the row must not be lost. */
  async function send({ payload, ref }: SendWork): Promise<Outcome> {
    try {
      faultPoint('before-send');
      const outcome = await channel.send(payload, ref);
      faultPoint('after-graph');
      return outcome;
    } catch (error) {
      events.onError(id, error);
      return { kind: 'retry', code: 'exception', ambiguous: true };
    }
  }

  /**
   * Courtesy, at the cost of calls: only while sends and rate leave half free, and not with a probe, which is one call. Their own
   * number is bounded as well: each one that hangs keeps a connection until its time-out, and messages would queue behind them.
   */
  async function sendReceipts({ receipts }: SendWork): Promise<void> {
    const now = clock();
    const rateLeft = rate.available(now) - receipts.length;
    const rush = receiptRate.available(now) < receipts.length;
    const crowded = rush || inFlight.size > maxInFlightForReceipts || receiptsInFlight > maxInFlightForReceipts;
    if (crowded || rateLeft < pace.perSecond / 2 || suspension.suspended()) {
      events.onShed(id, receipts.length);
      return;
    }
    rate.spend(receipts.length, now);
    receiptRate.spend(receipts.length, now);
    receiptsInFlight += receipts.length;
    const answered = Promise.allSettled(receipts.map((receipt) => channel.sendReceipt(receipt))).then(() => {
      receiptsInFlight -= receipts.length;
    });
    const patience = pause(RECEIPTS_MS);
    await Promise.race([answered, patience.over]);
    patience.cancel();
  }

  function conclude(row: SendWork, outcome: Outcome): SendResult {
    const now = clock();
    events.onOutcome(id, outcome.kind, outcome.kind === 'sent' ? '' : outcome.code);
    if (outcome.kind === 'suspended') {
      const { rowAt, pauseMs } = suspension.trip(now);
      if (pauseMs !== undefined) events.onSuspended(id, outcome.code, pauseMs);
      return { kind: 'postponed', id: row.id, at: rowAt };
    }
    // A retry proves nothing about the account: the call may not even have reached the platform.
    if (outcome.kind !== 'retry' && suspension.clear(now)) events.onResumed(id);
    if (outcome.kind === 'sent') {
      lastSentAt = now;
      events.onSent(id, now - row.createdAt);
    }
    const result = decide(outcome, row, now, random);
    if (outcome.kind === 'retry' && result.kind === 'failed') events.onGaveUp(id, outcome.code);
    return result;
  }

  /** Tries until the store takes it, even past the lease: a message that went out and is not recorded goes out twice. */
  async function record(result: SendResult): Promise<void> {
    if (result.kind === 'retry' || result.kind === 'postponed') laterUntil = Math.max(laterUntil, result.at);
    for (let failures = 1; ; failures += 1) {
      try {
        faultPoint('before-record');
        const { next } = await store.recordSends([result], clock());
        if (next || result.kind === 'retry' || result.kind === 'postponed') worker.nudge();
        return;
      } catch (error) {
        events.onError(id, error);
        await pause(errorPause(failures)).over;
      }
    }
  }

  return {
    nudge: worker.nudge,
    room: () => (backlog || suspension.suspended() ? 0 : Math.min(maxInFlight - inFlight.size, rate.available(clock()))),
    take,
    stop: async () => {
      await worker.stop();
      await Promise.allSettled(inFlight);
    },
    drained: () =>
      new Promise((resolve) => {
        askers.push(resolve);
        worker.nudge();
      }),
    suspended: suspension.suspended,
    lastSentAt: () => lastSentAt,
  };
}

function pause(ms: number): { readonly over: Promise<void>; readonly cancel: () => void } {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  return { over, cancel: () => clearTimeout(timer) };
}
