import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import net from 'node:net';
import { afterEach, beforeAll } from '@jest/globals';
import nock from 'nock';
import type { Channel } from '../../src/channels/channel.ts';
import type { Readiness } from '../../src/http/health-routes.ts';
import { type HttpParts, makeHttp } from '../../src/http/http.ts';
import type { HttpServer } from '../../src/http/server.ts';
import type { ChannelId, RawRequest } from '../../src/model/channel.ts';
import type { Received, Update } from '../../src/model/inbound.ts';
import { makeLog } from '../../src/runtime/log.ts';
import { makeMetrics } from '../../src/runtime/metrics.ts';
import type { ReceiveReport, Store } from '../../src/store/store.ts';

// nock stands in every socket of the process, parses what goes through and does not take it as it is. These tests are about bytes
// that are not right, and talk to nobody but their own server: no nock for them.
beforeAll(() => nock.restore());

export const NOW = 1_790_000_000_000;
export const CHALLENGE = '1158201444';

/** A channel whose `receive` is given by the test; it verifies like a real one and can do nothing else. */
function fakeChannel(id: ChannelId, receive: (request: RawRequest, now: number) => Received): Channel {
  const unused = () => {
    throw new Error('the server has no business here');
  };
  return {
    id,
    verify: (query) => (query['hub.verify_token'] === 'right' ? String(query['hub.challenge']) : undefined),
    receive,
    compose: unused,
    receipts: unused,
    send: unused,
    sendReceipt: unused,
    pace: { perSecond: 80 },
    close: async () => undefined,
  };
}

export const message = (channel: ChannelId, platformId: string): Update => ({
  kind: 'message',
  event: { channel, from: { id: '15550100001' }, platformId, at: NOW, input: { kind: 'text', text: 'bonjour' } },
});

export const received = (...updates: readonly Update[]): Received => ({ ok: true, updates, ignored: {} });

export const reportOf = (updates: readonly Update[]): ReceiveReport => ({ messages: updates.length, duplicates: 0, statuses: 0 });

export type Rig = {
  readonly port: number;
  readonly server: HttpServer;
  /** Every batch of updates that the store was given. */
  readonly stored: (readonly Update[])[];
  readonly logged: () => string;
  readonly metrics: () => Promise<string>;
};

type RigOptions = {
  readonly receive?: (request: RawRequest, now: number) => Received;
  readonly store?: Store['receive'];
  readonly readiness?: () => Promise<Readiness>;
  readonly timeouts?: NonNullable<HttpParts['timeouts']>;
};

const running: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server on a free loopback port with WhatsApp on and Messenger off, closed after the test. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const lines: string[] = [];
  const stored: (readonly Update[])[] = [];
  const metrics = makeMetrics({ runtime: false });
  const receive = options.receive ?? (() => received(message('whatsapp', 'wamid.1')));
  const server = makeHttp({
    channels: new Map([['whatsapp', fakeChannel('whatsapp', receive)]]),
    store: {
      receive: (updates, now) => {
        stored.push(updates);
        return options.store?.(updates, now) ?? Promise.resolve(reportOf(updates));
      },
    },
    clock: () => NOW,
    readiness: options.readiness ?? (async () => ({ ready: true, reasons: [] })),
    metrics,
    log: makeLog('trace', { write: (line) => void lines.push(line) }),
    timeouts: options.timeouts ?? { request: 2_000, check: 50 },
  });
  running.push(server);
  const { port } = await server.listen(0, '127.0.0.1');
  return { port, server, stored, logged: () => lines.join(''), metrics: metrics.text };
}

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

type Ask = { readonly headers?: OutgoingHttpHeaders; readonly body?: Uint8Array | string; readonly agent?: http.Agent };

export function ask(port: number, method: string, path: string, { headers = {}, body, agent }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent: agent ?? false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

export const post = (port: number, body: Uint8Array | string = '{}', headers: OutgoingHttpHeaders = {}, agent?: http.Agent) =>
  ask(port, 'POST', '/webhooks/whatsapp', { body, headers, ...(agent && { agent }) });

/** A socket that says what no HTTP client would. `all` resolves with everything it heard once the other side is gone. */
export function rawSocket(port: number) {
  const socket = net.connect({ host: '127.0.0.1', port });
  let heard = '';
  let waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
    for (const { text, resolve } of waiting) if (heard.includes(text)) resolve();
    waiting = waiting.filter(({ text }) => !heard.includes(text));
  });
  // A cut connection is what several tests are about.
  socket.on('error', () => undefined);
  const all = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)));
  const hears = (text: string) =>
    heard.includes(text) ? Promise.resolve() : new Promise<void>((resolve) => waiting.push({ text, resolve }));
  return { socket, all, hears };
}

/** A promise held open until the test lets go. */
export function held<T>() {
  return Promise.withResolvers<T>();
}
