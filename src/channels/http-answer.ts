/** No usable answer to a call. `sent`: the request may have arrived, so what was in it may be out. */
export type Unreachable = { readonly kind: 'unreachable'; readonly code: string; readonly sent: boolean };

const ANSWER_LIMIT = 64 * 1024;

/** Errors of undici and of the system that come before a byte of the request has left, so that a retry cannot send anything twice. */
const NOT_SENT = new Set([...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'], ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_CLOSED']]);
/** System calls whose failure means the same, whatever the code: a time-out, say, can also hit a connection in use. */
const CONNECTING = new Set(['connect', 'getaddrinfo']);

/**
 * Gathers an answer, whose head is here now. `add` gives what is wrong once it is too long to be one of a platform's, or takes longer than
 * `limitMs` in all: a client's own limit counts between two chunks, so a trickle could outlive the lease under which its message is sent.
 */
export function makeAnswerReader(limitMs: number) {
  const until = performance.now() + limitMs;
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    add: (chunk: Uint8Array): Error | undefined => {
      length += chunk.length;
      if (length > ANSWER_LIMIT) return Object.assign(new Error('answer too long'), { code: 'ANSWER_TOO_LONG' });
      if (performance.now() > until) return Object.assign(new Error('answer too slow'), { code: 'ANSWER_TOO_SLOW' });
      chunks.push(chunk);
      return undefined;
    },
    text: (): string => Buffer.concat(chunks).toString('utf8'),
  };
}

/** The text of an answer that comes as a stream; rejects as `makeAnswerReader` says. */
export async function answerText(body: AsyncIterable<Uint8Array>, limitMs: number): Promise<string> {
  const reader = makeAnswerReader(limitMs);
  for await (const chunk of body) {
    const wrong = reader.add(chunk);
    if (wrong !== undefined) throw wrong;
  }
  return reader.text();
}

/** Undefined for what is no JSON. */
export function parsedAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A short machine word; never the error's message, which may quote the request. Not `instanceof`: Node's own errors may be of another realm. */
export function unreachable(error: unknown): Unreachable {
  const { code, syscall } = typeof error === 'object' && error !== null ? (error as { code?: unknown; syscall?: unknown }) : {};
  const word = typeof code === 'string' && /^[A-Z_]{2,40}$/.test(code) ? code : 'NETWORK';
  return { kind: 'unreachable', code: word, sent: !NOT_SENT.has(word) && !CONNECTING.has(String(syscall)) };
}
