import type { ChannelId } from '../model/channel.ts';
import type { SendWork } from '../store/store.ts';
import { type LaneOptions, LEASE_MS, startLane } from './lane.ts';

/** The loop from the outbox to the platforms. */
export type Delivery = {
  /** Messages may wait to be sent. Cheap. */
  readonly nudge: () => void;
  /** How many messages of a channel could be sent now: so many may be leased for `leaseMs` where they are written, and given to `take`. */
  readonly room: (channel: ChannelId) => number;
  readonly leaseMs: number;
  /** Sends messages that were leased at `leasedAt`, without a claim. */
  readonly take: (rows: readonly SendWork[], leasedAt: number) => void;
  /**
   * Claims nothing more and waits for the sends in flight. May last as long as the slowest of them, 15 s: the caller has the watchdog. Cut
   * short, a call that the platform has taken would be made again by the next process; one that has not left yet ends by itself in 5 s.
   */
  readonly stop: () => Promise<void>;
  /** Resolves when no message is due and none in flight; those that wait for a later time, or for a suspended channel, do not count. */
  readonly drained: () => Promise<void>;
  /** `lastSentAt`: epoch milliseconds of the last message a platform took, 0 before the first. */
  readonly health: () => { readonly lastSentAt: number; readonly suspended: readonly ChannelId[] };
};

export type DeliveryOptions = Omit<LaneOptions, 'channel' | 'maxInFlight' | 'maxInFlightForReceipts'> & {
  readonly channels: readonly LaneOptions['channel'][];
  /** Sends at once, for each channel; 256 unless told. */
  readonly maxInFlight?: number;
  /** With more sends or more receipts than this in flight on a channel, its further receipts are left out; 32 unless told. */
  readonly maxInFlightForReceipts?: number;
};

/** Starts to send at once what waits in the store. `clock` in epoch milliseconds, `random` in [0, 1). */
export function startDelivery({ channels, maxInFlight = 256, maxInFlightForReceipts = 32, ...rest }: DeliveryOptions): Delivery {
  const lanes = channels.map((channel) => ({ id: channel.id, ...startLane({ ...rest, channel, maxInFlight, maxInFlightForReceipts }) }));
  const byChannel = new Map<ChannelId, (typeof lanes)[number]>(lanes.map((lane) => [lane.id, lane]));
  return {
    nudge: () => {
      for (const lane of lanes) lane.nudge();
    },
    room: (channel) => byChannel.get(channel)?.room() ?? 0,
    leaseMs: LEASE_MS,
    take: (rows, leasedAt) => {
      for (const [channel, own] of Map.groupBy(rows, (row) => row.channel)) byChannel.get(channel)?.take(own, leasedAt);
    },
    stop: async () => {
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
    drained: async () => {
      await Promise.all(lanes.map((lane) => lane.drained()));
    },
    health: () => ({
      lastSentAt: Math.max(0, ...lanes.map((lane) => lane.lastSentAt())),
      suspended: lanes.filter((lane) => lane.suspended()).map((lane) => lane.id),
    }),
  };
}
