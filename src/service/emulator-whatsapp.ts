import { z } from 'zod';
import { makeGraph } from '../channels/meta/graph.ts';
import { makeWhatsApp } from '../channels/whatsapp/index.ts';
import type { Medium } from '../model/inbound.ts';
import { type Act, type Call, digits, errorBody, type FaultKind, type Platform, secret } from './emulator-platform.ts';

/** Nobody waits for a rate on the page; the limit towards one person stays, since it is part of how WhatsApp feels. */
const MESSAGES_PER_SECOND = 1_000;
const DISPLAY_NUMBER = '15550100000';

/** WhatsApp Cloud API for one invented number: what Meta posts to us and what it answers, in its own forms. */
export function emulateWhatsApp(graph: { readonly url: string; readonly version: string }): Platform {
  const [account, business, accessToken, appSecret] = [digits(15), digits(15), secret(), secret()];
  return {
    id: 'whatsapp',
    channel: makeWhatsApp({
      phoneNumberId: account,
      appSecret,
      verifyToken: secret(),
      messagesPerSecond: MESSAGES_PER_SECOND,
      graph: makeGraph({ ...graph, accessToken }),
    }),
    account,
    accessToken,
    appSecret,
    // 1 555 is nobody's: the numbers of films.
    newPerson: () => `1555${digits(7)}`,
    newMessageId: () => `wamid.${secret()}`,
    webhook: (person, acts) => {
      const value = {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: DISPLAY_NUMBER, phone_number_id: account },
        contacts: [{ profile: { name: 'Emulator' }, wa_id: person }],
        messages: acts.map((act) => ({ from: person, id: act.id, timestamp: String(Math.floor(act.at / 1000)), ...contentOf(act) })),
      };
      return { object: 'whatsapp_business_account', entry: [{ id: business, changes: [{ field: 'messages', value }] }] };
    },
    read,
    files: { edge: 'media', kept: (id) => ({ id }) },
    accepted: (call, messageId) =>
      call.kind === 'receipt'
        ? { success: true }
        : {
            messaging_product: 'whatsapp',
            contacts: [{ input: `+${call.to}`, wa_id: call.to }],
            messages: [{ id: messageId, message_status: 'accepted' }],
          },
    refused,
  };
}

function contentOf({ input }: Act): Readonly<Record<string, unknown>> {
  switch (input.kind) {
    case 'text':
      return { type: 'text', text: { body: input.text } };
    case 'tap': {
      const { tap, on, messageId } = input.offer;
      const type = on === 'list' ? 'list_reply' : 'button_reply';
      return { type: 'interactive', context: { from: DISPLAY_NUMBER, id: messageId }, interactive: { type, [type]: tap } };
    }
    case 'start':
      return { type: 'request_welcome' };
    case 'attachment':
      return attachment(input.medium);
  }
}

const file = (mime: string) => ({ id: digits(15), mime_type: mime, sha256: 'b64==', url: 'https://lookaside.example/file' });

function attachment(medium: Medium): Readonly<Record<string, unknown>> {
  switch (medium) {
    case 'voice':
      return { type: 'audio', audio: { ...file('audio/ogg; codecs=opus'), voice: true } };
    case 'image':
      return { type: 'image', image: file('image/jpeg') };
    case 'video':
      return { type: 'video', video: file('video/mp4') };
    case 'document':
      return { type: 'document', document: { ...file('application/pdf'), filename: 'document.pdf' } };
    case 'sticker':
      return { type: 'sticker', sticker: { ...file('image/webp'), animated: false } };
    case 'location':
      return { type: 'location', location: { latitude: 0, longitude: 0 } };
    case 'contact':
      return { type: 'contacts', contacts: [{ name: { formatted_name: 'Emulator' }, phones: [{ phone: '+1 555 0100', type: 'CELL' }] }] };
    case 'unknown':
      return {
        type: 'unsupported',
        unsupported: { type: 'poll_creation' },
        errors: [{ code: 131051, title: 'Message type unknown', message: 'Message type unknown' }],
      };
  }
}

const Receipt = z.object({ status: z.literal('read'), message_id: z.string() });
const Message = z.object({ to: z.string(), biz_opaque_callback_data: z.string() });

function read(body: unknown): Call | undefined {
  const receipt = Receipt.safeParse(body);
  if (receipt.success) return { kind: 'receipt', to: { message: receipt.data.message_id } };
  const message = Message.safeParse(body);
  if (!message.success) return undefined;
  return { kind: 'message', to: message.data.to.replace(/^\+/, ''), ref: message.data.biz_opaque_callback_data };
}

/** Meta tells a closed window mostly later, by a status; but also at once, and that is what can be shown here. */
function refused(fault: FaultKind): ReturnType<Platform['refused']> {
  const details = (code: number, title: string, text: string) => ({
    message: `(#${code}) ${title}`,
    code,
    error_data: { messaging_product: 'whatsapp', details: text },
  });
  switch (fault) {
    case 'server-error':
      return errorBody(500, details(131000, 'Something went wrong', 'Message failed to send because of an unknown error.'));
    case 'throttled':
      return errorBody(400, details(130429, 'Rate limit hit', 'Cloud API message throughput has been reached.'));
    case 'window-closed':
      return errorBody(400, details(131047, 'Re-engagement message', 'More than 24 hours have passed since the person last wrote.'));
    case 'token-expired':
      return errorBody(401, { message: 'Error validating access token: Session has expired.', code: 190, error_subcode: 463 });
  }
}
