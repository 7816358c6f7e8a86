import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { EmulatorEvent, EmulatorState } from '../../src/model/emulator.ts';

/** Where the page is built to. */
const PAGE = join(import.meta.dirname, '../../dist/page');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** What the page asked for, in order: path below `api/` and body. */
export type Posted = { readonly path: string; readonly body: unknown };

export type FakeEmulator = {
  readonly url: string;
  readonly posted: readonly Posted[];
  /** Resolves once so many were asked for. */
  readonly took: (count: number) => Promise<void>;
  /** The state that `api/state` gives from now on. */
  readonly set: (state: EmulatorState) => void;
  readonly tell: (event: EmulatorEvent) => void;
  /** Status of every POST from now on. */
  readonly answer: (status: number) => void;
  /** Breaks every event stream; a page finds new ones refused until it is called with `false`. */
  readonly cut: (down: boolean) => void;
  readonly stop: () => Promise<void>;
};

/** The built page with a scripted server behind it: states that the real one is hard to bring to, and a record of what was asked. */
export async function startFakeEmulator(first: EmulatorState): Promise<FakeEmulator> {
  let state = first;
  let status = 204;
  let down = false;
  const posted: Posted[] = [];
  const arrived = new EventEmitter();
  const streams = new Set<ServerResponse>();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').replace(/^\/emulator\/?/, '').replace(/\?.*/, '');
    if (request.method === 'POST') {
      posted.push({ path: path.replace('api/', ''), body: JSON.parse(await text(request)) });
      arrived.emit('post');
      response.writeHead(status).end();
    } else if (path === 'api/state') {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(state));
    } else if (path === 'api/events') {
      if (down) return void response.writeHead(503).end();
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('retry: 200\n\n');
      streams.add(response);
      response.once('close', () => streams.delete(response));
    } else await sendFile(path === '' ? 'index.html' : path, response);
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}/emulator/`,
    posted,
    took: async (count) => {
      while (posted.length < count) await new Promise((resolve) => arrived.once('post', resolve));
    },
    set: (next) => {
      state = next;
    },
    tell: (event) => {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    answer: (next) => {
      status = next;
    },
    cut: (now) => {
      down = now;
      if (down) for (const stream of streams) stream.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const body = await readFile(join(PAGE, path)).catch(() => undefined);
  if (body === undefined) return void response.writeHead(404).end();
  response
    .writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream', 'Content-Security-Policy': POLICY })
    .end(body);
}
