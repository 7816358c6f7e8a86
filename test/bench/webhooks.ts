import { createHmac } from 'node:crypto';

/** What the load speaks as, and how a server is told of it. */
export type BenchChannel = 'whatsapp' | 'messenger';

export const SECRET = 'bench-app-secret';
export const PHONE_NUMBER_ID = '700800900';
export const PAGE_ID = '900100';

/** Turns of one person before the next takes their place: within the burst that the platform allows towards one person. */
export const WALK = ['bonjour', '1', '1', '9', '2', '0', '2', '9', '0', '3', '0', '4'];

export type Webhook = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

export function signed(content: unknown): Webhook {
  const body = JSON.stringify(content);
  const signature = createHmac('sha256', SECRET).update(body).digest('hex');
  return { body, headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` } };
}

/** One person's message, as the platform would tell of it. */
export function messageOf(channel: BenchChannel, person: string, text: string, id: string): unknown {
  const now = Date.now();
  if (channel === 'messenger') {
    const item = { sender: { id: person }, recipient: { id: PAGE_ID }, timestamp: now, message: { mid: id, text } };
    return { object: 'page', entry: [{ id: PAGE_ID, time: now, messaging: [item] }] };
  }
  const message = { from: person, id, timestamp: String(Math.floor(now / 1000)), type: 'text', text: { body: text } };
  return whatsapp({ contacts: [{ profile: { name: 'Bench' }, wa_id: person }], messages: [message] });
}

/** One step of a message on its way to the phone. */
export function statusOf(person: string, id: string, ref: string | undefined, status: 'sent' | 'delivered' | 'read'): unknown {
  const timestamp = String(Math.floor(Date.now() / 1000));
  return whatsapp({ statuses: [{ id, status, timestamp, recipient_id: person, ...(ref && { biz_opaque_callback_data: ref }) }] });
}

function whatsapp(value: Record<string, unknown>): unknown {
  const metadata = { display_phone_number: '15550100001', phone_number_id: PHONE_NUMBER_ID };
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
  return { object: 'whatsapp_business_account', entry: [{ id: '900100', changes: [change] }] };
}
