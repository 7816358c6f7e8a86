import { jest } from '@jest/globals';
import type { Pace } from '../../src/channels/channel.ts';
import { type DeliveryOptions, startDelivery } from '../../src/delivery/delivery.ts';
import type { DeliveryEvents } from '../../src/delivery/events.ts';
import type { ChannelId } from '../../src/model/channel.ts';
import type { Outcome, Payload } from '../../src/model/outbound.ts';
import { FakeStore } from './fake-store.ts';

export const SENT: Outcome = { kind: 'sent', messageId: 'mid' };
export const RETRY: Outcome = { kind: 'retry', code: '2', ambiguous: false };
export const SUSPENDED: Outcome = { kind: 'suspended', code: '190' };

/** Timers and the clock stand still until `advance`; setImmediate stays real, so that promises and loops can run dry. */
export function freezeTime(): void {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'performance', 'hrtime'] });
}

/** Long enough for every chain of promises here that no timer interrupts. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets virtual time pass in steps of 50 ms. */
export async function advance(ms: number): Promise<void> {
  await settle();
  for (let left = ms; left > 0; left -= 50) {
    jest.advanceTimersByTime(Math.min(left, 50));
    await settle();
  }
}

type Call = { readonly at: number; readonly row: number; readonly conversation: string };

/** A channel that answers as told and remembers what it was asked. */
export function fakeChannel(id: ChannelId, pace: Pace = { perSecond: 10_000 }) {
  const channel = {
    id,
    pace,
    calls: [] as Call[],
    receipts: [] as { readonly at: number; readonly row: number }[],
    mostAtOnce: 0,
    /** Per row id: the answers in order, the last one for good; other rows are `sent`. */
    script: new Map<number, readonly Outcome[]>(),
    answer: (call: Call): Outcome => {
      const script = channel.script.get(call.row) ?? [SENT];
      const earlier = channel.calls.filter(({ row }) => row === call.row).length - 1;
      return script[Math.min(earlier, script.length - 1)] ?? SENT;
    },
    /** Milliseconds until the answer; 0 is at once. */
    sendMs: 0,
    /** Added for each row sent before, so that they do not end together. */
    staggerMs: 0,
    receiptMs: 0,
    send: async (payload: Payload): Promise<Outcome> => {
      const call = { at: Date.now(), row: Number(payload.id), conversation: String(payload.conversation) };
      channel.calls.push(call);
      atOnce += 1;
      channel.mostAtOnce = Math.max(channel.mostAtOnce, atOnce);
      await wait(channel.sendMs + channel.staggerMs * (channel.calls.length - 1));
      atOnce -= 1;
      return channel.answer(call);
    },
    sendReceipt: async (payload: Payload): Promise<void> => {
      channel.receipts.push({ at: Date.now(), row: Number(payload.receiptOf) });
      await wait(channel.receiptMs);
    },
  };
  let atOnce = 0;
  return channel;
}

const wait = (ms: number) => (ms === 0 ? Promise.resolve() : new Promise<void>((resolve) => setTimeout(resolve, ms)));

type Told = { readonly [K in keyof DeliveryEvents]: Parameters<DeliveryEvents[K]>[] };

/** Delivery over a fake store and fake channels, with what it told its events. */
export function makeWorld(channels: ReturnType<typeof fakeChannel>[], options: Partial<DeliveryOptions> = {}) {
  const store = new FakeStore();
  const told: Told = {
    onSent: [],
    onOutcome: [],
    onGaveUp: [],
    onShed: [],
    onSuspended: [],
    onResumed: [],
    onExpired: [],
    onUpload: [],
    onUnplayed: [],
    onError: [],
  };
  const events: DeliveryEvents = {
    onSent: (...args) => void told.onSent.push(args),
    onOutcome: (...args) => void told.onOutcome.push(args),
    onGaveUp: (...args) => void told.onGaveUp.push(args),
    onShed: (...args) => void told.onShed.push(args),
    onSuspended: (...args) => void told.onSuspended.push(args),
    onResumed: (...args) => void told.onResumed.push(args),
    onExpired: (...args) => void told.onExpired.push(args),
    onUpload: (...args) => void told.onUpload.push(args),
    onUnplayed: (...args) => void told.onUnplayed.push(args),
    onError: (...args) => void told.onError.push(args),
  };
  const start = () => startDelivery({ store, channels, clock: Date.now, random: () => 0.5, events, ...options });
  return { store, told, start };
}
