import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Door } from '../../../src/channels/botframework/receive.ts';
import { isLocalServiceUrl, isMicrosoftServiceUrl } from '../../../src/channels/botframework/service-url.ts';
import { makeWaiters } from '../../../src/channels/botframework/waiters.ts';
import type { RawRequest } from '../../../src/model/channel.ts';

/** "Now" of these tests, a second after the fixtures. */
export const NOW = Date.UTC(2026, 8, 21, 14, 15);

export const FOLDER = new URL('../../fixtures/botframework/', import.meta.url);

export const fixture = (name: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));

/** A door for programs of this machine, and one with an app id, for which every token is good. */
export const localDoor = (): Door => ({ isServed: isLocalServiceUrl, authenticate: undefined, waiters: makeWaiters(50) });
export const azureDoor = (isRight = true): Door => ({
  isServed: isMicrosoftServiceUrl,
  authenticate: async () => isRight,
  waiters: makeWaiters(50),
});

const HEADERS = { host: 'localhost:3978', 'content-type': 'application/json' };

export function requestOf(body: unknown, headers: RawRequest['headers'] = {}): RawRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { headers: { ...HEADERS, ...headers }, body: Buffer.from(text) };
}

export type ConnectorCall = { readonly path: string; readonly body: Record<string, unknown>; readonly headers: Record<string, unknown> };
type ConnectorAnswer = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown } | 'cut';

export type Connector = {
  /** As an activity's serviceUrl. */
  readonly url: string;
  readonly calls: readonly ConnectorCall[];
  /** Resolves when at least that many activities have come. */
  readonly waitFor: (count: number) => Promise<readonly ConnectorCall[]>;
  /** What it says to the next calls. */
  answer: (answer: ConnectorAnswer) => void;
  readonly close: () => Promise<void>;
};

/** A stand-in for the part of a client that takes a bot's activities: an Emulator without a window. */
export async function startConnector(): Promise<Connector> {
  const calls: ConnectorCall[] = [];
  let answer: ConnectorAnswer = { status: 200, body: { id: 'a1' } };
  let waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ path: String(request.url), body: JSON.parse(Buffer.concat(chunks).toString() || 'null'), headers: request.headers });
      for (const wake of waiting) wake();
      waiting = [];
      if (answer === 'cut') return void request.socket.destroy();
      const { status, headers = {}, body } = answer;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    waitFor: async (count) => {
      while (calls.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      return calls;
    },
    answer: (next) => {
      answer = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
