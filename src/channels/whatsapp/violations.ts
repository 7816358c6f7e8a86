import { z } from 'zod';
import type { Payload } from '../../model/outbound.ts';
import { isSound, type SoundPayload } from '../../model/sound.ts';
import {
  BODY_LIMIT,
  BUTTON_COUNT,
  BUTTON_ID_LIMIT,
  BUTTON_TITLE_LIMIT,
  LIST_BUTTON_LIMIT,
  ROW_COUNT,
  ROW_DESCRIPTION_LIMIT,
  ROW_ID_LIMIT,
  ROW_TITLE_LIMIT,
  SECTION_TITLE_LIMIT,
  TEXT_LIMIT,
  VOICE_BYTES,
} from './limits.ts';

const clean = (limit: number) =>
  z
    .string()
    .min(1)
    .max(limit)
    .regex(/^\S(.*\S)?$/s, 'has spaces around it');
const body = z.object({ text: z.string().min(1).max(BODY_LIMIT) });

const Button = z.object({ type: z.literal('reply'), reply: z.object({ id: clean(BUTTON_ID_LIMIT), title: clean(BUTTON_TITLE_LIMIT) }) });
const Row = z.object({ id: clean(ROW_ID_LIMIT), title: clean(ROW_TITLE_LIMIT), description: clean(ROW_DESCRIPTION_LIMIT).optional() });
const Section = z.object({ title: clean(SECTION_TITLE_LIMIT), rows: z.array(Row).min(1) });

const Interactive = z.discriminatedUnion('type', [
  z.object({ type: z.literal('button'), body, action: z.object({ buttons: z.array(Button).min(1).max(BUTTON_COUNT) }) }),
  z.object({ type: z.literal('list'), body, action: z.object({ button: clean(LIST_BUTTON_LIMIT), sections: z.array(Section).min(1) }) }),
]);

const Sendable = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.object({ body: z.string().min(1).max(TEXT_LIMIT) }) }),
  z.object({ type: z.literal('interactive'), interactive: Interactive }),
]);

/**
 * What Meta would refuse in a payload, in plain words; empty when it is fine. Written apart from `compose` on purpose: it is what the
 * content check holds the composer's work against.
 */
export function violations(payload: Payload): readonly string[] {
  if (isSound(payload)) return [...soundViolations(payload), ...violations(payload.otherwise)];
  const parsed = Sendable.safeParse(payload);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return parsed.data.type === 'text' ? [] : repeated(parsed.data.interactive);
}

const VoiceNote = z.object({ type: z.literal('audio'), audio: z.strictObject({ voice: z.literal(true) }) });

function soundViolations({ sound, message }: SoundPayload): readonly string[] {
  return [
    ...(sound.form === 'ogg' ? [] : [`a voice note in ${sound.form}`]),
    ...(sound.bytes <= VOICE_BYTES ? [] : [`a voice note of ${sound.bytes} bytes, at most ${VOICE_BYTES} are played with one tap`]),
    ...(VoiceNote.safeParse(message).success ? [] : ['a call that plays nothing']),
  ];
}

function repeated(interactive: z.infer<typeof Interactive>): readonly string[] {
  const taps =
    interactive.type === 'button'
      ? interactive.action.buttons.map(({ reply }) => reply)
      : interactive.action.sections.flatMap(({ rows }) => rows);
  return [
    ...(taps.length > ROW_COUNT ? [`${taps.length} rows, at most ${ROW_COUNT}`] : []),
    ...(new Set(taps.map(({ id }) => id)).size < taps.length ? ['two choices have the same id'] : []),
    ...(new Set(taps.map(({ title }) => title)).size < taps.length ? ['two choices have the same title'] : []),
  ];
}
