import type { Dispatcher, Pool } from 'undici';
import { makeAnswerReader } from './http-answer.ts';

/** A whole answer: its status, and its body as text. */
export type HttpAnswer = { readonly status: number; readonly text: string };

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
    let status = 0;
    let reader = makeAnswerReader(limitMs);
    const handler: Dispatcher.DispatchHandler = {
      // undici refuses a handler without it.
      onRequestStart: () => undefined,
      onResponseStart: (_controller, statusCode) => {
        status = statusCode;
        reader = makeAnswerReader(limitMs);
      },
      onResponseData: (controller, chunk) => {
        const wrong = reader.add(chunk);
        if (wrong !== undefined) controller.abort(wrong);
      },
      onResponseEnd: () => resolve({ status, text: reader.text() }),
      onResponseError: (_controller, error) => reject(error),
    };
    pool.dispatch(call, handler);
  });
}
