import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Log } from '../runtime/log.ts';

export type HttpServer = {
  /** Resolves with the port that was taken (of interest for port 0), rejects when it cannot be. */
  readonly listen: (port: number, host: string) => Promise<{ readonly port: number }>;
  /** Takes no more connections, finishes the requests in hand, then resolves; after three seconds at the latest. */
  readonly close: () => Promise<void>;
};

/** Milliseconds. `request`: from a request's first byte to its last; `check`: how often that is looked at. */
export type Timeouts = { readonly request: number; readonly check: number };

/**
 * Meta sends 3 MB in a fraction of this; whoever drips is cut with 408. It is also what bounds memory: a caller can make us hold
 * no more than they can send in this time.
 */
const TIMEOUTS: Timeouts = { request: 10_000, check: 1_000 };

/**
 * What closing leaves to requests in hand. Short: what comes in by then is still to be sent, which may take its 15 s, and after 20 the
 * watchdog of runtime/shutdown.ts ends the process. Who is cut was not answered, so Meta sends it again.
 */
const CLOSING_MS = 3_000;

/**
 * Longer than proxies keep idle connections to us (nginx and AWS 60 s, Traefik 90 s, Caddy 120 s): the side that hangs up first
 * must be theirs, or now and then they send a request into a connection that we are just closing.
 */
const KEEP_ALIVE_MS = 130_000;
const MAX_HEADERS = 64;

/** A node:http server around `handler`, with limits on what a caller can make it wait for, and an end in good order. */
export function makeServer(handler: RequestListener, log: Log, timeouts = TIMEOUTS): HttpServer {
  const server = createServer({
    requestTimeout: timeouts.request,
    headersTimeout: timeouts.request,
    connectionsCheckingInterval: timeouts.check,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.maxHeadersCount = MAX_HEADERS;

  /** Connected and never used; Node counts these as busy, and browsers and load balancers open them ahead. */
  const unused = new Set<Socket>();
  const inHand = new Set<ServerResponse>();
  let closing = false;
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', (request, response) => {
    unused.delete(request.socket);
    inHand.add(response);
    response.once('close', () => inHand.delete(response));
    if (closing) sayLast(response);
  });
  server.on('request', handler);

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          // Such as a file descriptor that cannot be had for a new connection: the other connections go on.
          server.on('error', (error) => log.error('http server', {}, error));
          resolve({ port: portOf(server.address()) });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        closing = true;
        // Node stops looking at its timeouts once the server closes.
        const cut = setTimeout(() => server.closeAllConnections(), Math.min(timeouts.request, CLOSING_MS));
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        for (const socket of unused) socket.destroy();
        for (const response of inHand) sayLast(response);
      }),
  };
}

/** Tells the client to ask nothing more on this connection, so that none of its requests falls into the closing. */
function sayLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}
