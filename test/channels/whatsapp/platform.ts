import { z } from 'zod';
import type { Payload } from '../../../src/model/outbound.ts';

/**
 * What Meta takes, written down a second time from its documents (message pages and OpenAPI file v23.0), so that the code under test
 * is not measured by its own constants. Lengths in UTF-16 units.
 */
const clean = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => text === text.trim() && text.isWellFormed(), 'outer spaces or a broken character');
const words = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '' && text.isWellFormed(), 'blank or a broken character');

const areUnique = (texts: readonly string[]) => new Set(texts).size === texts.length;

const Buttons = z.strictObject({
  type: z.literal('button'),
  body: z.strictObject({ text: words(1024) }),
  action: z.strictObject({
    buttons: z
      .array(z.strictObject({ type: z.literal('reply'), reply: z.strictObject({ id: clean(256), title: clean(20) }) }))
      .min(1)
      .max(3)
      .refine((buttons) => areUnique(buttons.map(({ reply }) => reply.id)), 'ids repeat')
      .refine((buttons) => areUnique(buttons.map(({ reply }) => reply.title)), 'titles repeat'),
  }),
});

const Section = z.strictObject({
  title: clean(24),
  rows: z.array(z.strictObject({ id: clean(200), title: clean(24), description: clean(72).optional() })).min(1),
});
const List = z.strictObject({
  type: z.literal('list'),
  body: z.strictObject({ text: words(1024) }),
  action: z.strictObject({
    button: clean(20),
    sections: z
      .array(Section)
      .min(1)
      .max(10)
      .refine((sections) => sections.flatMap(({ rows }) => rows).length <= 10, 'more than ten rows')
      .refine((sections) => areUnique(sections.flatMap(({ rows }) => rows.map(({ id }) => id))), 'ids repeat'),
  }),
});

const head = { messaging_product: z.literal('whatsapp'), recipient_type: z.literal('individual') };
const to = { ...head, to: z.string().regex(/^\+\d{5,15}$/) };
const recipient = { ...head, recipient: z.string().regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/) };
const text = { type: z.literal('text'), text: z.strictObject({ body: words(4096), preview_url: z.literal(false) }) };
const interactive = { type: z.literal('interactive'), interactive: z.discriminatedUnion('type', [Buttons, List]) };

const audio = { type: z.literal('audio'), audio: z.strictObject({ id: z.string().min(1), voice: z.literal(true) }) };

const Sendable = z.union([
  z.strictObject({ ...to, ...audio }),
  z.strictObject({ ...recipient, ...audio }),
  z.strictObject({ ...to, ...text }),
  z.strictObject({ ...to, ...interactive }),
  z.strictObject({ ...recipient, ...text }),
  z.strictObject({ ...recipient, ...interactive }),
]);

/** What Meta would have against it; empty when it would be sent. */
export function faults(payload: Payload): readonly string[] {
  const parsed = Sendable.safeParse(payload);
  return parsed.success ? [] : [z.prettifyError(parsed.error)];
}

/** The words outside of buttons and rows. */
export function shownText(payload: Payload): string {
  const message = Sendable.parse(payload);
  if (message.type === 'audio') return '';
  return message.type === 'text' ? message.text.body : message.interactive.body.text;
}

type Reply = { readonly id: string; readonly title: string; readonly description?: string | undefined };

/** What can be tapped, each with the `interactive` object that the tap sends back. */
export function replies(payload: Payload): readonly { readonly id: string; readonly interactive: unknown }[] {
  const message = Sendable.parse(payload);
  if (message.type !== 'interactive') return [];
  if (message.interactive.type === 'button') {
    return message.interactive.action.buttons.map(({ reply }) => ({
      id: reply.id,
      interactive: { type: 'button_reply', button_reply: reply },
    }));
  }
  const rows: readonly Reply[] = message.interactive.action.sections.flatMap(({ rows }) => rows);
  return rows.map((row) => ({ id: row.id, interactive: { type: 'list_reply', list_reply: row } }));
}
