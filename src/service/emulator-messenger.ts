import { z } from 'zod';
import { makeMessenger } from '../channels/messenger/index.ts';
import { makeGraph } from '../channels/meta/graph.ts';
import type { Medium } from '../model/inbound.ts';
import { type Act, type Call, digits, errorBody, type FaultKind, type Platform, secret } from './emulator-platform.ts';

const MESSAGES_PER_SECOND = 1_000;

/** Messenger Platform for one invented page: what Meta posts to us and what it answers, in its own forms. */
export function emulateMessenger(graph: { readonly url: string; readonly version: string }): Platform {
  const [account, accessToken, appSecret] = [digits(15), secret(), secret()];
  return {
    id: 'messenger',
    channel: makeMessenger({
      pageId: account,
      appSecret,
      verifyToken: secret(),
      messagesPerSecond: MESSAGES_PER_SECOND,
      graph: makeGraph({ ...graph, accessToken }),
    }),
    account,
    accessToken,
    appSecret,
    newPerson: () => digits(16),
    newMessageId: () => `m_${secret()}`,
    webhook: (person, acts) => {
      const messaging = acts.map((act) => ({ sender: { id: person }, recipient: { id: account }, timestamp: act.at, ...contentOf(act) }));
      return { object: 'page', entry: [{ id: account, time: acts.at(-1)?.at, messaging }] };
    },
    read,
    files: { edge: 'message_attachments', kept: (id) => ({ attachment_id: id }) },
    accepted: (call, messageId) => {
      if (call.kind === 'message') return { recipient_id: call.to, message_id: messageId };
      return 'person' in call.to ? { recipient_id: call.to.person } : {};
    },
    refused,
  };
}

function contentOf({ id: mid, input }: Act): Readonly<Record<string, unknown>> {
  switch (input.kind) {
    case 'text':
      return { message: { mid, text: input.text } };
    case 'tap': {
      const { tap, on } = input.offer;
      const { title, id: payload } = tap;
      return on === 'buttons' ? { postback: { mid, title, payload } } : { message: { mid, text: title, quick_reply: { payload } } };
    }
    case 'start':
      return { postback: { mid, title: 'Get Started', payload: 'GET_STARTED' } };
    case 'attachment':
      return { message: { mid, attachments: [attachment(input.medium)] } };
  }
}

const file = { url: 'https://cdn.example/file' };

function attachment(medium: Medium): Readonly<Record<string, unknown>> {
  switch (medium) {
    case 'voice':
      return { type: 'audio', payload: file };
    case 'image':
      return { type: 'image', payload: file };
    case 'video':
      return { type: 'video', payload: file };
    case 'document':
      return { type: 'file', payload: file };
    case 'sticker':
      return { type: 'image', payload: { ...file, sticker_id: 369239263222822 } };
    case 'location':
      return { type: 'location', payload: { coordinates: { lat: 0, long: 0 } } };
    // Messenger has no contact cards; what is shared from elsewhere comes like this.
    case 'contact':
      return { type: 'fallback', payload: { ...file, title: 'Contact' } };
    case 'unknown':
      return { type: 'fallback' };
  }
}

const Recipient = z.object({ id: z.string() });
const Receipt = z.object({ recipient: Recipient, sender_action: z.string() });
const Message = z.object({ recipient: Recipient, message: z.object({ metadata: z.string() }) });

function read(body: unknown): Call | undefined {
  const receipt = Receipt.safeParse(body);
  if (receipt.success) return { kind: 'receipt', to: { person: receipt.data.recipient.id } };
  const message = Message.safeParse(body);
  if (!message.success) return undefined;
  return { kind: 'message', to: message.data.recipient.id, ref: message.data.message.metadata };
}

function refused(fault: FaultKind): ReturnType<Platform['refused']> {
  switch (fault) {
    case 'server-error':
      return errorBody(500, { message: '(#1200) Temporary send message failure. Please try again later.', code: 1200 });
    case 'throttled':
      return errorBody(400, { message: '(#613) Calls to this API have exceeded the rate limit.', code: 613 });
    case 'window-closed':
      return errorBody(400, {
        message: '(#10) This message is sent outside of allowed window.',
        code: 10,
        error_subcode: 2018278,
      });
    case 'token-expired':
      return errorBody(401, { message: 'Error validating access token: Session has expired.', code: 190, error_subcode: 463 });
  }
}
