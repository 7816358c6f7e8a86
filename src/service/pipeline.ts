import type { Outlet } from '../channels/channel.ts';
import { type Delivery, startDelivery } from '../delivery/delivery.ts';
import type { DeliveryEvents } from '../delivery/events.ts';
import { withSounds } from '../delivery/sounds.ts';
import type { SoundParts } from '../delivery/uploads.ts';
import type { Engine } from '../engine/engine.ts';
import type { ChannelId } from '../model/channel.ts';
import { type OutboundRef, outboundRef } from '../model/ids.ts';
import type { Update } from '../model/inbound.ts';
import { takeRandom } from '../runtime/random.ts';
import type { StopStep } from '../runtime/shutdown.ts';
import type { Worker } from '../runtime/worker.ts';
import type { ReceiveReport, Store } from '../store/store.ts';
import type { TurnEvents } from '../turns/events.ts';
import { makeTurnDesk, startTurns } from '../turns/turns.ts';

/** From the inbox to the platforms: the two loops around one store. The server runs one on its database, the emulator one on a throw-away. */
export type Pipeline = {
  /** Keeps what a webhook told, and answers it at once where nothing waits before it; see the store's `receiveAndAnswer`. */
  readonly receive: Store['receive'];
  readonly turns: Worker;
  readonly delivery: Delivery;
  /** In the order in which they must run, once nothing comes in any more. */
  readonly steps: readonly StopStep[];
};

export type PipelineParts = {
  readonly store: Store;
  readonly channels: ReadonlyMap<ChannelId, Outlet>;
  /** Asked for each batch of turns, so that content can be swapped while people write. */
  readonly engine: () => Engine;
  readonly readSound: SoundParts['readSound'];
  readonly clock: () => number;
  readonly replyMaxAgeMs: number;
  readonly turnEvents: TurnEvents;
  readonly deliveryEvents: DeliveryEvents;
};

const TIME_BYTES = 6;
const RANDOM_BYTES = 10;

/** Unguessable, and begun with the time: rows made together lie together in the store's index, which saves it a tenth of its work. */
function newRef(now: number): OutboundRef {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(now, 0, TIME_BYTES);
  return outboundRef(Buffer.concat([time, takeRandom(RANDOM_BYTES)]).toString('base64url'));
}

/** A webhook with more messages than this is a backlog of the platform's: it goes through the inbox, in batches that hold up nobody. */
const AT_THE_DESK = 4;

export function startPipeline(parts: PipelineParts): Pipeline {
  const { store, channels, engine, readSound, clock, replyMaxAgeMs, turnEvents, deliveryEvents } = parts;
  const outlets = [...channels.values()].map((channel) =>
    withSounds(channel, { media: store.media, readSound, clock, events: deliveryEvents }),
  );
  const delivery = startDelivery({ store, channels: outlets, clock, random: Math.random, events: deliveryEvents });
  const answering = { engine, channels, clock, newRef: () => newRef(clock()), replyMaxAgeMs, events: turnEvents };
  const turns = startTurns({ ...answering, store, onOutbound: delivery.nudge });
  const { turn, kept } = makeTurnDesk(answering);
  const desk = { turn, room: delivery.room, leaseMs: delivery.leaseMs };

  async function receive(updates: readonly Update[], now: number): Promise<ReceiveReport> {
    const messages = updates.reduce((count, { kind }) => count + (kind === 'message' ? 1 : 0), 0);
    if (messages === 0 || messages > AT_THE_DESK) {
      const report = await store.receive(updates, now);
      if (report.messages > 0) turns.nudge();
      return report;
    }
    const report = await store.receiveAndAnswer(updates, now, desk);
    kept(report.answered);
    delivery.take(report.sends, now);
    if (report.waiting) turns.nudge();
    if (report.unsent) delivery.nudge();
    return report;
  }

  const steps: readonly StopStep[] = [
    { name: 'turns', stop: turns.stop },
    { name: 'sends', stop: delivery.stop },
    { name: 'connections', stop: async () => void (await Promise.all([...channels.values()].map((channel) => channel.close()))) },
    { name: 'store', stop: store.close },
  ];
  return { receive, turns, delivery, steps };
}
