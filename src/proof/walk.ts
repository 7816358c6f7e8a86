import { drawnOnce } from '../channels/drawn.ts';
import type { Engine, Turn } from '../engine/engine.ts';
import { guessNeeds, guessRegions, guessSignals } from '../engine/guess.ts';
import type { Address, ChannelId } from '../model/channel.ts';
import type { Flow } from '../model/flow.ts';
import type { Input } from '../model/inbound.ts';
import type { Payload } from '../model/outbound.ts';
import { alternatives } from '../model/pattern.ts';
import { type Choice, printed, type Reply } from '../model/reply.ts';
import { SESSION_VERSION, type Session } from '../model/session.ts';
import { SOUND_FORMS, type SoundForm, soundOf } from '../model/sound.ts';

/** The pure half of a channel, which needs no token: what the walk sends every reply through. */
export type Composer = {
  readonly id: ChannelId;
  /** The form of recordings that it plays. */
  readonly plays?: SoundForm;
  readonly compose: (reply: Reply, to: Address) => readonly Payload[];
  /** What the platform would refuse or cut in a payload, in plain words; empty when it is fine. */
  readonly violations: (payload: Payload) => readonly string[];
};

/** One position as somebody reached it. `taps`: choices since the greeting, undefined where words were needed. */
export type Visit = {
  readonly turn: Turn;
  readonly session: Session | undefined;
  readonly taps: number | undefined;
  /** Of words, and of recordings if all that can be heard on the way is heard, each in its larger form. */
  readonly bytes: number;
  readonly sound: number;
};

const ORIGIN: Visit = {
  turn: { session: undefined, replies: [], erase: false, trace: { matched: [], node: '', texts: [], services: [], claims: [] } },
  session: undefined,
  taps: 0,
  bytes: 0,
  sound: 0,
};

/** `lost`: choices that are offered and, when tapped, not understood by their id. */
export type Walked = { readonly visits: readonly Visit[]; readonly lost: readonly { readonly node: string; readonly choice: string }[] };

/** Any fixed day: contacts have their own dates, and the walk sees the content as it is on this one. */
export type WalkOptions = { readonly locale: string; readonly at: number };

/**
 * Every position that a person can reach in one language, each once, by tapping every choice and saying one word of every kind. The
 * tree is finite, so all of it is walked. Breadth first: the first visit of a position is the shortest way to it. The session goes
 * through JSON between two steps, as it does in the store.
 */
export function walk(engine: Engine, { locale, at }: WalkOptions): Walked {
  const visits: Visit[] = [];
  const lost: { node: string; choice: string }[] = [];
  const seen = new Set<string>();
  let frontier: Visit[] = [step(engine, { ...ORIGIN }, { kind: 'start' }, locale, at, 0)];
  while (frontier.length > 0) {
    const next: Visit[] = [];
    for (const reached of frontier) {
      const key = positionKey(engine.flow, reached);
      // Another language is another walk's.
      if (seen.has(key) || (reached.session?.locale ?? locale) !== locale) continue;
      seen.add(key);
      const visit = throughJson(reached);
      visits.push(visit);
      const taps = visit.taps === undefined ? undefined : visit.taps + 1;
      for (const choice of optionsOf(visit.turn)) {
        const after = step(engine, visit, tapOf(choice), locale, at, taps);
        if (isLost(after.turn)) lost.push({ node: visit.turn.trace.node, choice: choice.label });
        next.push(after);
      }
      if (isOpenQuestion(engine.flow, visit)) {
        for (const text of sampleWords(engine.flow, locale)) next.push(step(engine, visit, { kind: 'text', text }, locale, at, undefined));
      }
    }
    frontier = next;
  }
  return { visits, lost };
}

/** A tap must be read by its id: its words alone would mean something else on an old menu. */
const isLost = ({ trace }: Turn) => !trace.matched.some((how) => how === 'tap' || how === 'old-tap') || trace.texts.includes('hint.gone');

/**
 * First words that say everything at once, which put the greeting before an answer: each need and signal with each region, and each two
 * needs, to somebody of whom nothing is known.
 */
export function firstWords(engine: Engine, { locale, at }: WalkOptions): readonly Visit[] {
  const words = (group: Group) => firstOfEach(engine.flow, locale, group);
  const regions = words('regions');
  const needs = [...words('needs'), ...words('signals')];
  const pairs = twoOf(words('needs'));
  return regions.flatMap((region) =>
    [...needs, ...pairs].map((need) => step(engine, ORIGIN, { kind: 'text', text: `${region} ${need}` }, locale, at, undefined)),
  );
}

