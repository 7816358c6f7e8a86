import { z } from 'zod';
import type { Payload } from '../../../src/model/outbound.ts';

// The Send API's own rules, written from its documents and apart from the code under test. Strict: an unknown field is a fault.

const wellFormed = (text: string) => text.isWellFormed();
const words = (limit: number) =>
  z
    .string()
    .max(limit)
    .refine((text) => text.trim() !== '', 'empty')
    .refine(wellFormed, 'broken surrogate');
const tap = { title: words(20), payload: z.string().min(1).max(1000) };
const QuickReply = z.strictObject({ content_type: z.literal('text'), ...tap });
const Button = z.strictObject({ type: z.literal('postback'), ...tap });

const Text = z.strictObject({ text: words(1999), quick_replies: z.array(QuickReply).min(1).max(13).optional() });
const Template = z.strictObject({
  attachment: z.strictObject({
    type: z.literal('template'),
    payload: z.strictObject({ template_type: z.literal('button'), text: words(640), buttons: z.array(Button).min(1).max(3) }),
  }),
});

const Audio = z.strictObject({
  attachment: z.strictObject({ type: z.literal('audio'), payload: z.strictObject({ attachment_id: z.string().min(1) }) }),
  quick_replies: z.array(QuickReply).min(1).max(13).optional(),
});

const Sendable = z.strictObject({
  recipient: z.strictObject({ id: z.string().min(1) }),
  messaging_type: z.literal('RESPONSE'),
  message: z.union([Text, Template, Audio]),
});

export function faults(payload: Payload): readonly string[] {
  const parsed = Sendable.safeParse(payload);
  return parsed.success ? [] : parsed.error.issues.map((issue) => JSON.stringify(issue));
}

/** The words of a bubble, outside of what can be tapped. */
export function textOf(payload: Payload): string {
  const { message } = Sendable.parse(payload);
  if ('text' in message) return message.text;
  return message.attachment.type === 'template' ? message.attachment.payload.text : '';
}

/** Everything that can be tapped, with what Messenger tells when it is: a quick reply comes as a message, a button as a postback. */
export function tapsOf(payload: Payload): readonly { readonly id: string; readonly title: string; readonly event: object }[] {
  const { message } = Sendable.parse(payload);
  const buttons = 'attachment' in message && message.attachment.type === 'template' ? message.attachment.payload.buttons : [];
  const quick = 'quick_replies' in message ? (message.quick_replies ?? []) : [];
  return [
    ...quick.map(({ title, payload: id }) => {
      return { id, title, event: { message: { mid: 'm_tap', text: title, quick_reply: { payload: id } } } };
    }),
    ...buttons.map(({ title, payload: id }) => {
      return { id, title, event: { postback: { mid: 'm_tap', title, payload: id } } };
    }),
  ];
}
