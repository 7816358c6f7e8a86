import { createHash } from 'node:crypto';
import type { Input, Medium } from '../../model/inbound.ts';
import { cut } from '../text.ts';
import type { Context, Finding } from './finding.ts';
import { INBOUND_TEXT_LIMIT } from './limits.ts';
import { Attachment, Message, Optin, Postback, Referral } from './wire.ts';

/** Payload that a page gives to "Get Started", in the forms that Meta's own pages and tools write. */
const GET_STARTED = /^(get[ _-]?started([ _-]?payload)?|facebook_welcome)$/i;

/** Kinds that are never opened: what they are is all we need to answer. */
const MEDIUM: ReadonlyMap<string, Medium> = new Map<string, Medium>([
  ['image', 'image'],
  ['audio', 'voice'],
  ['video', 'video'],
  ['reel', 'video'],
  ['ig_reel', 'video'],
  ['file', 'document'],
  ['location', 'location'],
]);

/** Words, a quick reply, or something sent that is not words. */
export function messageOf(body: unknown, context: Context): Finding {
  const message = Message.safeParse(body);
  if (!message.success) return 'malformed';
  const input = inputOf(message.data);
  return event(message.data.mid ?? madeUpId('message', JSON.stringify(input), context), input, context);
}

/** A button, an entry of the menu, an ice breaker, "Get Started". Without payload it was another app's button. */
export function postbackOf(body: unknown, context: Context): Finding {
  const postback = Postback.safeParse(body);
  if (!postback.success) return 'malformed';
  const { mid, title, payload } = postback.data;
  if (!payload) return 'postback-without-payload';
  return event(mid ?? madeUpId('postback', payload, context), tapped(payload, title ?? ''), context);
}

/** Somebody came back to the thread by a link or an advertisement and has said nothing yet. */
export function referralOf(body: unknown, context: Context): Finding {
  const referral = Referral.safeParse(body);
  if (!referral.success) return 'malformed';
  return event(madeUpId('referral', referral.data.ref ?? '', context), { kind: 'start' }, context);
}

/** The "Send to Messenger" button asks for the bot; a token for notifications, which have ended, does not. */
export function optinOf(body: unknown, context: Context): Finding {
  const optin = Optin.safeParse(body);
  if (!optin.success) return 'malformed';
  const { type, ref } = optin.data;
  return type || !ref ? 'optin' : event(madeUpId('optin', ref, context), { kind: 'start' }, context);
}

/** Words win over what hangs beside them (the preview of a link is an attachment, too), and the first attachment over the others. */
function inputOf({ text, quick_reply: quickReply, attachments }: Message): Input {
  const words = cleanText(text ?? '');
  if (quickReply?.payload) return tapped(quickReply.payload, words);
  if (words.trim() !== '') return { kind: 'text', text: words };
  return { kind: 'attachment', medium: mediumOf([attachments].flat()[0]) };
}

const tapped = (payload: string, title: string): Input =>
  GET_STARTED.test(payload) ? { kind: 'start' } : { kind: 'choice', id: payload, title: cleanText(title) };

/** Shares, templates, bookings, and whatever comes after this was written are `unknown`; so is a message with nothing in it. */
function mediumOf(value: unknown): Medium {
  const attachment = Attachment.safeParse(value);
  if (!attachment.success) return 'unknown';
  const { type, payload } = attachment.data;
  if (type === 'image' && payload?.sticker_id) return 'sticker';
  return MEDIUM.get(type) ?? 'unknown';
}

const cleanText = (text: string) => cut(text, INBOUND_TEXT_LIMIT).toWellFormed();

const event = (platformId: string, input: Input, { from, sentAt, now }: Context): Finding => [
  { kind: 'message', event: { channel: 'messenger', from, platformId, at: sentAt ?? now, input } },
];

/**
 * An id for an event that the platform gives none, the same when it is delivered again. Without a time of its own two equal events
 * cannot be told from one delivered twice; then each counts, because an answer too many is better than none.
 */
function madeUpId(kind: string, detail: string, { from, sentAt, now }: Context): string {
  const parts = JSON.stringify([kind, from.id, sentAt ?? now, detail]);
  return `${kind}.${createHash('sha256').update(parts).digest('base64url')}`;
}
