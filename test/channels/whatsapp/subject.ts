import type { Graph } from '../../../src/channels/meta/graph.ts';
import { makeWhatsApp } from '../../../src/channels/whatsapp/index.ts';
import type { Subject } from '../contract.ts';
import { EXPECTED } from './expected.ts';
import { faults, replies, shownText } from './platform.ts';

export const APP_SECRET = 'app-secret-of-the-tests';
const PHONE_NUMBER_ID = '700800900';

export const textItem = (platformId: string, body = 'bonjour') => ({
  from: '22355501003',
  id: platformId,
  timestamp: '1790000001',
  type: 'text',
  text: { body },
});

/** A webhook body of our number with this content under one field. */
export const webhook = (value: object, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '900100200300',
      changes: [
        {
          field,
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '15550100001', phone_number_id: PHONE_NUMBER_ID },
            ...value,
          },
        },
      ],
    },
  ],
});

export const makeSubject = (graph: Graph): Subject => ({
  channel: makeWhatsApp({ phoneNumberId: PHONE_NUMBER_ID, appSecret: APP_SECRET, verifyToken: 'verify-me', messagesPerSecond: 80, graph }),
  appSecret: APP_SECRET,
  verifyToken: 'verify-me',
  addresses: [{ id: '22355501003' }, { id: 'ML.40010001', alias: '22355501003' }],
  fixtures: EXPECTED,
  item: textItem,
  batch: (messages) => webhook({ contacts: [{ profile: { name: 'Awa' }, wa_id: '22355501003' }], messages }),
  text: shownText,
  faults,
  taps: (payload) =>
    replies(payload).map(({ id, interactive }) => {
      const tap = { from: '22355501003', id: 'wamid.TAP', timestamp: '1790000001', type: 'interactive', interactive };
      return { id, webhook: webhook({ messages: [tap] }) };
    }),
  plays: 'ogg',
  fullAt: [3, 10],
  uploaded: { edge: 'media', body: { id: '4490709327384033' }, id: '4490709327384033' },
  gone: ['wa:100', 'wa:131009', 'wa:131053'],
  answers: [
    { label: 'accepted', answer: { kind: 'ok', body: ACCEPTED }, outcome: { kind: 'sent', messageId: 'wamid.OUT1' } },
    {
      label: 'accepted, held back for a look at its quality',
      answer: { kind: 'ok', body: { messages: [{ id: 'wamid.OUT1', message_status: 'held_for_quality_assessment' }] } },
      outcome: { kind: 'sent', messageId: 'wamid.OUT1' },
    },
    { label: '200 without JSON', answer: { kind: 'ok', body: undefined }, outcome: { kind: 'retry', code: 'wa:no-id', ambiguous: true } },
    {
      label: '200 without messages',
      answer: { kind: 'ok', body: { messages: [] } },
      outcome: { kind: 'retry', code: 'wa:no-id', ambiguous: true },
    },
    {
      label: 'too fast to one person',
      answer: { kind: 'error', status: 400, code: 131056 },
      outcome: { kind: 'retry', code: 'wa:131056', afterMs: 6000, ambiguous: false },
    },
    { label: 'token expired', answer: { kind: 'error', status: 401, code: 190 }, outcome: { kind: 'suspended', code: 'wa:190' } },
    { label: 'parameter invalid', answer: { kind: 'error', status: 400, code: 131009 }, outcome: { kind: 'refused', code: 'wa:131009' } },
    {
      label: 'after 24 hours',
      answer: { kind: 'error', status: 400, code: 131047 },
      outcome: { kind: 'window-closed', code: 'wa:131047' },
    },
    { label: 'no WhatsApp', answer: { kind: 'error', status: 400, code: 131026 }, outcome: { kind: 'opted-out', code: 'wa:131026' } },
    {
      label: 'refused connection',
      answer: { kind: 'unreachable', code: 'ECONNREFUSED', sent: false },
      outcome: { kind: 'retry', code: 'net:ECONNREFUSED', ambiguous: false },
    },
    {
      label: 'time-out',
      answer: { kind: 'unreachable', code: 'UND_ERR_HEADERS_TIMEOUT', sent: true },
      outcome: { kind: 'retry', code: 'net:UND_ERR_HEADERS_TIMEOUT', ambiguous: true },
    },
  ],
});

const ACCEPTED = {
  messaging_product: 'whatsapp',
  contacts: [{ input: 'ML.40010001', user_id: 'ML.40010001' }],
  messages: [{ id: 'wamid.OUT1' }],
};
