import { Pool } from 'undici';
import { z } from 'zod';

/** What a call to the Graph API came to. Nothing of the message is in it: codes and ids only. */
export type GraphAnswer =
  | { readonly kind: 'ok'; readonly body: unknown }
  | { readonly kind: 'error'; readonly status: number; readonly code?: number; readonly subcode?: number }
  /** No usable answer. `sent`: the request may have reached Meta, so the message may be out. */
  | { readonly kind: 'unreachable'; readonly code: string; readonly sent: boolean };

export type Graph = {
  /** POSTs JSON to `/<version>/<node>/messages`. Never throws. */
  readonly post: (node: string, body: Readonly<Record<string, unknown>>) => Promise<GraphAnswer>;
  readonly close: () => Promise<void>;
};

export type GraphOptions = {
  readonly url: string;
  readonly version: string;
  readonly accessToken: string;
  /** Most calls at once, each on its own keep-alive connection. */
  readonly connections?: number;
  readonly timeoutMs?: number;
};

/** Far above Meta's usual answer time, and far below the lease under which delivery holds a row. */
const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_LIMIT = 64 * 1024;

/** Errors of undici and of the system that come before a byte of the request has left, so that a retry cannot send anything twice. */
const NOT_SENT = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'],
]);
/** System calls whose failure means the same, whatever the code: a time-out, say, can also hit a connection in use. */
const CONNECTING = new Set(['connect', 'getaddrinfo']);

// A subcode of another type must not hide the code beside it.
const ErrorBody = z.object({ error: z.object({ code: z.number(), error_subcode: z.number().optional().catch(undefined) }) });

/**
 * A client for one token. `Pool.request` and not `fetch`: half the CPU of a whole turn (measured on bare servers).
 * The token goes in a header, never in the URL, where proxies would log it.
 */
export function makeGraph({ url, version, accessToken, connections = 256, timeoutMs = TIMEOUT_MS }: GraphOptions): Graph {
  const base = new URL(url);
  const pool = new Pool(base.origin, {
    connections,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    keepAliveTimeout: 60_000,
  });
  const prefix = base.pathname.replace(/\/$/, '');
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` };

  return {
    post: async (node, body) => {
      try {
        const path = `${prefix}/${version}/${node}/messages`;
        const response = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
        const text = await limited(response.body);
        return answerOf(response.statusCode, text);
      } catch (error) {
        return unreachable(error);
      }
    },
    close: () => pool.close(),
  };
}

async function limited(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > ANSWER_LIMIT) throw Object.assign(new Error('answer too long'), { code: 'ANSWER_TOO_LONG' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerOf(status: number, text: string): GraphAnswer {
  const body = parsed(text);
  if (status >= 200 && status < 300) return { kind: 'ok', body };
  const error = ErrorBody.safeParse(body);
  if (!error.success) return { kind: 'error', status };
  const { code, error_subcode: subcode } = error.data.error;
  return subcode === undefined ? { kind: 'error', status, code } : { kind: 'error', status, code, subcode };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A short machine word; never the error's message, which may quote the request. Not `instanceof`: Node's own errors may be of another realm. */
function unreachable(error: unknown): GraphAnswer {
  const { code, syscall } = typeof error === 'object' && error !== null ? (error as { code?: unknown; syscall?: unknown }) : {};
  const word = typeof code === 'string' && /^[A-Z_]{2,40}$/.test(code) ? code : 'NETWORK';
  return { kind: 'unreachable', code: word, sent: !NOT_SENT.has(word) && !CONNECTING.has(String(syscall)) };
}
