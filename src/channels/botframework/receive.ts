import { createHash } from 'node:crypto';
import type { Address, RawRequest } from '../../model/channel.ts';
import type { Answer, InboundEvent, Input, Received } from '../../model/inbound.ts';
import { readActivity } from './activity.ts';
import { addressOf } from './address.ts';
import { isLocalCaller } from './local-caller.ts';
import type { ServiceUrlRule } from './service-url.ts';
import { instantOf } from './time.ts';
import type { Waiters } from './waiters.ts';
import { Activity } from './wire.ts';

export type Door = {
  readonly isServed: ServiceUrlRule;
  /** Azure's word that the request is from there; undefined: without app id, where only programs of this machine are let in. */
  readonly authenticate: ((activity: Activity, authorization: string) => Promise<boolean>) | undefined;
  readonly waiters: Waiters;
};

/**
 * One activity as at most one event. Cheap checks first, and all of them before botbuilder sees anything: who asks (403), the kind of
 * body (415), its form and where it wants its answer (400), then the token (401). Rejects only if Azure's keys cannot be had.
 */
export async function receive(request: RawRequest, now: number, { isServed, authenticate, waiters }: Door): Promise<Received> {
  const { authorization } = request.headers;
  if (authenticate === undefined && !isLocalCaller(request)) return { ok: false, status: 403 };
  if (authenticate !== undefined && !isBearer(authorization)) return { ok: false, status: 401 };
  if (!isJson(request)) return { ok: false, status: 415 };
  const activity = activityIn(request.body);
  if (activity === undefined || !isServed(activity.serviceUrl)) return { ok: false, status: 400 };
  if (authenticate !== undefined && !(await authenticate(activity, String(authorization)))) return { ok: false, status: 401 };

  const wantsReplies = activity.deliveryMode === 'expectReplies';
  const read = readActivity(activity);
  if (typeof read === 'string') return { ok: true, updates: [], ignored: { [read]: 1 }, ...(wantsReplies && { answer: NOTHING }) };
  const client = isPlayground(request) ? { playground: true as const } : {};
  const known = addressOf(activity, read.user, client);
  const waiter = wantsReplies ? waiters.open(known.id) : undefined;
  const from = waiter === undefined ? known : addressOf(activity, read.user, { ...client, waiter: waiter.token });
  const event = eventOf(activity, from, read.input, now);
  return { ok: true, updates: [{ kind: 'message', event }], ignored: {}, ...(waiter && { answer: waiter.answer }) };
}

const NOTHING: Answer = { body: Promise.resolve({ activities: [] }), abandon: () => undefined };

const isBearer = (header: unknown) => typeof header === 'string' && /^Bearer [\w.~+/=-]{1,8192}$/.test(header);

// A page of a website can post text/plain to this machine without asking; for JSON its browser must ask first, and gets no for an answer.
const isJson = ({ headers }: RawRequest) => /^application\/json\s*(?:;|$)/i.test(String(headers['content-type']));

const isPlayground = ({ headers }: RawRequest) => headers['x-ms-agents-playground'] !== undefined;

function activityIn(bytes: Uint8Array): Activity | undefined {
  try {
    return Activity.safeParse(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

function eventOf(activity: Activity, from: Address, input: Input, now: number): InboundEvent {
  const sentAt = instantOf(activity.timestamp, now);
  const { channelId, conversation, id } = activity;
  // Without an id of its own two equal activities cannot be told from one sent twice, unless their time tells them apart.
  const own =
    id ??
    `made-up ${createHash('sha256')
      .update(JSON.stringify([from.id, sentAt ?? now, input]))
      .digest('base64url')}`;
  return { channel: 'botframework', from, platformId: JSON.stringify([channelId, conversation.id, own]), at: sentAt ?? now, input };
}
