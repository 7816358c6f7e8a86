import { z } from 'zod';
import type { Payload } from '../../model/outbound.ts';
import { ACTION_LIMIT, TEXT_LIMIT, TITLE_LIMIT } from './limits.ts';

const Action = z
  .object({ type: z.literal('imBack'), title: z.string().min(1).max(TITLE_LIMIT), value: z.string() })
  .refine(({ title, value }) => title === value, 'title and value must be the same');

const Sendable = z.object({
  activity: z.object({
    type: z.literal('message'),
    text: z.string().min(1).max(TEXT_LIMIT),
    suggestedActions: z.object({ actions: z.array(Action).min(1).max(ACTION_LIMIT) }).optional(),
  }),
});

/** What a client would cut in a payload, in plain words; empty when it is fine. Written apart from `compose` on purpose. */
export function violations(payload: Payload): readonly string[] {
  const parsed = Sendable.safeParse(payload);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
