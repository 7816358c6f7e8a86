import type { DeliveryEvents } from '../delivery/events.ts';
import { EMULATED } from '../http/emulator.ts';
import type { WebhookMetrics } from '../http/webhook-metrics.ts';
import type { EmulatorEvent } from '../model/emulator.ts';
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
      const channel = EMULATED.find((emulated) => emulated === id);
      if (channel !== undefined) tell({ kind: 'turn', channel, outcome });
    },
    onMatched: nothing,
    onReplies: nothing,
    onPoison: (channel, conversation, error) => log.error('turn of the emulator failed', { channel, conversation }, error),
    onError: (error) => log.error('turns of the emulator cannot reach its store', {}, error),
  };
}

export const emulatorDeliveryEvents = (log: Log): DeliveryEvents => ({
  onSent: nothing,
  onOutcome: nothing,
  onGaveUp: nothing,
  onShed: nothing,
  onSuspended: nothing,
  onResumed: nothing,
  onExpired: nothing,
  onError: (channel, error) => log.error('delivery of the emulator failed', { channel }, error),
});
