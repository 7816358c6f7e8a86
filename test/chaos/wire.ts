import type { ChannelId } from '../../src/model/channel.ts';
import type { InboundEvent, Input } from '../../src/model/inbound.ts';
import { SETTINGS, tapsOf } from '../support/server.ts';

/** The two platforms as this side of the wire writes and reads them; nothing of `src/channels` is used, or a mistake there would hide itself. */
export type ChaosChannel = Extract<ChannelId, 'whatsapp' | 'messenger'>;

/** What Meta tells later about a message it took. */
export type Notice = { readonly to: string; readonly ref: string; readonly messageId: string; readonly status: NoticeStatus };
export type NoticeStatus = 'sent' | 'delivered' | 'read' | 'failed';

export type Call = {
  readonly kind: 'message' | 'receipt';
  readonly to: string;
  /** Our row's name; empty in a receipt. */
  readonly ref: string;
  /** The payload without the ref, as JSON. */
  readonly payload: string;
  readonly taps: readonly { readonly id: string; readonly title: string }[];
};

export function webhookOf(channel: ChaosChannel, events: readonly InboundEvent[]): string {
  if (channel === 'messenger') return messengerEnvelope(events.map(messengerItem));
  return whatsappEnvelope({ messages: events.map(whatsappMessage) });
}

export function noticesOf(channel: ChaosChannel, notices: readonly Notice[]): string {
  if (channel === 'whatsapp') return whatsappEnvelope({ statuses: notices.map(whatsappStatus) });
  return messengerEnvelope(notices.map(messengerNotice));
}

/** Reads a call of the Graph API's `messages` edge, on either channel. */
export function callOf(body: Record<string, unknown>): Call {
  const to = recipientOf(body);
  if (body.status === 'read' || 'sender_action' in body) return { kind: 'receipt', to, ref: '', payload: '', taps: [] };
  const taps = tapsOf(body);
  if (body.messaging_product === 'whatsapp') {
    const { biz_opaque_callback_data: ref, ...payload } = body;
    return { kind: 'message', to, ref: String(ref), payload: JSON.stringify(payload), taps };
  }
  const { metadata, ...message } = isRecord(body.message) ? body.message : {};
  return { kind: 'message', to, ref: String(metadata), payload: JSON.stringify({ ...body, message }), taps };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function recipientOf(body: Record<string, unknown>): string {
  const to = body.to ?? body.recipient;
  if (typeof to === 'string') return to.replace(/^\+/, '');
  return isRecord(to) ? String(to.id) : '';
}

const seconds = (ms: number) => String(Math.floor(ms / 1000));

function whatsappEnvelope(lists: Record<string, readonly unknown[]>): string {
  const metadata = { display_phone_number: '15550100001', phone_number_id: SETTINGS.WHATSAPP_PHONE_NUMBER_ID };
  const value = { messaging_product: 'whatsapp', metadata, ...lists };
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '900100', changes: [{ field: 'messages', value }] }] });
}

function whatsappMessage({ from, platformId, at, input }: InboundEvent) {
  const ids = [from.id, from.alias].filter((id) => id !== undefined);
  const phone = ids.find((id) => /^\d/.test(id));
  const userId = ids.find((id) => !/^\d/.test(id));
  return { from: phone, from_user_id: userId, id: platformId, timestamp: seconds(at), ...whatsappInput(input) };
}

function whatsappInput(input: Input) {
  switch (input.kind) {
    case 'text':
      return { type: 'text', text: { body: input.text } };
    case 'choice':
      return { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: input.id, title: input.title } } };
    case 'attachment':
      return input.medium === 'voice' ? { type: 'audio', audio: { id: '1' } } : { type: 'image', image: { id: '2' } };
    case 'start':
      return { type: 'request_welcome' };
  }
}

const whatsappStatus = ({ to, ref, messageId, status }: Notice) => ({
  id: messageId,
  status,
  timestamp: seconds(Date.now()),
  recipient_id: to,
  biz_opaque_callback_data: ref,
  ...(status === 'failed' && { errors: [{ code: 131026 }] }),
});

function messengerEnvelope(messaging: readonly unknown[]): string {
  return JSON.stringify({ object: 'page', entry: [{ id: SETTINGS.MESSENGER_PAGE_ID, time: Date.now(), messaging }] });
}

const PAGE = { id: SETTINGS.MESSENGER_PAGE_ID };

function messengerItem({ from, platformId, at, input }: InboundEvent) {
  return { sender: { id: from.id }, recipient: PAGE, timestamp: at, message: { mid: platformId, ...messengerInput(input) } };
}

function messengerInput(input: Input) {
  switch (input.kind) {
    case 'text':
      return { text: input.text };
    case 'choice':
      return { text: input.title, quick_reply: { payload: input.id } };
    case 'attachment':
      return { attachments: [{ type: input.medium === 'voice' ? 'audio' : 'image', payload: { url: 'https://example.org/a' } }] };
    case 'start':
      return { quick_reply: { payload: 'GET_STARTED' } };
  }
}

/** Messenger has no `sent` status: the echo of what the page said has the ref, and stands for it. */
function messengerNotice({ to, ref, messageId, status }: Notice) {
  const at = Date.now();
  switch (status) {
    case 'sent':
    case 'failed':
      return { sender: PAGE, recipient: { id: to }, timestamp: at, message: { is_echo: true, mid: messageId, metadata: ref, text: '' } };
    case 'delivered':
      return { sender: { id: to }, recipient: PAGE, timestamp: at, delivery: { mids: [messageId], watermark: at } };
    case 'read':
      return { sender: { id: to }, recipient: PAGE, timestamp: at, read: { watermark: at } };
  }
}
