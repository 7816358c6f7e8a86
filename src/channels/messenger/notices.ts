import type { Update } from '../../model/inbound.ts';
import type { Context, Finding } from './finding.ts';
import { instantOf } from './time.ts';
import { Delivery, Echo, PassThread, Read } from './wire.ts';

/**
 * Meta's inboxes, where people answer by hand: the page's, the same as one page of the documentation misprints it, Instagram's.
 * What they say or take is a human's conversation from then on.
 */
const INBOX_APPS: ReadonlySet<string> = new Set(['263902037430900', '26390203743090', '1217981644879628']);

/** Form of our own references; anything else in that place was sent by somebody else with our page. */
const REF = /^[\w-]{22}$/;

/** What the page said: by us, which ties its message id to our row; by a human, so the bot falls silent there; by another app. */
export function echoOf(body: unknown, context: Context): Finding {
  const echo = Echo.safeParse(body);
  if (!echo.success) return 'malformed';
  const { mid, app_id: app, metadata } = echo.data;
  if (app && INBOX_APPS.has(app)) return handover('other', context);
  if (!metadata || !REF.test(metadata)) return 'echo';
  const at = context.sentAt ?? context.now;
  return [{ kind: 'status', channel: 'messenger', ref: metadata, ...(mid && { messageId: mid }), status: 'sent', at }];
}

/** `mids` may be missing; the watermark covers everything sent before it, named or not. */
export function deliveryOf(body: unknown, context: Context): Finding {
  const delivery = Delivery.safeParse(body);
  if (!delivery.success) return 'malformed';
  const mark = instantOf(delivery.data.watermark, context.now);
  const at = context.sentAt ?? mark ?? context.now;
  const named = (delivery.data.mids ?? []).map((mid): Update => {
    return { kind: 'status', channel: 'messenger', messageId: mid, status: 'delivered', at };
  });
  const updates = mark === undefined ? named : [...named, watermark('delivered', mark, context)];
  return updates.length > 0 ? updates : 'malformed';
}

export function readOf(body: unknown, context: Context): Finding {
  const read = Read.safeParse(body);
  const mark = read.success ? instantOf(read.data.watermark, context.now) : undefined;
  return mark === undefined ? 'malformed' : [watermark('read', mark, context)];
}

/** The event goes to the app that gets the thread, so a new owner that is no inbox is us. */
export function passOf(body: unknown, context: Context): Finding {
  const pass = PassThread.safeParse(body);
  if (!pass.success) return 'malformed';
  return handover(INBOX_APPS.has(pass.data.new_owner_app_id) ? 'other' : 'bot', context);
}

/** We never take a thread, so whoever did is somebody else, whatever else the event says. */
export const takeOf = (_body: unknown, context: Context): Finding => handover('other', context);

const handover = (owner: 'bot' | 'other', { from, sentAt, now }: Context): Finding => [
  { kind: 'handover', channel: 'messenger', with: from, owner, at: sentAt ?? now },
];

const watermark = (status: 'delivered' | 'read', at: number, { from }: Context): Update => {
  return { kind: 'watermark', channel: 'messenger', from, status, at };
};
