import { type Engine, makeEngine } from '../engine/engine.ts';
import type { Conversation, Step, Written } from '../flow/conversations.ts';
import type { ChannelId } from '../model/channel.ts';
import type { Flow } from '../model/flow.ts';
import type { Problem } from '../model/problem.ts';
import { withLocales } from './content.ts';
import { type Answered, beginTalk, type NotOffered, type Saw } from './conversation.ts';
import type { Composer } from './walk.ts';

/** The day of conversations that name none: any, as long as it never changes. */
const DAY = '2026-11-24';

/** A conversation as it was played once. `answers`: one for each step, up to the first that could not be taken. */
export type Play = {
  readonly written: Written;
  readonly channel: ChannelId;
  readonly locale: string | undefined;
  readonly answers: readonly Answered[];
  /** Why it could not be played to its end. */
  readonly stuck: Problem | undefined;
  readonly differences: readonly Difference[];
};

/** `step` counts from 0. `what` comes back otherwise than expected; `payload`: the platform would refuse what came back. */
export type Difference = {
  readonly step: number;
  readonly what: keyof Saw | 'payload';
  readonly expected: readonly string[];
  readonly actual: readonly string[];
};

export const isRight = ({ stuck, differences }: Play): boolean => stuck === undefined && differences.length === 0;

export type GoldenOptions = { readonly channels?: readonly ChannelId[]; readonly locales?: readonly string[] };

/**
 * Plays conversations on each channel and language that they name and that `options` ask for. `flow` has all locales: those that are
 * served are spoken, and beside them one that a conversation names, so that a draft can be tested before anybody sees it.
 */
export function playAll(
  flow: Flow,
  composers: readonly Composer[],
  conversations: readonly Written[],
  options: GoldenOptions = {},
): Play[] {
  const engines = new Map<string | undefined, Engine>();
  const engineFor = (locale: string | undefined): Engine => {
    const known = engines.get(locale);
    if (known !== undefined) return known;
    const engine = makeEngine(spoken(flow, locale));
    engines.set(locale, engine);
    return engine;
  };
  return conversations.flatMap((written) => {
    const { locale, channels } = written.conversation;
    const places = composers.filter(({ id }) => (channels?.includes(id) ?? true) && (options.channels?.includes(id) ?? true));
    const languages = locale === undefined ? [undefined] : [locale].flat();
    return languages
      .flatMap((language) => places.map((composer) => play(engineFor(language), composer, written, language)))
      .filter((played) => options.locales?.includes(languageOf(played)) ?? true);
  });
}

function spoken(flow: Flow, locale: string | undefined): Flow {
  const served = [...flow.locales.values()].filter(({ id, status }) => status !== 'draft' || id === locale).map(({ id }) => id);
  const result = withLocales(flow, served);
  return 'flow' in result ? result.flow : flow;
}

/** The language that is known before, else the one in which the first words are answered. */
const languageOf = ({ locale, answers }: Play): string => locale ?? answers[0]?.turn.replies[0]?.locale ?? '';

function play(engine: Engine, composer: Composer, written: Written, locale: string | undefined): Play {
  const { steps, on = DAY } = written.conversation;
  const talk = beginTalk(engine, composer, { locale, at: Date.parse(`${on}T09:00:00Z`) });
  const answers: Answered[] = [];
  let stuck: Problem | undefined;
  for (const [index, step] of steps.entries()) {
    const taken = talk.take(step);
    if (taken.kind === 'not-offered') {
      stuck = tellStuck(written, index, step, taken);
      break;
    }
    answers.push(taken);
  }
  const differences = answers.flatMap((answer, step) => compare(written.conversation, step, answer));
  return { written, channel: composer.id, locale, answers, stuck, differences };
}

function tellStuck(written: Written, index: number, { tap = '' }: Step, { offered = [] }: NotOffered): Problem | undefined {
  const hint = offered.length === 0 ? 'nothing can be tapped there' : `offered are ${offered.map((title) => `\`${title}\``).join(', ')}`;
  return written.problem(index, 'tap-not-offered', `\`${tap}\` is not offered`, hint);
}

/** In both directions: all that is expected must come, and nothing may come that is not expected. */
function compare({ steps, locale }: Conversation, index: number, { saw, faults }: Answered): readonly Difference[] {
  const { bubbles = [], choices = '', claims = '', erased = false } = steps[index] ?? {};
  // In several languages the words are different ones; that the same is claimed everywhere is the point of such a conversation.
  const words = !Array.isArray(locale);
  const found: Difference[] = [
    ...(words ? [{ step: index, what: 'bubbles', expected: lines(bubbles), actual: lines(saw.bubbles) } as const] : []),
    ...(words ? [{ step: index, what: 'choices', expected: picks(choices), actual: picks(saw.choices) } as const] : []),
    { step: index, what: 'claims', expected: names(claims), actual: names(saw.claims) },
    { step: index, what: 'erased', expected: erased ? ['erased'] : [], actual: saw.erased ? ['erased'] : [] },
    { step: index, what: 'payload', expected: [], actual: faults },
  ];
  return found.filter(({ expected, actual }) => expected.length !== actual.length || expected.some((line, at) => line !== actual[at]));
}

/** Between bubbles stands a rule, so that a line which moves from one to the other is a difference. */
const lines = (bubbles: readonly string[]) => bubbles.flatMap((text, index) => [...(index > 0 ? ['────'] : []), ...text.split('\n')]);
const picks = (choices: string) => choices.split(' | ').filter((choice) => choice !== '');
const names = (claims: string) => claims.split(' ').filter((claim) => claim !== '');

/** The steps of a conversation with what came back, to be written into its file. Without what stays open when it got stuck. */
export function stepsNow({ written: { conversation }, answers }: Play): readonly Step[] {
  return conversation.steps.map((step, index) => {
    const saw = answers[index]?.saw;
    if (saw === undefined) return step;
    return Array.isArray(conversation.locale) ? { ...step, claims: saw.claims, erased: saw.erased } : { ...step, ...saw };
  });
}
