import { z } from 'zod';
import type { Payload } from '../model/outbound.ts';
import { describeSound, isSound } from '../model/sound.ts';

/** Something that can be tapped, with the words on it as the app shows them. */
export type Tap = { readonly id: string; readonly title: string };

/** A payload as its app shows it. A list shows only the button that opens it; its rows stand on a sheet of their own. */
export type Shown =
  | { readonly kind: 'text'; readonly text: string }
  /** A recording. `text`: what it plays, for staff; empty when only the platform's `id` of its file is known. */
  | { readonly kind: 'sound'; readonly text: string; readonly id?: string; readonly taps: readonly Tap[] }
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

const Voice = z.object({ type: z.literal('audio'), audio: z.object({ id: z.string().optional() }) });

const WhatsApp = z.union([
  Voice.transform(({ audio: { id } }): Shown => ({ kind: 'sound', text: '', ...(id === undefined ? {} : { id }), taps: [] })),
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

const Audio = z.object({
  attachment: z.object({ type: z.literal('audio'), payload: z.object({ attachment_id: z.string().optional() }) }),
  quick_replies: z.array(Posted).default([]),
});

const Messenger = z.object({
  message: z.union([
    Audio.transform(
      ({ attachment: { payload }, quick_replies: taps }): Shown => ({
        kind: 'sound',
        text: '',
        ...(payload.attachment_id === undefined ? {} : { id: payload.attachment_id }),
        taps,
      }),
    ),
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
export function shownOf(payload: Payload): Shown {
  if (!isSound(payload)) return Showable.parse(payload);
  return { ...Showable.parse(payload.message), text: describeSound(payload.sound) };
}

export function tapsOf(shown: Shown): readonly Tap[] {
  switch (shown.kind) {
    case 'text':
      return [];
    case 'sound':
    case 'buttons':
    case 'quick-replies':
      return shown.taps;
    case 'list':
      return shown.sections.flatMap(({ taps }) => taps);
  }
}
