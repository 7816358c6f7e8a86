import { z } from 'zod';
import type { Payload } from '../model/outbound.ts';

const Title = z.object({ title: z.string() });
const Drawable = z.union([
  z
    .object({
      interactive: z.object({
        type: z.literal('button'),
        body: z.object({ text: z.string() }),
        action: z.object({ buttons: z.array(z.object({ reply: Title })) }),
      }),
    })
    .transform(({ interactive: { body, action } }) => ({ text: body.text, buttons: action.buttons.map(({ reply }) => reply.title) })),
  z
    .object({
      interactive: z.object({
        type: z.literal('list'),
        body: z.object({ text: z.string() }),
        action: z.object({ button: z.string(), sections: z.array(z.object({ title: z.string(), rows: z.array(Title) })) }),
      }),
    })
    .transform(({ interactive: { body, action } }) => ({ text: body.text, buttons: [`☰ ${action.button}`] })),
  z.object({ type: z.literal('text'), text: z.object({ body: z.string() }) }).transform(({ text }) => ({ text: text.body, buttons: [] })),
  z
    .object({ message: z.object({ text: z.string(), quick_replies: z.array(Title).optional() }) })
    .transform(({ message }) => ({ text: message.text, buttons: (message.quick_replies ?? []).map(({ title }) => title) })),
  z
    .object({ message: z.object({ attachment: z.object({ payload: z.object({ text: z.string(), buttons: z.array(Title) }) }) }) })
    .transform(({ message: { attachment } }) => ({
      text: attachment.payload.text,
      buttons: attachment.payload.buttons.map(({ title }) => title),
    })),
]);

/** A payload as its app shows it, in characters: the bubble, and below it what can be tapped. */
export function drawPayload(payload: Payload): string {
  const { text, buttons } = Drawable.parse(payload);
  const bubble = text.split('\n').map((line) => `│ ${line}`);
  return buttons.length === 0 ? bubble.join('\n') : [...bubble, `└ ${buttons.map((title) => `[${title}]`).join(' ')}`].join('\n');
}
