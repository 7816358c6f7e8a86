import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A send as it arrived. `to` is the phone number, business-scoped id or page-scoped id. */
export type GraphCall = {
  readonly to: string;
  readonly kind: 'message' | 'receipt';
  readonly body: Record<string, unknown>;
  readonly at: number;
};

/** What to answer instead of success. `cut`: the socket is destroyed; `taken-cut`: after the message was taken. */
export type Fault = { readonly status: number; readonly code: number; readonly subcode?: number } | 'cut' | 'taken-cut';

export type FakeGraph = {
  readonly url: string;
  readonly calls: readonly GraphCall[];
  /** Messages (not receipts) that reached a person, as the words in them. */
  readonly texts: (to: string) => readonly string[];
  readonly messages: (to: string) => readonly Record<string, unknown>[];
  /** Resolves when it holds; looked at after each call. */
  readonly waitUntil: (holds: () => boolean) => Promise<void>;
  /** Resolves when the person has at least that many messages. */
  readonly waitFor: (to: string, count: number) => Promise<readonly string[]>;
  /** Decides each message's fate; undefined is success. */
  failWith: (decide: (call: GraphCall, nth: number) => Fault | undefined) => void;
  readonly close: () => Promise<void>;
};

/** A Graph API on loopback for whole-process tests: takes sends of both channels on `/vNN.N/{id}/messages`. */
export async function startFakeGraph(): Promise<FakeGraph> {
  const calls: GraphCall[] = [];
  const delivered: GraphCall[] = [];
  let decide: (call: GraphCall, nth: number) => Fault | undefined = () => undefined;
  let waiting: (() => void)[] = [];
  let messages = 0;

  const server = createServer((request, response) => {
    void answer(request, response);
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const isReceipt = body.status === 'read' || 'sender_action' in body;
    const call: GraphCall = { to: recipientOf(body), kind: isReceipt ? 'receipt' : 'message', body, at: Date.now() };
    calls.push(call);
    setImmediate(wakeAll);
    const fault = isReceipt ? undefined : decide(call, messages++);
    if (fault === 'cut') return void request.socket.destroy();
    if (fault !== undefined && fault !== 'taken-cut') {
      response.writeHead(fault.status, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ error: { message: 'refused', code: fault.code, error_subcode: fault.subcode } }));
    }
    if (!isReceipt) delivered.push(call);
    if (fault === 'taken-cut') return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(successOf(body, delivered.length)));
  }

  function wakeAll(): void {
    const asleep = waiting;
    waiting = [];
    for (const wake of asleep) wake();
  }
  async function waitUntil(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => void waiting.push(resolve));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const texts = (to: string) => delivered.filter((call) => call.to === to).map(({ body }) => textOf(body));
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    texts,
    messages: (to) => delivered.filter((call) => call.to === to).map(({ body }) => body),
    waitUntil,
    waitFor: async (to, count) => {
      await waitUntil(() => texts(to).length >= count);
      return texts(to);
    },
    failWith: (next) => {
      decide = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function recipientOf(body: Record<string, unknown>): string {
  const to = body.to ?? body.recipient;
  if (typeof to === 'string') return to.replace(/^\+/, '');
  return typeof to === 'object' && to !== null && 'id' in to ? String(to.id) : '';
}

function successOf(body: Record<string, unknown>, number: number) {
  const to = recipientOf(body);
  return body.messaging_product === 'whatsapp'
    ? { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id: `wamid.OUT${number}` }] }
    : { recipient_id: to, message_id: `m_OUT${number}` };
}

/** The words a person reads in a payload of either channel. */
function textOf(body: Record<string, unknown>): string {
  return firstText(body, ['text', 'body']) ?? '';
}

function firstText(value: unknown, keys: readonly string[]): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (keys.includes(key) && typeof inner === 'string') return inner;
    const found = firstText(inner, keys);
    if (found !== undefined) return found;
  }
  return undefined;
}
