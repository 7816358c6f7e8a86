import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { type BenchChannel, messageOf, signed, statusOf, WALK } from './webhooks.ts';

/**
 * One load, in its own process on its own core: a fake Graph API, and many people who each walk the tree. Speaks with its parent: first
 * `{ graph: PORT }`; then, told an order, `'begin'` and `'end'` around the time that counts, and the figures at last.
 *
 * `rate` undefined: `people` at once, each of whom writes again when the answer is there. Else so many messages a second are written
 * whatever becomes of them, each by somebody who waits for nothing; times then count from when a message was due.
 */
export type Order = {
  readonly url: string;
  readonly channel: BenchChannel;
  readonly people: number;
  readonly rate?: number;
  /** Status webhooks for each reply: sent, delivered, read. */
  readonly statuses: boolean;
  readonly warmupMs: number;
  readonly measureMs: number;
};

export type Quantiles = { readonly p50: number; readonly p99: number };
export type Figures = { readonly turnsPerSecond: number; readonly ack: Quantiles; readonly reply: Quantiles; readonly loadCpu: number };

type Person = { readonly id: string; step: number };

/** Somebody writes no more than this fast in the open loop, so that the limit towards one person is kept. */
const FEWEST_PEOPLE_A_MESSAGE_A_SECOND = 4;

const samples = { ack: [] as number[], reply: [] as number[] };
const waiting = new Map<string, (at: number) => void>();
let onReply: (person: string, id: string, ref: string | undefined) => void = () => undefined;
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
    if (body.status === 'read' || body.sender_action !== undefined) return void response.end('{"success":true}');
    const id = `wamid.${++sends}`;
    const person = String(body.recipient?.id ?? body.to).replace('+', '');
    response.end(body.recipient ? `{"recipient_id":"${person}","message_id":"${id}"}` : `{"messages":[{"id":"${id}"}]}`);
    const answered = waiting.get(person);
    waiting.delete(person);
    answered?.(performance.now());
    onReply(person, id, body.biz_opaque_callback_data);
  });
});
graph.keepAliveTimeout = 0;
graph.listen(0, '127.0.0.1', () => process.send?.({ graph: (graph.address() as AddressInfo).port }));

process.on('message', (order: Order) => {
  void run(order).then((figures) => process.send?.(figures, () => process.exit(0)));
});

async function run(order: Order): Promise<Figures> {
  const pool = new Pool(order.url, { connections: 256 });
  const begin = performance.now();
  const from = begin + order.warmupMs;
  const until = from + order.measureMs;
  const path = `/webhooks/${order.channel}`;
  let people = 0;
  let turns = 0;

  const newPerson = (): Person => ({ id: `1555${String(++people).padStart(8, '0')}`, step: 0 });

  async function post(content: unknown): Promise<void> {
    const response = await pool.request({ method: 'POST', path, ...signed(content) });
    await response.body.dump();
    if (response.statusCode !== 200) throw new Error(`webhook answered ${response.statusCode}`);
  }

  /** One message and its answer; `due` is when it should have been written. */
  async function turn(person: Person, due: number): Promise<void> {
    const id = `wamid.${person.id}.${person.step}`;
    const content = messageOf(order.channel, person.id, WALK[person.step % WALK.length] ?? '', id);
    person.step += 1;
    const replied = new Promise<number>((resolve) => waiting.set(person.id, resolve));
    await post(content);
    const acked = performance.now();
    const at = await replied;
    if (at < from || at > until) return;
    turns++;
    samples.ack.push(acked - due);
    samples.reply.push(at - due);
  }

  if (order.statuses) {
    onReply = (person, id, ref) => {
      for (const status of ['sent', 'delivered', 'read'] as const) void post(statusOf(person, id, ref, status));
    };
  }

  async function live(): Promise<void> {
    while (performance.now() < until) {
      const person = newPerson();
      while (person.step < WALK.length && performance.now() < until) await turn(person, performance.now());
    }
  }

  async function pour(rate: number): Promise<void> {
    const idle: Person[] = Array.from({ length: rate * FEWEST_PEOPLE_A_MESSAGE_A_SECOND }, newPerson);
    const under = new Set<Promise<void>>();
    for (let written = 0; performance.now() < until; ) {
      const due = begin + (written * 1000) / rate;
      if (due > performance.now()) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        continue;
      }
      written += 1;
      const person = idle.shift() ?? newPerson();
      const task = turn(person, due).then(() => {
        under.delete(task);
        idle.push(person.step < WALK.length ? person : newPerson());
      });
      under.add(task);
    }
    await Promise.all(under);
  }

  const cpu = process.cpuUsage();
  setTimeout(() => process.send?.('begin'), order.warmupMs);
  setTimeout(() => process.send?.('end'), order.warmupMs + order.measureMs);
  await (order.rate === undefined ? Promise.all(Array.from({ length: order.people }, live)) : pour(order.rate));
  const { user, system } = process.cpuUsage(cpu);
  return {
    turnsPerSecond: turns / (order.measureMs / 1000),
    ack: quantiles(samples.ack),
    reply: quantiles(samples.reply),
    loadCpu: (user + system) / 1000 / (performance.now() - begin),
  };
}

function quantiles(values: number[]): Quantiles {
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
