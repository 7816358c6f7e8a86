import { z } from 'zod';
import { CHANNELS } from '../model/channel.ts';
import { MEDIA } from '../model/inbound.ts';
import type { Problem } from '../model/problem.ts';
import { parseSource, type SourceFile } from './documents.ts';
import { reportIssues, reportType } from './issues.ts';
import type { Place } from './places.ts';
import type { ProblemCode } from './problems.ts';
import { makeReport, type Report } from './report.ts';
import { mapping } from './schema.ts';
import { below, fileSpot, keyOf, locate, type PathSpot, type Source, valueAt } from './spots.ts';

const words = z.string();

/**
 * One step of a golden conversation: what the person does, then everything that comes back. Exactly one of `send` (several: a burst
 * that waited together), `tap` (words on something tapped; `of`: on the menu of that earlier step, counted from 1), `attachment`, `start`.
 * `hours` pass before it. `choices` is what can be picked, in one line; a key that is left out means nothing of that kind.
 */
const stepSchema = mapping({
  send: z.union([words, z.array(words).min(1)]).optional(),
  tap: words.optional(),
  of: z.int().positive().optional(),
  attachment: z.enum(MEDIA).optional(),
  start: z.literal(true).optional(),
  hours: z.number().positive().optional(),
  bubbles: z.array(words).optional(),
  choices: words.optional(),
  claims: words.optional(),
  erased: z.boolean().optional(),
});

/**
 * `locale`: the language known before, or several in which the same things must be claimed (words differ then, and are not compared).
 * `channels`: where it is played, else everywhere. `on`: the day, for contacts that are good for a time only.
 */
const conversationSchema = mapping({
  name: z.string().min(1),
  locale: z.union([words, z.array(words).min(1)]).optional(),
  channels: z.array(z.enum(CHANNELS)).min(1).optional(),
  on: z.iso.date().optional(),
  steps: z.array(stepSchema).min(1),
});

export type Step = z.infer<typeof stepSchema>;
export type Conversation = z.infer<typeof conversationSchema>;

/** What a person can do in one step; exactly one of them. */
const DEEDS = ['send', 'tap', 'attachment', 'start'] as const;

/** A conversation and where it stands. `index`: its position in the file. `steps`: places of what the person does. */
export type Written = {
  readonly conversation: Conversation;
  readonly index: number;
  readonly place: Place;
  readonly steps: readonly Place[];
  /** A problem with what the person does in one step, which only shows when it is played. */
  readonly problem: (step: number, code: ProblemCode, message: string, hint: string) => Problem | undefined;
};

/** Reads files of golden conversations. `locales`: those that exist. What is broken is told and left out. Pure. */
export function readConversations(
  files: readonly SourceFile[],
  locales: { has(name: string): boolean; keys(): Iterable<string> },
): { readonly conversations: readonly Written[]; readonly problems: readonly Problem[] } {
  const report = makeReport();
  const conversations = files.flatMap((file) => readFile(file, report));
  const names = new Map<string, Written>();
  for (const { written, spot } of conversations) {
    const { name, locale } = written.conversation;
    const first = names.get(name);
    if (first === undefined) names.set(name, written);
    else {
      const { file, line } = first.place;
      report.add('conversation-twice', below(spot, 'name'), `this name stands at ${file}:${line} already`, 'give each a name of its own');
    }
    for (const id of [locale ?? []].flat())
      report.known(id, { code: 'locale-unknown', noun: 'locale', names: locales }, below(spot, 'locale'));
    checkSteps(written.conversation, spot, report);
  }
  return { conversations: conversations.map(({ written }) => written), problems: report.problems() };
}

function readFile(file: SourceFile, report: Report): { readonly written: Written; readonly spot: PathSpot }[] {
  const { source, problems } = parseSource(file);
  for (const { code, offset, message, hint } of problems) report.add(code, { source, offset }, message, hint);
  if (source.broken) return [];
  if (!Array.isArray(source.data)) {
    reportType(source.data, ['a list'], fileSpot(source), report);
    return [];
  }
  return source.data.flatMap((value: unknown, index) => {
    const spot = below(fileSpot(source), index);
    const parsed = conversationSchema.safeParse(value);
    if (parsed.success) return [{ written: locateAll(parsed.data, source, spot, index), spot }];
    reportIssues(parsed.error.issues, spot, report);
    return [];
  });
}

function locateAll(conversation: Conversation, source: Source, spot: PathSpot, index: number): Written {
  const at = (spot: PathSpot): Place => ({ file: source.path, ...locate(spot) });
  const deeds = conversation.steps.map((_, step) => deedSpot(below(spot, 'steps', step)));
  return {
    conversation,
    index,
    place: at(spot),
    steps: deeds.map(at),
    problem: (step, code, message, hint) => {
      const report = makeReport();
      report.add(code, deeds[step] ?? spot, message, hint);
      return report.problems()[0];
    },
  };
}

function deedSpot(step: PathSpot): PathSpot {
  const deed = DEEDS.find((name) => valueAt(step.source.data, [...step.path, name]) !== undefined);
  return deed === undefined ? step : below(step, deed);
}

const DEED_HINT = 'write one of `send: words`, `tap: label`, `attachment: voice`, `start: true`';

function checkSteps({ steps, locale }: Conversation, spot: PathSpot, report: Report): void {
  for (const [index, step] of steps.entries()) {
    const at = below(spot, 'steps', index);
    const done = DEEDS.filter((deed) => step[deed] !== undefined);
    if (done.length === 0) report.add('step-form', at, 'the person does nothing in this step', DEED_HINT);
    if (done.length > 1) report.add('step-form', at, `the person does ${done.length} things in this step: ${done.join(', ')}`, DEED_HINT);
    if (step.of !== undefined && step.tap === undefined)
      report.add('step-form', keyOf(below(at, 'of')), '`of` names the menu of a tap, and nothing is tapped here', 'add `tap`');
    if (step.of !== undefined && step.of > index)
      report.add('menu-not-yet', below(at, 'of'), `step ${step.of} has not happened yet`, `name an earlier step: 1 to ${index}`);
    for (const key of Array.isArray(locale) ? (['bubbles', 'choices'] as const) : []) {
      if (step[key] === undefined) continue;
      const hint = 'take it away, or write one conversation for each language';
      report.add('step-words', keyOf(below(at, key)), 'words differ from language to language', hint);
    }
  }
}
