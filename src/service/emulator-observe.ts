import type { DeliveryEvents } from '../delivery/events.ts';
import { EMULATED } from '../http/emulator.ts';
import type { WebhookMetrics } from '../http/webhook-metrics.ts';
import type { EmulatedChannel, EmulatorEvent } from '../model/emulator.ts';
import type { Log } from '../runtime/log.ts';
import type { TurnEvents } from '../turns/events.ts';

/*
 * What the emulator's loops tell. Made-up messages are no part of what an operator counts, and how sending ends is what the page shows;
 * of the rest only what should never happen is worth a line in the log.
 */

const nothing = () => undefined;

export const NO_METRICS: WebhookMetrics = { answered: nothing, ignored: nothing, stored: nothing };

export function emulatorTurnEvents(tell: (event: EmulatorEvent) => void, log: Log): TurnEvents {
  return {
    onTurn: (id, outcome) => {
      const channel = emulated(id);
      if (channel !== undefined) tell({ kind: 'turn', channel, outcome });
    },
    onMatched: nothing,
    onReplies: nothing,
    onPoison: (channel, conversation, error) => log.error('turn of the emulator failed', { channel, conversation }, error),
    onError: (error) => log.error('turns of the emulator cannot reach its store', {}, error),
  };
}

const emulated = (id: string): EmulatedChannel | undefined => EMULATED.find((channel) => channel === id);

/** `onPause`: for how many milliseconds a channel stops, 0 when it goes on. */
export function emulatorDeliveryEvents(onPause: (channel: EmulatedChannel, ms: number) => void, log: Log): DeliveryEvents {
  const paused = (id: string, ms: number): void => {
    const channel = emulated(id);
    if (channel !== undefined) onPause(channel, ms);
  };
  return {
    onSent: nothing,
    onOutcome: nothing,
    onGaveUp: nothing,
    onShed: nothing,
    onSuspended: (channel, _code, pauseMs) => paused(channel, pauseMs),
    onResumed: (channel) => paused(channel, 0),
    onExpired: nothing,
    onUpload: nothing,
    onUnplayed: nothing,
    onError: (channel, error) => log.error('delivery of the emulator failed', { channel }, error),
  };
}
