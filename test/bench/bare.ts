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

function take(raw: Buffer, signature: string | undefined): number {
  const expected = `sha256=${createHmac('sha256', META_APP_SECRET).update(raw).digest('hex')}`;
  if (signature?.length !== expected.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return 401;
  const { from } = JSON.parse(raw.toString('utf8')).entry[0].changes[0].value.messages[0];
  const body = JSON.stringify({
    messaging_product: 'whatsapp',
    to: from,
    type: 'text',
    text: { body: 'Where are you?\n\n1 Gao\n2 Ménaka' },
  });
  void pool.request({ method: 'POST', path, headers, body }).then((response) => response.body.dump());
  return 200;
}

function header(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const app = express();
app.post('/webhooks/whatsapp', express.raw({ type: () => true, limit: '3mb' }), (request, response) => {
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
