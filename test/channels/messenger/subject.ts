import { makeMessenger } from '../../../src/channels/messenger/index.ts';
import type { Graph } from '../../../src/channels/meta/graph.ts';
import { NOW, type Subject } from '../contract.ts';
import { ANSWERS } from './answers.ts';
import { EXPECTED } from './expected.ts';
import { faults, tapsOf, textOf } from './platform.ts';

const APP_SECRET = 'app-secret-of-the-tests';
const PAGE_ID = '1000';

const event = (body: object) => ({ sender: { id: '2000' }, recipient: { id: PAGE_ID }, timestamp: NOW - 1000, ...body });
const webhook = (items: readonly unknown[]) => ({ object: 'page', entry: [{ id: PAGE_ID, time: NOW, messaging: items }] });

export const makeSubject = (graph: Graph): Subject => ({
  channel: makeMessenger({ pageId: PAGE_ID, appSecret: APP_SECRET, verifyToken: 'verify-me', messagesPerSecond: 300, graph }),
  appSecret: APP_SECRET,
  verifyToken: 'verify-me',
  addresses: [{ id: '2000' }, { id: '24681012141618202' }],
  fixtures: EXPECTED,
  item: (platformId) => event({ message: { mid: platformId, text: 'bonjour' } }),
  batch: webhook,
  text: textOf,
  faults,
  taps: (payload) => tapsOf(payload).map(({ id, event: body }) => ({ id, webhook: webhook([event(body)]) })),
  plays: 'mp3',
  fullAt: [],
  uploaded: { edge: 'message_attachments', body: { attachment_id: '1857777774821032' }, id: '1857777774821032' },
  gone: ['fb:100', 'fb:100/2018074'],
  answers: ANSWERS,
});
