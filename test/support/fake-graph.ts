import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A send as it arrived. `to` is the phone number, business-scoped id or page-scoped id. */
export type GraphCall = {
  readonly to: string;
  readonly kind: 'message' | 'receipt';
  readonly body: Record<string, unknown>;
  readonly at: number;
};

/** A file as it arrived. `account`: the number or page; `edge`: `media` or `message_attachments`. */
export type GraphUpload = {
  readonly account: string;
  readonly edge: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** What it was answered; undefined when it was refused. */
  readonly id: string | undefined;
};

/**
 * What to answer instead of success. `cut`: the socket is destroyed; `taken-cut`: after the message was taken; `held`: taken, and
 * the answer comes with `release`.
 */
export type Fault = { readonly status: number; readonly code: number; readonly subcode?: number } | 'cut' | 'taken-cut' | 'held';

export type FakeGraph = {
  readonly url: string;
  readonly calls: readonly GraphCall[];
  readonly uploads: readonly GraphUpload[];
  /** Messages (not receipts) to this person that arrived here, whatever became of them. */
  readonly attempts: (to: string) => number;
  /** Messages (not receipts) that reached a person, as the words in them. */
  readonly texts: (to: string) => readonly string[];
  readonly messages: (to: string) => readonly Record<string, unknown>[];
  /** Resolves when it holds; looked at after each call. */
  readonly waitUntil: (holds: () => boolean) => Promise<void>;
  /** Resolves when the person has at least that many messages. */
  readonly waitFor: (to: string, count: number) => Promise<readonly string[]>;
  /** Decides each message's fate; undefined is success. Receipts always succeed, unless they are held. */
  failWith: (decide: (call: GraphCall, nth: number) => Fault | undefined) => void;
  /** The same for uploads, counted from 0; `held`: the answer comes with `release`. */
  failUploadsWith: (decide: (nth: number) => Exclude<Fault, 'taken-cut'> | undefined) => void;
  /** Leaves receipts without an answer until `release`. */
  readonly holdReceipts: () => void;
  /** Answers everything that is held, and holds no more receipts. */
  readonly release: () => void;
  /** Nobody listens any more until `comeBack`: connections are refused. */
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Shorter than a test may take, so that one which waits in vain can still end its server. */
export const PATIENCE_MS = 25_000;

/** A Graph API on loopback for whole-process tests: takes sends of both channels on `/vNN.N/{id}/messages`, and files beside it. */
export async function startFakeGraph(): Promise<FakeGraph> {
  const calls: GraphCall[] = [];
  const attempts = new Map<string, number>();
  const delivered = new Map<string, GraphCall[]>();
  let taken = 0;
  const held: (() => void)[] = [];
  let receiptsHeld = false;
  let decide: (call: GraphCall, nth: number) => Fault | undefined = () => undefined;
  let waiting: (() => void)[] = [];
  let messages = 0;
  const uploads: GraphUpload[] = [];
  let decideUpload: (nth: number) => Exclude<Fault, 'taken-cut'> | undefined = () => undefined;

  const server = createServer((request, response) => {
    void answer(request, response);
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [, account = '', edge = ''] = /^\/v[\d.]+\/(\w+)\/(media|message_attachments)$/.exec(request.url ?? '') ?? [];
    if (edge !== '') return answerUpload(request, response, { account, edge, bytes: Buffer.concat(chunks) });
    const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const isReceipt = body.status === 'read' || 'sender_action' in body;
    const call: GraphCall = { to: recipientOf(body), kind: isReceipt ? 'receipt' : 'message', body, at: Date.now() };
    calls.push(call);
    if (!isReceipt) attempts.set(call.to, (attempts.get(call.to) ?? 0) + 1);
    setImmediate(wakeAll);
    const fault = isReceipt ? (receiptsHeld ? 'held' : undefined) : decide(call, messages++);
    if (fault === 'cut') return void request.socket.destroy();
    if (typeof fault === 'object') {
      response.writeHead(fault.status, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ error: { message: 'refused', code: fault.code, error_subcode: fault.subcode } }));
    }
    if (!isReceipt) delivered.set(call.to, [...deliveredTo(call.to), call]);
    if (fault === 'taken-cut') return void request.socket.destroy();
    taken += 1;
    const success = JSON.stringify(successOf(body, taken));
    const succeed = () => void response.writeHead(200, { 'content-type': 'application/json' }).end(success);
    if (fault === 'held') held.push(succeed);
    else succeed();
  }
  async function answerUpload(
    request: IncomingMessage,
    response: ServerResponse,
    { account, edge, bytes }: { readonly account: string; readonly edge: string; readonly bytes: Buffer },
  ): Promise<void> {
    const form = await new Response(bytes, { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
    const entries = [...form.entries()];
    const [file] = entries.flatMap(([, value]) => (value instanceof File ? [value] : []));
    if (file === undefined) throw new Error('an upload without a file');
    const fault = decideUpload(uploads.length);
    const id = fault === undefined || fault === 'held' ? `90010000${uploads.length}` : undefined;
    const fields = Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
    uploads.push({ account, edge, fields, name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()), id });
    setImmediate(wakeAll);
    if (fault === 'cut') return void request.socket.destroy();
    const json = { 'content-type': 'application/json' };
    if (typeof fault === 'object') {
      response
        .writeHead(fault.status, json)
        .end(JSON.stringify({ error: { message: 'refused', code: fault.code, error_subcode: fault.subcode } }));
      return;
    }
    const succeed = () => void response.writeHead(200, json).end(JSON.stringify(edge === 'media' ? { id } : { attachment_id: id }));
    if (fault === 'held') held.push(succeed);
    else succeed();
  }
  const deliveredTo = (to: string) => delivered.get(to) ?? [];

  function wakeAll(): void {
    const asleep = waiting;
    waiting = [];
    for (const wake of asleep) wake();
  }
  async function waitUntil(holds: () => boolean): Promise<void> {
    let late = false;
    const giveUp = setTimeout(() => {
      late = true;
      wakeAll();
    }, PATIENCE_MS);
    while (!holds()) {
      if (late) throw new Error('the fake Graph API was waited for in vain');
      await new Promise<void>((resolve) => void waiting.push(resolve));
    }
    clearTimeout(giveUp);
  }

  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  // A test that fails before it can close this one must not keep Jest from ending.
  server.unref();
  const { port } = server.address() as AddressInfo;
  const texts = (to: string) => deliveredTo(to).map(({ body }) => textOf(body));
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    uploads,
    attempts: (to) => attempts.get(to) ?? 0,
    texts,
    messages: (to) => deliveredTo(to).map(({ body }) => body),
    waitUntil,
    waitFor: async (to, count) => {
      await waitUntil(() => texts(to).length >= count);
      return texts(to);
    },
    failWith: (next) => {
      decide = next;
    },
    failUploadsWith: (next) => {
      decideUpload = next;
    },
    holdReceipts: () => {
      receiptsHeld = true;
    },
    release: () => {
      receiptsHeld = false;
      for (const succeed of held.splice(0)) succeed();
    },
    goAway: close,
    comeBack: () => listen(port),
    close,
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
