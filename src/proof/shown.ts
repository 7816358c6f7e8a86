import { z } from 'zod';
import type { Payload } from '../model/outbound.ts';

/** Something that can be tapped, with the words on it as the app shows them. */
export type Tap = { readonly id: string; readonly title: string };

/** A payload as its app shows it. A list shows only the button that opens it; its rows stand on a sheet of their own. */
export type Shown =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'buttons' | 'quick-replies'; readonly text: string; readonly taps: readonly Tap[] }
  | {
      readonly kind: 'list';
      readonly text: string;
      readonly open: string;
      readonly sections: readonly { readonly title: string; readonly taps: readonly Tap[] }[];
    };

const Words = z.object({ text: z.string() });
const Titled = z.object({ id: z.string(), title: z.string() });
const Posted = z.object({ title: z.string(), payload: z.string() }).transform(({ title, payload }): Tap => ({ id: payload, title }));

const Buttons = z.object({ type: z.literal('button'), body: Words, action: z.object({ buttons: z.array(z.object({ reply: Titled })) }) });
const List = z.object({
  type: z.literal('list'),
  body: Words,
  action: z.object({ button: z.string(), sections: z.array(z.object({ title: z.string(), rows: z.array(Titled) })) }),
});

const WhatsApp = z.union([
  z
    .object({ type: z.literal('text'), text: z.object({ body: z.string() }) })
    .transform(({ text }): Shown => ({ kind: 'text', text: text.body })),
  z
    .object({ interactive: Buttons })
    .transform(
      ({ interactive: { body, action } }): Shown => ({ kind: 'buttons', text: body.text, taps: action.buttons.map(({ reply }) => reply) }),
    ),
  z.object({ interactive: List }).transform(
    ({ interactive: { body, action } }): Shown => ({
      kind: 'list',
      text: body.text,
      open: action.button,
      sections: action.sections.map(({ title, rows }) => ({ title, taps: rows })),
    }),
  ),
]);

const Messenger = z.object({
  message: z.union([
    z
      .object({ attachment: z.object({ payload: z.object({ text: z.string(), buttons: z.array(Posted) }) }) })
      .transform(({ attachment: { payload } }): Shown => ({ kind: 'buttons', text: payload.text, taps: payload.buttons })),
    z
      .object({ text: z.string(), quick_replies: z.array(Posted) })
      .transform(({ text, quick_replies: taps }): Shown => ({ kind: 'quick-replies', text, taps })),
    Words.transform(({ text }): Shown => ({ kind: 'text', text })),
  ]),
});

const BotFramework = z
  .object({
    activity: Words.extend({ suggestedActions: z.object({ actions: z.array(z.object({ title: z.string() })) }).optional() }),
    choices: z.array(z.string()),
  })
  .transform(({ activity: { text, suggestedActions }, choices }): Shown => {
    const taps = (suggestedActions?.actions ?? []).map(({ title }, index): Tap => ({ id: choices[index] ?? '', title }));
    return taps.length === 0 ? { kind: 'text', text } : { kind: 'quick-replies', text, taps };
  });

const Showable = z.union([WhatsApp, Messenger.transform(({ message }) => message), BotFramework]);

/** Reads a payload back as its app would. Throws on one that no composer of ours makes. */
export const shownOf = (payload: Payload): Shown => Showable.parse(payload);

export function tapsOf(shown: Shown): readonly Tap[] {
  switch (shown.kind) {
    case 'text':
      return [];
    case 'buttons':
    case 'quick-replies':
      return shown.taps;
    case 'list':
      return shown.sections.flatMap(({ taps }) => taps);
  }
}
