import type { Flow, Words } from '../model/flow.ts';
import { fold } from '../model/fold.ts';
import type { Input } from '../model/inbound.ts';
import type { Reply } from '../model/reply.ts';
import { SESSION_MS, SESSION_VERSION, type Session } from '../model/session.ts';
import { spokenLocale } from '../model/spoken-locale.ts';
import { readChoiceId } from './choice-id.ts';
import { withLead } from './hear.ts';
import { type Intent, type Matched, type Read, readInput } from './intent.ts';
import { light, newSession, nodeAt, revive, without } from './position.ts';
import { type Rendered, render, renderSound } from './render.ts';
import { type Moved, move } from './step.ts';
import { type Lexicons, makeLexicons } from './understand/lexicon.ts';
import { guessLocale } from './understand/vocabulary.ts';

/** What is known of a conversation when its messages are taken up. `at`: when the session was last used, epoch ms. */
export type Standing = { readonly session?: Session | undefined; readonly at?: number | undefined; readonly locale?: string | undefined };
export type TurnEvent = { readonly input: Input; readonly at: number };

export type Turn = {
  /** Undefined: nothing is kept. */
  readonly session: Session | undefined;
  /** At most two bubbles: one answer that fits all messages of the turn. */
  readonly replies: readonly Reply[];
  /** Forget everything known of the person before `session` and `replies` are kept. */
  readonly erase: boolean;
  readonly trace: Trace;
};

/** Why this answer: for the emulator, for tests, for counting. No words of the person. */
export type Trace = {
  /** One for each event. */
  readonly matched: readonly Matched[];
  readonly node: string;
  readonly texts: readonly string[];
  readonly services: readonly string[];
  readonly claims: readonly string[];
};

/** Nothing but its arguments goes into a turn: no clock, no chance. */
export type Engine = { readonly flow: Flow; readonly turn: (standing: Standing, events: readonly TurnEvent[]) => Turn };
/** With its index of words, which the engine of the next edition may take over. */
export type IndexedEngine = Engine & { readonly lexicons: Lexicons };

/**
 * Indexes the words of a flow once, which is nearly all the work. `flow.locales` are those that may be spoken. `before`: the engine of an
 * earlier edition; its index is taken over if only sentences have changed since.
 */
export function makeEngine(flow: Flow, before?: IndexedEngine): IndexedEngine {
  const same = before !== undefined && wordsOf(before.flow) === wordsOf(flow);
  const lexicons = same ? before.lexicons : makeLexicons([...flow.locales.values()]);
  return { flow, lexicons, turn: (standing, events) => takeTurn(flow, lexicons, standing, events) };
}

/** All that an index of words is made from, as one text to compare. */
function wordsOf({ locales }: Flow): string {
  const listed = ({ language, ...groups }: Words) => [language, ...Object.values(groups).map((group) => [...group])];
  return JSON.stringify([...locales.values()].map(({ id, fallback, words }) => [id, fallback, listed(words)]));
}

/** The answer so far while a turn's messages are read one after the other. */
type Running = {
  readonly session: Session | undefined;
  readonly best: Moved | undefined;
  readonly urgent: Session | undefined;
  readonly greet: boolean;
  readonly erase: boolean;
  readonly matched: readonly Matched[];
};

function takeTurn(flow: Flow, lexicons: Lexicons, standing: Standing, events: readonly TurnEvent[]): Turn {
  const [head] = events;
  if (head === undefined) throw new Error('a turn needs an event');
  const stored = goodSession(standing, head.at);
  const begin: Running = {
    session: stored && revive(flow, speaking(flow, stored)),
    best: undefined,
    urgent: undefined,
    greet: false,
    erase: false,
    matched: [],
  };
  const end = events.reduce(
    (running, event) => readOne(flow, lexicons, running, event, standing.locale ?? standing.session?.locale),
    begin,
  );
  const { best = { session: newSession(flow, flow.defaultLocale), weight: 'note' } } = end;
  const drawn = draw(flow, end, best, events.at(-1)?.at ?? head.at);
  const claims = [...new Set(drawn.texts.flatMap((key) => flow.cites.get(key) ?? []))];
  const trace = { matched: end.matched, node: best.session.node, texts: drawn.texts, services: drawn.services, claims };
  const session = end.session && countAgain(stored, end.session, end.matched);
  const quiet = (session?.again ?? 0) >= QUIET_FROM && end.urgent === undefined;
  return { session: session && light(withLead(session, drawn.lead)), replies: quiet ? [] : drawn.replies, erase: end.erase, trace };
}

/**
 * From this many sentences in a row that led nowhere new on, nothing is said until one does: the other side is another robot, which would
 * answer our answers for ever, or somebody for whom the same words once more are only a cost. A tap, a number, a command or a sentence
 * that leads on is answered at once, and so is every call for help.
 */
