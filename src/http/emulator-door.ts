import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { isLoopback } from '../runtime/variables.ts';

/**
 * The page can read chats and steer the server, so it is for browsers on this machine alone, and for no other page in them. Three
 * things must hold, because each alone can be got around: the connection comes from this machine; the name asked for is this
 * machine's (a stranger's domain that resolves to 127.0.0.1 is not); nothing between us says that it passes on for somebody else (a
 * reverse proxy on this machine would make every caller a local one).
 */
export const localOnly: RequestHandler = (request, response, next) => {
  response.set({
    'Content-Security-Policy': POLICY,
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  if (isFromHere(request) && hostOf(request) !== undefined && !isForwarded(request)) next();
  else response.status(403).end();
};

/**
 * Browsers name the page that a POST comes from. Asked for even of callers that are no browsers: a rule without exceptions. (With
 * `no-referrer` above some of them would send `null` here.)
 */
export const sameOrigin: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST' || request.headers.origin === `http://${hostOf(request)}`) next();
  else response.status(403).end();
};

/** `data:` pictures are what the page draws itself; nothing comes from outside, and nothing is inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const HTTP_PORT = 80;

function isFromHere({ socket }: IncomingMessage): boolean {
  return isLoopback(socket.remoteAddress?.replace(/^::ffff:/, '') ?? '');
}

/** The Host header, if it is a name of this machine with the port that was really reached. */
function hostOf({ headers, socket }: IncomingMessage): string | undefined {
  const { host = '' } = headers;
  const [, name = '', port = String(HTTP_PORT)] = /^(\[[^\]]*\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(host) ?? [];
  return isLoopback(name) && Number(port) === socket.localPort ? host : undefined;
}

function isForwarded({ headers }: IncomingMessage): boolean {
  return Object.keys(headers).some((name) => name === 'forwarded' || name === 'via' || name.startsWith('x-forwarded-'));
}
