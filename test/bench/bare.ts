import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Pool } from 'undici';

/**
 * The yardstick: a server that verifies, parses, answers 200 and sends one fixed reply through a pool. It stores nothing, knows no
 * tree and loses everything in a crash: what the platform's protocol costs by itself. `node bare.ts express|http`.
 */
const { GRAPH_API_URL = '', META_APP_SECRET = '' } = process.env;
const pool = new Pool(GRAPH_API_URL, { connections: 256 });
const path = '/v25.0/700800900/messages';
const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' };
const text = 'Where are you?\n\n1 Gao\n2 Ménaka';

function take(raw: Buffer, signature: string | undefined): number {
  const expected = `sha256=${createHmac('sha256', META_APP_SECRET).update(raw).digest('hex')}`;
  if (signature?.length !== expected.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return 401;
  const [entry] = JSON.parse(raw.toString('utf8')).entry;
  const reply = entry.messaging ? messenger(entry.messaging[0].sender.id) : whatsapp(entry.changes[0].value.messages?.[0]?.from);
  if (reply === undefined) return 200;
  void pool.request({ method: 'POST', path, headers, body: JSON.stringify(reply) }).then((response) => response.body.dump());
  return 200;
}

const messenger = (id: string) => ({ recipient: { id }, messaging_type: 'RESPONSE', message: { text } });

/** Statuses have no sender and get no reply. */
const whatsapp = (to: string | undefined) => to && { messaging_product: 'whatsapp', to, type: 'text', text: { body: text } };

function header(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const app = express();
app.post('/webhooks/:channel', express.raw({ type: () => true, limit: '3mb' }), (request, response) => {
  response.status(take(request.body, header(request.headers['x-hub-signature-256']))).end();
});

const plain = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.statusCode = take(Buffer.concat(chunks), header(request.headers['x-hub-signature-256']));
    response.end();
  });
});

const server = process.argv[2] === 'http' ? plain : createServer(app);
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`));