const QUIET_FROM = 10;
const SENTENCES: ReadonlySet<Matched> = new Set(['keyword', 'corrected', 'unknown'] as const);

function countAgain(before: Session | undefined, session: Session, matched: readonly Matched[]): Session {
  const place = ({ node, organization, region, need, guess, locale }: Session) =>
    JSON.stringify([node, organization, region, need, guess, locale]);
  const moved = before === undefined || !matched.every((one) => SENTENCES.has(one)) || place(before) !== place(session);
  const fresh = without(session, 'again');
  return moved ? fresh : { ...fresh, again: (before.again ?? 0) + 1 };
}

/** The stored session, unless it is over or of another layout. */
function goodSession({ session, at }: Standing, now: number): Session | undefined {
  const over = at !== undefined && now - at > SESSION_MS;
  return over || session?.v !== SESSION_VERSION ? undefined : session;
}

function readOne(flow: Flow, lexicons: Lexicons, running: Running, { input }: TurnEvent, known?: string): Running {
  const fresh = running.session === undefined;
  const session = running.session ?? newSession(flow, firstLocale(flow, lexicons, input, known));
  const read = readInput(flow, session, input, lexicons.of(session.locale));
  // Whoever has no menu before them cannot mean a number of it; and their first words, not understood, deserve the welcome.
  const intent: Intent = fresh && needsMenu(read) ? { kind: 'start' } : mostUrgent(flow, read.intent, running.urgent);
  const moved = move(flow, session, intent);
  const matched = [...running.matched, read.matched];
  const greet = running.greet || (fresh && intent.kind !== 'hear') || intent.kind === 'start';
  if (moved.weight === 'note' && running.best !== undefined && running.best.weight !== 'note') return { ...running, matched };
  const over = nodeAt(flow, moved.session.node).kind === 'end';
  return {
    session: over ? undefined : moved.session,
    best: moved,
    urgent: moved.weight === 'urgent' ? moved.session : running.urgent,
    greet: greet && !over,
    erase: running.erase || over,
    matched,
  };
}

const needsMenu = ({ intent, matched }: Read) =>
  (intent.kind === 'hear' && intent.at === undefined) ||
  intent.kind === 'unknown' ||
  intent.kind === 'back' ||
  intent.kind === 'menu' ||
  (intent.kind === 'choose' && matched === 'number');

/** Of two urgent messages in one turn the more urgent is answered; what the later one tells of the place counts all the same. */
function mostUrgent({ signals }: Flow, intent: Intent, before: Session | undefined): Intent {
  if (intent.kind !== 'open' || !intent.urgent || before === undefined) return intent;
  const order = [...signals.values()];
  return order.indexOf(before.node) < order.indexOf(intent.node) ? { ...intent, node: before.node } : intent;
}

/** An urgent answer is never lost behind a later one: its first bubble goes before it. */
function draw(flow: Flow, { urgent, greet }: Running, best: Moved, at: number): Rendered {
  const greeting = greet && best.weight !== 'urgent' && urgent === undefined ? [{ key: flow.greeting }] : [];
  const sound = best.hear === true ? renderSound(flow, best.session, at) : undefined;
  const hint = best.hear === true ? { key: 'hint.no-recording' } : best.hint;
  const drawn = sound ?? render(flow, best.session, hint === undefined ? greeting : [...greeting, hint], at);
  if (urgent === undefined || urgent === best.session) return drawn;
  const before = render(flow, urgent, [], at);
  return {
    replies: [...before.replies.slice(0, 1).map(withoutChoices), ...drawn.replies.slice(-1)],
    texts: [...before.texts, ...drawn.texts],
    services: [...before.services, ...drawn.services],
    lead: [...(before.replies.at(-1)?.hear?.recordings.map(({ key }) => key) ?? []), ...drawn.lead],
  };
}

const withoutChoices = ({ hear: _hear, ...reply }: Reply): Reply => ({ ...reply, choices: [], navigation: [] });

/** A language that is not spoken any more falls back to the next of its chain. */
function speaking(flow: Flow, session: Session): Session {
  return flow.locales.has(session.locale) ? session : { ...session, locale: spokenLocale(flow, session.locale) ?? flow.defaultLocale };
}

/** The language known from before, else the one on the button, else the one of the first words, else the default. */
function firstLocale(flow: Flow, lexicons: Lexicons, input: Input, known: string | undefined): string {
  const onButton = input.kind === 'choice' ? readChoiceId(input.id)?.locale : undefined;
  const spoken = input.kind === 'text' ? guessLocale(fold(input.text), lexicons.vocabularies) : undefined;
  const tags = [known, onButton, spoken].filter((tag) => tag !== undefined);
  return tags.map((tag) => spokenLocale(flow, tag)).find((locale) => locale !== undefined) ?? flow.defaultLocale;
}
