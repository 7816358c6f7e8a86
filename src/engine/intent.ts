import type { Flow } from '../model/flow.ts';
import { fold } from '../model/fold.ts';
import type { Input, Medium } from '../model/inbound.ts';
import type { Session } from '../model/session.ts';
import { BACK, type ChoiceId, MENU, readChoiceId } from './choice-id.ts';
import { choicesAt } from './render.ts';
import { numberIn, type Understanding, understand } from './understand.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How a message was understood, for the emulator and for counting. */
export type Matched = 'tap' | 'old-tap' | 'command' | 'number' | 'label' | 'keyword' | 'corrected' | 'start' | 'attachment' | 'unknown';

/** What the person wants, in the flow's own terms. */
export type Intent =
  | { readonly kind: 'start' }
  | { readonly kind: 'back' }
  | { readonly kind: 'menu' }
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
 * urgent words go before everything. Pure; `vocabularies` start with the session's own language.
 */
export function readInput(flow: Flow, session: Session, input: Input, vocabularies: readonly Vocabulary[]): Read {
  switch (input.kind) {
    case 'start':
      return { intent: { kind: 'start' }, matched: 'start' };
    case 'attachment':
      return { intent: { kind: 'attachment', medium: input.medium }, matched: 'attachment' };
    case 'choice':
      return readTap(flow, session, input, vocabularies);
    case 'text':
      return readText(flow, session, input.text, vocabularies);
  }
}

function readTap(flow: Flow, session: Session, input: { id: string; title: string }, vocabularies: readonly Vocabulary[]): Read {
  const id = readChoiceId(input.id);
  if (id?.choice === BACK) return { intent: { kind: 'back' }, matched: 'tap' };
  if (id !== undefined && (id.choice === MENU || flow.nodes.has(id.node))) {
    const here = id.node === session.node && id.region === session.region && id.need === session.need;
    return { intent: { kind: 'tap', id }, matched: here ? 'tap' : 'old-tap' };
  }
  // Not ours, or from a node that is gone: the words on it may still say what was meant.
  const words = readText(flow, session, input.title, vocabularies);
  return words.intent.kind === 'unknown' ? { intent: { kind: 'unknown', gone: true }, matched: 'unknown' } : words;
}

function readText(flow: Flow, session: Session, text: string, vocabularies: readonly Vocabulary[]): Read {
  const folded = fold(text);
  return (
    readCommand(flow, folded, vocabularies) ??
    readNumber(flow, session, folded, vocabularies) ??
    readLabel(flow, session, folded) ??
    readSentence(flow, folded, vocabularies) ?? { intent: { kind: 'unknown', gone: false }, matched: 'unknown' }
  );
}

function readCommand(flow: Flow, folded: string, vocabularies: readonly Vocabulary[]): Read | undefined {
  const locale = [...flow.locales.values()].find(({ id, name }) => fold(name) === folded || (folded.length === 2 && id === folded));
  if (locale !== undefined) return { intent: { kind: 'locale', locale: locale.id }, matched: 'command' };
  const name = first(vocabularies, ({ commands }) => commands.get(folded));
  const intent = name === undefined ? undefined : commandIntent(flow, name);
  return intent === undefined ? undefined : { intent, matched: 'command' };
}

function commandIntent(flow: Flow, name: string): Intent | undefined {
  if (name === 'menu' || name === 'back') return { kind: name };
  if (name === 'greeting') return { kind: 'start' };
  const node = flow.shortcuts.get(name);
  return node === undefined ? undefined : { kind: 'open', node, urgent: false };
}

function readNumber(flow: Flow, session: Session, folded: string, vocabularies: readonly Vocabulary[]): Read | undefined {
  const number = numberIn(folded, vocabularies);
  if (number === undefined) return undefined;
  const fixed = NUMBER_OF.get(number);
  if (fixed !== undefined) return { intent: fixed, matched: 'number' };
  const option = choicesAt(flow, session)[number - 1];
  return option === undefined ? undefined : { intent: { kind: 'choose', choice: option.choice }, matched: 'number' };
}

/** The label, with or without its number before it, or the start of exactly one label. */
function readLabel(flow: Flow, session: Session, folded: string): Read | undefined {
  const typed = folded.replace(/^\d{1,2} /, '');
  if (typed === '') return undefined;
  const options = choicesAt(flow, session).map(({ choice, label }) => ({ choice, label: fold(label) }));
  const starts = typed.length < SHORTEST_LABEL_START ? [] : options.filter(({ label }) => label.startsWith(typed));
  const hit = options.find(({ label }) => label === typed) ?? (starts.length === 1 ? starts[0] : undefined);
  return hit === undefined ? undefined : { intent: { kind: 'choose', choice: hit.choice }, matched: 'label' };
}

function readSentence(flow: Flow, folded: string, vocabularies: readonly Vocabulary[]): Read | undefined {
  const found = understand(folded, vocabularies);
  const matched = found.corrected ? 'corrected' : 'keyword';
  const signal = [...flow.signals.keys()].find((name) => found.signals.includes(name));
  const urgent = signal === undefined ? undefined : flow.signals.get(signal);
  const [region, ...others] = found.regions;
  if (urgent !== undefined) {
    const where = region === undefined || others.length > 0 ? {} : { region };
    return { intent: { kind: 'open', node: urgent, ...where, urgent: true }, matched };
  }
  if (found.regions.length + found.needs.length + found.organizations.length > 0) {
    return { intent: { kind: 'named', understanding: found }, matched };
  }
  const node = found.shortcuts.map((name) => flow.shortcuts.get(name)).find((one) => one !== undefined);
  if (node !== undefined) return { intent: { kind: 'open', node, urgent: false }, matched };
  const greeted = folded.split(' ').some((word) => first(vocabularies, ({ commands }) => commands.get(word)) === 'greeting');
  return greeted ? { intent: { kind: 'start' }, matched } : undefined;
}

function first<T>(vocabularies: readonly Vocabulary[], pick: (vocabulary: Vocabulary) => T | undefined): T | undefined {
  for (const vocabulary of vocabularies) {
    const value = pick(vocabulary);
    if (value !== undefined) return value;
  }
  return undefined;
}