const twoOf = (words: readonly string[]) => words.flatMap((one, index) => words.slice(index + 1).map((other) => `${one} ${other}`));

/**
 * Every question that the engine may ask when it is not sure, at its longest: after something that was not understood. Words that make it
 * unsure differ from language to language, so the session is written down as it would be.
 */
export function guesses(engine: Engine, { locale, at }: WalkOptions): readonly Visit[] {
  const { flow } = engine;
  const { regions, needs, topics } = flow.directory;
  const names = [...needs.keys(), ...topics.keys()];
  const asked = [...regions.keys()].flatMap((region) => [
    ...names.map((need) => ({ region, guess: guessNeeds(flow, [need]) })),
    ...names.map((need) => ({ need, guess: guessRegions(flow, [region]) })),
    { guess: guessRegions(flow, [region]) },
    ...[...flow.signals.keys()].map((signal) => ({ region, guess: guessSignals(flow, { signals: [signal], needs: [...needs.keys()] }) })),
  ]);
  return asked.map((slots) => {
    const session: Session = { v: SESSION_VERSION, locale, node: flow.start, ...slots };
    return step(engine, { ...ORIGIN, session }, { kind: 'attachment', medium: 'unknown' }, locale, at, undefined);
  });
}

/** What comes when somebody asks to hear a position; undefined where nothing of it was recorded. */
export function listen(engine: Engine, visit: Visit, { locale, at }: WalkOptions): Visit | undefined {
  const choice = visit.turn.replies.at(-1)?.hear?.choice;
  return choice && step(engine, visit, tapOf(choice), locale, at, undefined);
}

type Group = 'signals' | 'shortcuts' | 'commands' | 'organizations' | 'needs' | 'regions';

/** One word for each name of a group, in the locale or else in one that it falls back to: a draft may have texts and no words yet. */
function firstOfEach({ locales }: Flow, locale: string, group: Group): readonly string[] {
  const spoken = [locale, ...(locales.get(locale)?.fallback ?? [])];
  const words = new Map(spoken.toReversed().flatMap((id) => [...(locales.get(id)?.words[group] ?? [])]));
  return [...words.values()].flatMap(([first]) => (first === undefined ? [] : alternatives(first).slice(0, 1)));
}

export const optionsOf = ({ replies }: Turn): readonly Choice[] =>
  replies.flatMap(({ choices, navigation }) => [...choices, ...navigation]);
const tapOf = ({ id, label }: Choice): Input => ({ kind: 'choice', id, title: label });

function step(engine: Engine, from: Visit, input: Input, locale: string, at: number, taps: number | undefined): Visit {
  const { session } = from;
  const turn = engine.turn({ session, at: session && at, locale }, [{ input, at }]);
  const bytes = turn.replies.reduce((sum, reply) => sum + bytesOf(reply), from.bytes);
  return { turn, session: turn.session, taps, bytes, sound: from.sound + soundBytes(turn) };
}

const bytesOf = drawnOnce((reply) => Buffer.byteLength(printed(reply)));

function soundBytes({ replies }: Turn): number {
  const recordings = replies.at(-1)?.hear?.recordings ?? [];
  return Math.max(0, ...SOUND_FORMS.map((form) => soundOf(recordings, form)?.bytes ?? 0));
}

/** The session as the store gives it back. */
function throughJson(visit: Visit): Visit {
  return visit.session === undefined ? visit : { ...visit, session: JSON.parse(JSON.stringify(visit.session)) };
}

/**
 * Two ways to the same place show the same words, but for what was said before them (a hint, the greeting). What a page shows hangs on
 * the region alone; the need only says where `back` leads, and those places are visited themselves.
 */
function positionKey({ nodes }: Flow, { session, turn }: Visit): string {
  if (session === undefined) return `end:${turn.trace.node}`;
  const { node, organization = '', region = '', need = '', also = '', guess = [] } = session;
  const place = nodes.get(node)?.kind === 'page' ? [node, region] : [node, organization, region, need];
  return [...place, also, ...guess].join('|');
}

/** Where words are tried: at questions with nothing else in mind, so that each word is tried in every region and with none. */
function isOpenQuestion({ nodes }: Flow, { session }: Visit): boolean {
  return session !== undefined && nodes.get(session.node)?.kind === 'question' && !session.need && !session.organization;
}

/** The first word of every group: enough to enter every position that only words lead to. */
function sampleWords(flow: Flow, locale: string): readonly string[] {
  return (['signals', 'shortcuts', 'commands', 'organizations', 'needs'] as const).flatMap((group) => firstOfEach(flow, locale, group));
}
