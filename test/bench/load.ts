import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

/**
 * One load, in its own process on its own core: a fake Graph API, and many people who each walk the tree and wait for every answer.
 * Speaks with its parent: first `{ graph: PORT }`, then, told the server's address and a duration, one line of figures.
 */
type Order = {
  readonly url: string;
  readonly secret: string;
  readonly people: number;
  readonly warmupMs: number;
  readonly measureMs: number;
};

/** Turns of one person before the next takes their place: within the burst that the platform allows towards one person. */
const WALK = ['bonjour', '1', '1', '9', '2', '0', '2', '9', '0', '3', '0', '4'];

const samples = { ack: [] as number[], reply: [] as number[] };
const waiting = new Map<string, () => void>();
let sends = 0;

const graph = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    const body = JSON.parse(text);
    response.setHeader('content-type', 'application/json');
    if (body.status === 'read') return void response.end('{"success":true}');
    response.end(`{"messaging_product":"whatsapp","contacts":[],"messages":[{"id":"wamid.${++sends}"}]}`);
    const to = String(body.to).replace('+', '');
    const answered = waiting.get(to);
    waiting.delete(to);
    answered?.();
  });
});
graph.keepAliveTimeout = 0;
graph.listen(0, '127.0.0.1', () => process.send?.({ graph: (graph.address() as AddressInfo).port }));

process.on('message', (order: Order) => {
  void run(order).then((figures) => process.send?.(figures, () => process.exit(0)));
});

async function run({ url, secret, people, warmupMs, measureMs }: Order) {
  const pool = new Pool(url, { connections: people });
  const begin = performance.now();
  const from = begin + warmupMs;
  const until = from + measureMs;
  let person = 0;
  let turns = 0;

  async function live(): Promise<void> {
    while (performance.now() < until) {
      const number = `1555${String(++person).padStart(8, '0')}`;
      for (const [index, text] of WALK.entries()) {
        if (performance.now() >= until) return;
        await turn(number, text, index);
      }
    }
  }

  async function turn(number: string, text: string, index: number): Promise<void> {
    const body = webhook(number, text, `wamid.${number}.${index}`);
    const started = performance.now();
    const replied = new Promise<number>((resolve) => waiting.set(number, () => resolve(performance.now())));
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
    const response = await pool.request({ method: 'POST', path: '/webhooks/whatsapp', headers, body });
    await response.body.dump();
    if (response.statusCode !== 200) throw new Error(`webhook answered ${response.statusCode}`);
    const acked = performance.now();
    const at = await replied;
    if (at < from || at > until) return;
    turns++;
    samples.ack.push(acked - started);
    samples.reply.push(at - started);
  }

  const cpu = process.cpuUsage();
  await Promise.all(Array.from({ length: people }, live));
  const { user, system } = process.cpuUsage(cpu);
  return {
    turnsPerSecond: turns / (measureMs / 1000),
    ack: quantiles(samples.ack),
    reply: quantiles(samples.reply),
    loadCpu: (user + system) / 1000 / (performance.now() - begin),
  };
}

function quantiles(values: number[]) {
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

function webhook(from: string, text: string, id: string): string {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100001', phone_number_id: '700800900' },
    contacts: [{ profile: { name: 'Bench' }, wa_id: from }],
    messages: [{ from, id, timestamp, type: 'text', text: { body: text } }],
  };
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '900100', changes: [{ field: 'messages', value }] }] });
}
