import type { InboundEvent, Input, Medium } from '../../model/inbound.ts';
import { cut } from '../text.ts';
import { addressOf, type Identity, identityOf, moved } from './address.ts';
import type { Finding, Reason } from './finding.ts';
import { TEXT_LIMIT } from './limits.ts';
import { timeOf } from './time.ts';
import { ButtonMessage, Captioned, InteractiveMessage, Message, SystemMessage, TextMessage, UnsupportedMessage } from './wire.ts';

/** Kinds that are never opened: what they are is all we need to answer. */
const MEDIUM: Readonly<Record<string, Medium>> = {
  image: 'image',
  video: 'video',
  audio: 'voice',
  document: 'document',
  sticker: 'sticker',
  location: 'location',
  contacts: 'contact',
};

/**
 * Kinds inside `unsupported` that get no answer: what a person does to a message that is already answered, and what only another
 * business's number can send, because two bots that answer each other's menus would never stop.
 */
const SILENT = new Set([
  ...['reaction', 'edit', 'revoke', 'pin', 'keep_in_chat', 'poll_update'],
  ...['hsm', 'interactive', 'list', 'button', 'product'],
]);

/** One item of `messages`. `complete` adds what the webhook says elsewhere about the same person. Never throws. */
export function messageOf(item: unknown, complete: (identity: Identity) => Identity, now: number): Finding {
  const message = Message.safeParse(item);
  if (!message.success) return 'malformed';
  const { id, type, from, from_user_id, timestamp, group_id } = message.data;
  if (group_id !== undefined && group_id !== null) return 'group';
  if (type === 'system') return moves(item, identityOf(from_user_id, from));
  const address = addressOf(complete(identityOf(from_user_id, from)));
  if (!address) return 'malformed';
  const input = inputOf(type, item);
  if (typeof input === 'string') return input;
  const event: InboundEvent = { channel: 'whatsapp', from: address, platformId: id, at: timeOf(timestamp, now), input };
  return [{ kind: 'message', event }];
}

function inputOf(type: string, item: unknown): Input | Reason {
  switch (type) {
    case 'text': {
      const text = TextMessage.safeParse(item);
      return text.success ? { kind: 'text', text: cut(text.data.text.body, TEXT_LIMIT) } : 'malformed';
    }
    case 'interactive':
      return tapOf(item);
    case 'button':
      return quickReplyOf(item);
    case 'request_welcome':
      return { kind: 'start' };
    case 'unsupported':
      return isSilent(item) ? 'unsupported' : { kind: 'attachment', medium: 'unknown' };
    case 'reaction':
      return 'reaction';
    // Not a new message: the first wording is already answered, and a number corrected from 1 to 2 would pick in the next menu.
    case 'edit':
      return 'edit';
    case 'revoke':
      return 'revoke';
    default:
      return captionOf(type, item) ?? { kind: 'attachment', medium: Object.hasOwn(MEDIUM, type) ? (MEDIUM[type] ?? 'unknown') : 'unknown' };
  }
}

/** The words under a picture are the message: «malade à Gao» under a photo asks the same as without it. */
function captionOf(type: string, item: unknown): Input | undefined {
  const media = typeof item === 'object' && item !== null ? Object.entries(item).find(([key]) => key === type)?.[1] : undefined;
  const captioned = Captioned.safeParse(media);
  return captioned.success ? { kind: 'text', text: cut(captioned.data.caption, TEXT_LIMIT) } : undefined;
}

function tapOf(item: unknown): Input | Reason {
  const message = InteractiveMessage.safeParse(item);
  if (!message.success) return 'malformed';
  const { type, button_reply, list_reply } = message.data.interactive;
  // A person who allows or forbids calls has not spoken to the bot.
  if (type === 'call_permission_reply') return 'call-permission';
  if (type !== 'button_reply' && type !== 'list_reply') return { kind: 'attachment', medium: 'unknown' };
  const tap = type === 'button_reply' ? button_reply : list_reply;
  return tap ? { kind: 'choice', id: tap.id, title: cut(tap.title, TEXT_LIMIT) } : 'malformed';
}

function quickReplyOf(item: unknown): Input | Reason {
  const message = ButtonMessage.safeParse(item);
  if (!message.success) return 'malformed';
  const { payload, text } = message.data.button;
  const title = cut(text, TEXT_LIMIT);
  return payload === undefined ? { kind: 'text', text: title } : { kind: 'choice', id: payload, title };
}

function isSilent(item: unknown): boolean {
  const message = UnsupportedMessage.safeParse(item);
  return message.success && SILENT.has(message.data.unsupported.type);
}

/**
 * A person's number or business-scoped id changed, and usually both at once, because the id hangs on the number. One `moved` for
 * each kind of identifier whose old and new value are known; across the kinds only when there is no other link.
 */
function moves(item: unknown, previous: Identity): Finding {
  const message = SystemMessage.safeParse(item);
  if (!message.success) return 'malformed';
  const { wa_id, new_wa_id, user_id } = message.data.system;
  const current = identityOf(user_id, wa_id ?? new_wa_id);
  const pairs = [
    [previous.userId, current.userId],
    [previous.phone, current.phone],
  ];
  const straight = pairs.flatMap(([from, to]) => moved(from, to));
  if (straight.length > 0) return straight;
  const across = [...moved(previous.userId, current.phone), ...moved(previous.phone, current.userId)];
  return across.length > 0 ? across : 'system';
}
