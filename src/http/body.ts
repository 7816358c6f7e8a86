import type { IncomingMessage } from 'node:http';

/** Meta's own limit: up to 1,000 updates in one POST, up to 3 MB. Read as the larger of the two megabytes. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** `gone`: the client left (or was cut off) before the end; there is nobody to answer. */
export type ReadBody =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly status: 413 | 415 }
  | { readonly kind: 'gone' };

const FIRST_BYTES = 16 * 1024;

/**
 * The untouched bytes of a request's body.
 *
 * Read by hand, not with express.raw: the same function serves a bare node:http server, and a refusal needs no error on its way
 * through a framework. A compressed body is refused, because the signature covers what was sent and a small one unfolds to a
 * large one. The bytes go into one buffer that doubles, not into a list: a client that sends three million chunks of one byte
 * would otherwise cost a hundred times what it sent. It starts small whatever Content-Length says: promising costs nothing.
 *
 * A refusal comes at once; what still arrives is thrown away by Node until the server's request timeout ends the connection.
 */
export function readBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<ReadBody> {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') return Promise.resolve({ kind: 'refused', status: 415 });
  const declared = Number(request.headers['content-length']);
  if (declared > limit) return Promise.resolve({ kind: 'refused', status: 413 });

  return new Promise((resolve) => {
    let bytes = Buffer.allocUnsafe(Math.min(declared || FIRST_BYTES, FIRST_BYTES));
    let length = 0;
    const take = (chunk: Buffer): void => {
      const needed = length + chunk.length;
      if (needed > limit) {
        refuse();
        return;
      }
      if (needed > bytes.length) bytes = grown(bytes, length, Math.min(Math.max(needed, bytes.length * 2), limit));
      chunk.copy(bytes, length);
      length = needed;
    };
    const refuse = (): void => {
      bytes = Buffer.alloc(0);
      request.off('data', take).resume();
      resolve({ kind: 'refused', status: 413 });
    };
    request.on('data', take);
    request.once('end', () => resolve({ kind: 'read', bytes: bytes.subarray(0, length) }));
    // Node tells a cut connection as an error only to those who listen for one; `close` comes in any case.
    request.once('close', () => resolve({ kind: 'gone' }));
  });
}

function grown(bytes: Uint8Array, length: number, size: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(size);
  larger.set(bytes.subarray(0, length));
  return larger;
}
