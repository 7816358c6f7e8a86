import type { Flow } from '../model/flow.ts';
import { fold } from '../model/fold.ts';
import type { Input, Medium } from '../model/inbound.ts';
import type { Session } from '../model/session.ts';
import { BACK, type ChoiceId, HEAR, MENU, NO, readChoiceId, toFill } from './choice-id.ts';
import { doubt, mostUrgent } from './doubt.ts';
import { asksToHear, hasRecordings } from './hear.ts';
import { makeMemo } from './memo.ts';
import { makePen } from './pen.ts';
import { choicesAt, navigationIn } from './render.ts';
import type { Lexicon } from './understand/lexicon.ts';
import { numberIn } from './understand/numbers.ts';
import { type Understanding, understand } from './understand/understand.ts';

/** How a message was understood, for the emulator and for counting. */
export type Matched = 'tap' | 'old-tap' | 'command' | 'number' | 'label' | 'keyword' | 'corrected' | 'start' | 'attachment' | 'unknown';

/** What the person wants, in the flow's own terms. */
export type Intent =
  | { readonly kind: 'start' }
  | { readonly kind: 'back' }
  | { readonly kind: 'menu' }
  /** What was said last, as a recording; `at`: what was said there. */
  | { readonly kind: 'hear'; readonly at?: ChoiceId }
  /** A choice of the node where the session stands now. */
  | { readonly kind: 'choose'; readonly choice: string }
  /** A choice of the node named in it, with what was known there. */
  | { readonly kind: 'tap'; readonly id: ChoiceId }
  | { readonly kind: 'open'; readonly node: string; readonly region?: string; readonly urgent: boolean }
  | { readonly kind: 'locale'; readonly locale: string }
  | { readonly kind: 'named'; readonly understanding: Understanding }
  | { readonly kind: 'attachment'; readonly medium: Medium }
  /** `gone`: it was a tap on something that the content no longer has. */
  | { readonly kind: 'unknown'; readonly gone: boolean };

export type Read = { readonly intent: Intent; readonly matched: Matched };

const NUMBER_OF: ReadonlyMap<number, Intent> = new Map([
  [9, { kind: 'back' }],
  [0, { kind: 'menu' }],
]);

/** Fewer letters than this may be the start of too many labels. */
const SHORTEST_LABEL_START = 3;

/**
 * Order of understanding: tapped id, whole-message command, number, label, then words of a sentence; in a sentence sensitive and
 * urgent words go before everything. Pure; `lexicon` is that of the session's own language.
 */
export function readInput(flow: Flow, session: Session, input: Input, lexicon: Lexicon): Read {
  switch (input.kind) {
    case 'start':
      return { intent: { kind: 'start' }, matched: 'start' };
    case 'attachment':
      return { intent: { kind: 'attachment', medium: input.medium }, matched: 'attachment' };
    case 'choice':
      return readTap(flow, session, input, lexicon);
    case 'text':
      return readText(flow, session, input.text, lexicon);
  }
}

function readTap(flow: Flow, session: Session, input: { id: string; title: string }, lexicon: Lexicon): Read {
  const id = readChoiceId(input.id);
  if (id?.choice === BACK) return { intent: { kind: 'back' }, matched: 'tap' };
  if (id !== undefined && (id.choice === MENU || flow.nodes.has(id.node))) {
    const here = id.node === session.node && id.region === session.region && id.need === session.need;
    return { intent: id.choice === HEAR ? { kind: 'hear', at: id } : { kind: 'tap', id }, matched: here ? 'tap' : 'old-tap' };
  }
  // Not ours, or from a node that is gone: the words on it may still say what was meant.
  const words = readText(flow, session, input.title, lexicon);
  return words.intent.kind === 'unknown' ? { intent: { kind: 'unknown', gone: true }, matched: 'unknown' } : words;
}

function readText(flow: Flow, session: Session, text: string, lexicon: Lexicon): Read {
  const folded = fold(text);
  return (
    readHear(flow, session, text, folded, lexicon) ??
    readCommand(flow, session, folded, lexicon) ??
    readNumber(flow, session, folded, lexicon) ??
    readNavigation(flow, session, folded) ??
    readLabel(flow, session, folded) ??
    readSentence(flow, folded, lexicon) ?? { intent: { kind: 'unknown', gone: false }, matched: 'unknown' }
  );
}

function readHear(flow: Flow, session: Session, text: string, folded: string, lexicon: Lexicon): Read | undefined {
  if (!hasRecordings(flow, session)) return undefined;
  const number = numberIn(folded, lexicon.vocabularies);
  const asked = asksToHear(makePen(flow, session), text, folded, number);
  return asked ? { intent: { kind: 'hear' }, matched: number === undefined ? 'command' : 'number' } : undefined;
}

function readCommand(flow: Flow, session: Session, folded: string, lexicon: Lexicon): Read | undefined {
  const locale = languages(flow, 'names', () => languagesOf(flow)).get(folded);
  if (locale !== undefined) return { intent: { kind: 'locale', locale }, matched: 'command' };
  const name = commandIn(lexicon, folded);
  const intent = name === undefined ? undefined : commandIntent(flow, session, name);
  return intent === undefined ? undefined : { intent, matched: 'command' };
}

