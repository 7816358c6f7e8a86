import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Engine, Standing } from '../../src/engine/engine.ts';
import { type Input, MEDIA } from '../../src/model/inbound.ts';
import type { Choice, Reply } from '../../src/model/reply.ts';

/** What the person does: words (several: a burst), a tap on a label shown before, something without words, or time that passes first. */
const Step = z.strictObject({
  send: z.union([z.string(), z.array(z.string())]).optional(),
  tap: z.string().optional(),
  /** A tap on a choice of an earlier step, counted from 1: an old menu. */
  of: z.number().int().positive().optional(),
  attachment: z.enum(MEDIA).optional(),
  start: z.literal(true).optional(),
  hours: z.number().positive().optional(),
  bubbles: z.array(z.string()).optional(),
  choices: z.string().optional(),
  claims: z.string().optional(),
  erased: z.boolean().optional(),
});
const Conversation = z.strictObject({ name: z.string(), locale: z.string().optional(), steps: z.array(Step).min(1) });

export type Step = z.infer<typeof Step>;
export type Conversation = z.infer<typeof Conversation>;

export const readConversations = (file: string): readonly Conversation[] => z.array(Conversation).parse(parse(readFileSync(file, 'utf8')));

export function writeConversations(file: string, conversations: readonly Conversation[]): void {
  writeFileSync(file, stringify(conversations, { lineWidth: 0, blockQuote: 'literal' }));
}

const BEGIN = Date.UTC(2026, 10, 24, 9);
const HOUR = 3_600_000;

/** Plays a conversation; gives it back with what really happened. The session goes through JSON between every two steps. */
export function play(engine: Engine, { name, locale, steps }: Conversation): Conversation {
  let standing: Standing = { locale };
  let at = BEGIN;
  const shown: (readonly Choice[])[] = [];
  const played = steps.map((step): Step => {
    at += (step.hours ?? 0) * HOUR + 1000;
    const { session, replies, erase, trace } = engine.turn(
      standing,
      inputsOf(step, shown).map((input) => ({ input, at })),
    );
    standing = session === undefined ? {} : { session: JSON.parse(JSON.stringify(session)), at, locale: session.locale };
    const offered = replies.flatMap(({ choices, navigation }) => [...choices, ...navigation]);
    shown.push(offered);
    const { send, tap, of, attachment, start, hours } = step;
    const did = { hours, send, tap, of, attachment, start };
    const saw = {
      bubbles: replies.map(({ text }: Reply) => text),
      choices: labels(offered),
      claims: trace.claims.join(' '),
      erased: erase || undefined,
    };
    return Step.parse(withoutUndefined({ ...did, ...saw }));
  });
  return withoutUndefined({ name, locale, steps: played });
}

const labels = (choices: readonly Choice[]) => choices.map(({ number, label }) => `${number} ${label}`).join(' | ');

function inputsOf(step: Step, shown: readonly (readonly Choice[])[]): readonly Input[] {
  if (step.start) return [{ kind: 'start' }];
  if (step.attachment !== undefined) return [{ kind: 'attachment', medium: step.attachment }];
  if (step.tap !== undefined) {
    const menu = step.of === undefined ? shown.at(-1) : shown[step.of - 1];
    const choice = menu?.find(({ label }) => label.includes(step.tap ?? ''));
    if (choice === undefined) throw new Error(`no choice «${step.tap}» among: ${labels(menu ?? [])}`);
    return [{ kind: 'choice', id: choice.id, title: choice.label }];
  }
  return [step.send ?? []].flat().map((text) => ({ kind: 'text', text }));
}

function withoutUndefined<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
