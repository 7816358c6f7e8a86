import type { EmulatedChannel } from '../../model/emulator.ts';
import type { Payload } from '../../model/outbound.ts';
import type { Drawn } from './drawn.ts';
import { drawMessenger } from './messenger.ts';
import { drawWhatsApp } from './whatsapp.ts';

/** The very payload that a phone would get, as that channel's app shows it. Never throws: what it does not know is `unknown`. */
export function draw(channel: EmulatedChannel, payload: Payload): Drawn {
  switch (channel) {
    case 'whatsapp':
      return drawWhatsApp(payload);
    case 'messenger':
      return drawMessenger(payload);
  }
}

/** What a call that is no message tells the phone. */
export function receiptOf(payload: Payload): { readonly read: boolean; readonly typing: boolean } {
  const action = payload.sender_action;
  const read = payload.status === 'read' || action === 'mark_seen' || action === 'typing_on';
  return { read, typing: 'typing_indicator' in payload || action === 'typing_on' };
}
