import { z } from 'zod';
import type { RawRequest } from '../../model/channel.ts';
import type { Received, Update } from '../../model/inbound.ts';
import { isSigned } from './signature.ts';

/** What one item of a webhook comes to: what we act on, or the word under which it is counted. */
export type Found<Reason extends string> = readonly Update[] | Reason;

const Envelope = z.object({ object: z.string(), entry: z.array(z.unknown()) });

/**
 * A webhook's bytes as updates in their order. 401 without our signature, 400 when it is no JSON of Meta's form. A body about another
 * product (`object`) is taken and counted: a refusal would make Meta repeat it for days and slow down what is ours. Everything below is
 * judged item by item by `find`, and one bad item harms nothing beside it.
 */
export function readWebhook(
  request: RawRequest,
  ours: { readonly appSecret: string; readonly object: string },
  find: (entries: readonly unknown[]) => Iterable<Found<string>>,
): Received {
  if (!isSigned(request.body, request.headers['x-hub-signature-256'], ours.appSecret)) return { ok: false, status: 401 };
  const envelope = Envelope.safeParse(jsonOf(request.body));
  if (!envelope.success) return { ok: false, status: 400 };
  if (envelope.data.object !== ours.object) return { ok: true, updates: [], ignored: { 'foreign-object': 1 } };
  const updates: Update[] = [];
  const ignored: Record<string, number> = {};
  for (const found of find(envelope.data.entry)) {
    if (typeof found === 'string') ignored[found] = (ignored[found] ?? 0) + 1;
    else updates.push(...found);
  }
  return { ok: true, updates, ignored };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Lists may be absent; what is there and no list is one malformed item. */
export function* inList<Reason extends string>(
  list: unknown,
  find: (item: unknown) => Found<Reason>,
): Generator<Found<Reason | 'malformed'>> {
  if (list === undefined || list === null) return;
  if (!Array.isArray(list)) return yield 'malformed';
  for (const item of list) yield find(item);
}