const languages = makeMemo<Flow, ReadonlyMap<string, string>>();

/** Languages by their own names, and by their two letters. */
const languagesOf = ({ locales }: Flow): ReadonlyMap<string, string> =>
  new Map(
    [...locales.values()]
      .toReversed()
      .flatMap(({ id, name }) => [[fold(name), id] as const, ...(id.length === 2 ? [[id, id] as const] : [])]),
  );

function commandIntent(flow: Flow, session: Session, name: string): Intent | undefined {
  const { guess } = session;
  // Yes and no answer a question of ours; alone they mean nothing.
  if (name === 'yes') return guess?.[0] === undefined ? undefined : { kind: 'choose', choice: toFill(guess[0]) };
  if (name === 'no') return guess === undefined ? undefined : { kind: 'choose', choice: NO };
  if (name === 'menu' || name === 'back') return { kind: name };
  if (name === 'hear') return hasRecordings(flow, session) ? { kind: 'hear' } : undefined;
  if (name === 'greeting') return { kind: 'start' };
  const node = flow.shortcuts.get(name);
  return node === undefined ? undefined : { kind: 'open', node, urgent: false };
}

function readNumber(flow: Flow, session: Session, folded: string, lexicon: Lexicon): Read | undefined {
  const number = numberIn(folded, lexicon.vocabularies);
  if (number === undefined) return undefined;
  const fixed = NUMBER_OF.get(number);
  if (fixed !== undefined) return { intent: fixed, matched: 'number' };
  const node = flow.numbers.get(number);
  if (node !== undefined) return { intent: { kind: 'open', node, urgent: false }, matched: 'number' };
  const option = choicesAt(flow, session)[number - 1];
  return option === undefined ? undefined : { intent: { kind: 'choose', choice: option.choice }, matched: 'number' };
}

/** «9 Retour», letter for letter as it is printed, and as clients of the Bot Framework send a tap. The word alone is a command. */
function readNavigation(flow: Flow, session: Session, folded: string): Read | undefined {
  const written = navigationIn(flow, session).find((one) => one.folded === folded);
  const intent = written === undefined ? undefined : NUMBER_OF.get(written.number);
  return intent === undefined ? undefined : { intent, matched: 'label' };
}

/** The label, with or without its number before it, or the start of exactly one label. */
function readLabel(flow: Flow, session: Session, folded: string): Read | undefined {
  const typed = folded.replace(/^\d{1,2} /, '');
  if (typed === '') return undefined;
  const options = choicesAt(flow, session);
  const starts = typed.length < SHORTEST_LABEL_START ? [] : options.filter((option) => option.folded.startsWith(typed));
  const hit = options.find((option) => option.folded === typed) ?? (starts.length === 1 ? starts[0] : undefined);
  return hit === undefined ? undefined : { intent: { kind: 'choose', choice: hit.choice }, matched: 'label' };
}

function readSentence(flow: Flow, folded: string, lexicon: Lexicon): Read | undefined {
  const found = doubt(flow, understand(folded, lexicon));
  const matched = found.corrected ? 'corrected' : 'keyword';
  const page = pageIn(flow, found);
  const signal = mostUrgent(flow, found);
  const urgent = signal === undefined ? undefined : flow.signals.get(signal);
  const [region, ...others] = found.regions;
  const where = region === undefined || others.length > 0 ? {} : { region };
  // So few of its words are a call for help that it is asked about.
  const asked = signal !== undefined && found.faint.has(signal);
  if (asked) return { intent: { kind: 'named', understanding: { ...found, unsure: { ...found.unsure, signals: [signal] } } }, matched };
  if (urgent !== undefined) return { intent: { kind: 'open', node: urgent, ...where, urgent: true }, matched };
  if (page !== undefined) return { intent: { kind: 'open', node: page, ...where, urgent: false }, matched };
  const named = [found.regions, found.needs, found.organizations, found.unsure.regions, found.unsure.needs, found.unsure.signals];
  if (named.some((ids) => ids.length > 0)) return { intent: { kind: 'named', understanding: found }, matched };
  // What one does not need, or did not suffer, says nothing about what one needs.
  const node = found.denied ? flow.home : found.shortcuts.map((name) => flow.shortcuts.get(name)).find((one) => one !== undefined);
  if (node !== undefined) return { intent: { kind: 'open', node, urgent: false }, matched };
  const greeted = folded.split(' ').some((word) => commandIn(lexicon, word) === 'greeting');
  return greeted ? { intent: { kind: 'start' }, matched } : undefined;
}

/** «Who can I call in Menaka»: the page that is asked for, where no need is named. A question of the tree can wait for the region. */
function pageIn({ shortcuts, nodes }: Flow, { shortcuts: named, needs, organizations, unsure, denied }: Understanding): string | undefined {
  if (denied || needs.length + organizations.length + unsure.needs.length > 0) return undefined;
  return named.map((name) => shortcuts.get(name)).find((id) => id !== undefined && nodes.get(id)?.kind !== 'question');
}

function commandIn({ vocabularies }: Lexicon, folded: string): string | undefined {
  return vocabularies.map(({ commands }) => commands.get(folded)).find((name) => name !== undefined);
}
