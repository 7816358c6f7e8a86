import { z } from 'zod';
import type { Payload } from '../../model/outbound.ts';
import { isSound, type SoundPayload } from '../../model/sound.ts';
import { AUDIO_BYTES, BUTTON_LIMIT, BUTTON_TEXT_LIMIT, QUICK_REPLY_LIMIT, TEXT_LIMIT, TITLE_LIMIT } from './limits.ts';
import { CHOICE_ID_LIMIT } from './wire.ts';

const title = z.string().min(1).max(TITLE_LIMIT);
const payloadId = z.string().min(1).max(CHOICE_ID_LIMIT);

const QuickReply = z.object({ content_type: z.literal('text'), title, payload: payloadId });
const Button = z.object({ type: z.literal('postback'), title, payload: payloadId });
const Template = z.object({
  template_type: z.literal('button'),
  text: z.string().min(1).max(BUTTON_TEXT_LIMIT),
  buttons: z.array(Button).min(1).max(BUTTON_LIMIT),
});

const Sendable = z.object({
  messaging_type: z.literal('RESPONSE'),
  message: z.union([
    z.strictObject({
      text: z.string().min(1).max(TEXT_LIMIT),
      quick_replies: z.array(QuickReply).min(1).max(QUICK_REPLY_LIMIT).optional(),
    }),
    z.strictObject({ attachment: z.object({ type: z.literal('template'), payload: Template }) }),
  ]),
});

/** What Meta would refuse or cut in a payload, in plain words; empty when it is fine. Written apart from `compose` on purpose. */
export function violations(payload: Payload): readonly string[] {
  if (isSound(payload)) return [...soundViolations(payload), ...violations(payload.otherwise)];
  const parsed = Sendable.safeParse(payload);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const Audio = z.object({
  messaging_type: z.literal('RESPONSE'),
  message: z.strictObject({
    attachment: z.object({ type: z.literal('audio') }),
    quick_replies: z.array(QuickReply).min(1).max(QUICK_REPLY_LIMIT).optional(),
  }),
});

function soundViolations({ sound, message }: SoundPayload): readonly string[] {
  const parsed = Audio.safeParse(message);
  return [
    ...(sound.form === 'mp3' ? [] : [`sound in ${sound.form}`]),
    ...(sound.bytes <= AUDIO_BYTES ? [] : [`a file of ${sound.bytes} bytes, at most ${AUDIO_BYTES}`]),
    ...(parsed.success ? [] : parsed.error.issues.map(({ path, message: what }) => `${path.join('.')}: ${what}`)),
  ];
}
