import { Pool } from 'undici';
import { z } from 'zod';
import { exchange, type HttpAnswer } from '../exchange.ts';
import { parsedAnswer, type Unreachable, unreachable } from '../http-answer.ts';
import { type Form, multipart } from './multipart.ts';

/** What a call to the Graph API came to. Nothing of the message is in it: codes and ids only. */
export type GraphAnswer =
  | { readonly kind: 'ok'; readonly body: unknown }
  | { readonly kind: 'error'; readonly status: number; readonly code?: number; readonly subcode?: number }
  | Unreachable;

export type Graph = {
  /** POSTs JSON to `/<version>/<node>/messages`. Never throws. */
  readonly post: (node: string, body: Readonly<Record<string, unknown>>) => Promise<GraphAnswer>;
  /** POSTs a file to `/<version>/<node>/<edge>`. Never throws. */
  readonly upload: (node: string, edge: string, form: Form) => Promise<GraphAnswer>;
  /** Cuts what is still under way, so: after the last answer that matters. */
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
/** Half a megabyte at most. Shorter than for a message, since one follows under the same lease. */
const UPLOAD_MS = 12_000;

// A subcode of another type must not hide the code beside it.
const ErrorBody = z.object({ error: z.object({ code: z.number(), error_subcode: z.number().optional().catch(undefined) }) });

/**
 * A client for one token.
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
  const authorization = `Bearer ${accessToken}`;
  const headers = { 'content-type': 'application/json', authorization };

  return {
    post: async (node, body) => {
      try {
        const path = `${prefix}/${version}/${node}/messages`;
        return answerOf(await exchange(pool, { method: 'POST', path, headers, body: JSON.stringify(body) }, timeoutMs));
      } catch (error) {
        return unreachable(error);
      }
    },
    upload: async (node, edge, form) => {
      try {
        const { contentType, body } = multipart(form);
        const path = `${prefix}/${version}/${node}/${edge}`;
        const uploadMs = Math.min(timeoutMs, UPLOAD_MS);
        const call = { method: 'POST', path, headers: { 'content-type': contentType, authorization }, body } as const;
        return answerOf(await exchange(pool, { ...call, headersTimeout: uploadMs, bodyTimeout: uploadMs }, uploadMs));
      } catch (error) {
        return unreachable(error);
      }
    },
    // Not `pool.close`, which waits for every answer: the messages' are in by now, and nobody waits for those of receipts.
    close: () => pool.destroy(),
  };
}

function answerOf({ status, text }: HttpAnswer): GraphAnswer {
  const body = parsedAnswer(text);
  if (status >= 200 && status < 300) return { kind: 'ok', body };
  const error = ErrorBody.safeParse(body);
  if (!error.success) return { kind: 'error', status };
  const { code, error_subcode: subcode } = error.data.error;
  return subcode === undefined ? { kind: 'error', status, code } : { kind: 'error', status, code, subcode };
}
