import { expect, test } from '@jest/globals';
import { makeMessenger } from '../../../src/channels/messenger/index.ts';
import type { Graph } from '../../../src/channels/meta/graph.ts';
import { outboundRef } from '../../../src/model/ids.ts';

type Post = { readonly node: string; readonly body: Readonly<Record<string, unknown>> };

function subject() {
  const posts: Post[] = [];
  const graph: Graph = {
    post: async (node, body) => {
      posts.push({ node, body });
      return { kind: 'ok', body: { recipient_id: '2000', message_id: 'm_1' } };
    },
    upload: async () => ({ kind: 'unreachable', code: 'NETWORK', sent: false }),
    close: async () => {},
  };
  const channel = makeMessenger({ pageId: '1000', appSecret: 's', verifyToken: 'v', messagesPerSecond: 40, graph });
  return { posts, channel };
}
const REF = outboundRef('Qx7-b_0123456789ABCDEf');
const recipient = { id: '2000' };

test.each<[string, Record<string, unknown>]>([
  ['a text', { text: 'Bonjour' }],
  ['buttons', { attachment: { type: 'template', payload: { template_type: 'button', text: 'Bonjour', buttons: [] } } }],
])('%s goes to the page with the ref as metadata', async (_label, message) => {
  const { posts, channel } = subject();
  await channel.send({ recipient, messaging_type: 'RESPONSE', message }, REF);
  expect(posts).toEqual([{ node: '1000', body: { recipient, messaging_type: 'RESPONSE', message: { ...message, metadata: REF } } }]);
});

test('receipts: seen, then typing, each a call without a message', async () => {
  const { posts, channel } = subject();
  for (const receipt of channel.receipts({ id: '2000' }, 'm_in')) await channel.sendReceipt(receipt);
  expect(posts.map(({ body }) => body)).toEqual([
    { recipient, sender_action: 'mark_seen' },
    { recipient, sender_action: 'typing_on' },
  ]);
});

test('the pace is the page’s alone', () => {
  expect(subject().channel.pace).toEqual({ perSecond: 40 });
});
