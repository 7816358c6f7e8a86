import type { Dispatcher, Pool } from 'undici';

/** A whole answer: its status, and its body as text. */
export type HttpAnswer = { readonly status: number; readonly text: string };

const ANSWER_LIMIT = 64 * 1024;

type Call = {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
  /** Instead of the pool's own. */
  readonly headersTimeout?: number;
  readonly bodyTimeout?: number;
};

/**
 * One HTTP call, its answer whole. Rejects when there is none, when it is too long to be one of a platform's, or takes longer than
 * `limitMs` from its head to its end: a client's own limit counts between two chunks, so a trickle could outlive the lease under which
 * its message is being sent.
 *
 * By undici's `dispatch` and not `request`: that makes a stream of every answer, which costs as much as the call itself.
 */
export function exchange(pool: Pool, call: Call, limitMs: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let length = 0;
    let until = 0;
    const handler: Dispatcher.DispatchHandler = {
      // undici refuses a handler without it.
      onRequestStart: () => undefined,
      onResponseStart: (_controller, statusCode) => {
        status = statusCode;
        until = performance.now() + limitMs;
      },
      onResponseData: (controller, chunk) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length > ANSWER_LIMIT) controller.abort(coded('answer too long', 'ANSWER_TOO_LONG'));
        else if (performance.now() > until) controller.abort(coded('answer too slow', 'ANSWER_TOO_SLOW'));
      },
      onResponseEnd: () => {
        const [only] = chunks;
        const bytes = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
        resolve({ status, text: bytes.toString('utf8') });
      },
      onResponseError: (_controller, error) => reject(error),
    };
    pool.dispatch(call, handler);
  });
}

const coded = (message: string, code: string): Error => Object.assign(new Error(message), { code });
