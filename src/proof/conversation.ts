import type { Engine, Standing, Turn } from '../engine/engine.ts';
import type { Step } from '../flow/conversations.ts';
import type { Input } from '../model/inbound.ts';
import type { Payload } from '../model/outbound.ts';
import type { Choice } from '../model/reply.ts';
import { LANGUAGE_MS } from '../model/session.ts';
import { type Shown, shownOf, type Tap, tapsOf } from './shown.ts';
import { type Composer, optionsOf } from './walk.ts';

/** What comes back in a step, as golden conversations write it. */
export type Saw = { readonly bubbles: string[]; readonly choices: string; readonly claims: string; readonly erased: boolean };

export type Answered = {
  readonly kind: 'answered';
  readonly turn: Turn;
  readonly saw: Saw;
  readonly payloads: readonly Payload[];
  readonly shown: readonly Shown[];
  /** What the platform would refuse or cut. */
  readonly faults: readonly string[];
  /** Ids of choices that were taken, by tap, number or label. */
  readonly taken: readonly string[];
};

/** The person cannot tap what is not there. `offered`: words on what can be tapped; undefined: that step has not happened. */
export type NotOffered = { readonly kind: 'not-offered'; readonly offered: readonly string[] | undefined };

/** One person on one channel. `take` is the only way on; it forgets nothing that the store would keep, and keeps nothing else. */
export type Talk = { readonly take: (step: Step) => Answered | NotOffered };

const SECOND = 1000;
const HOUR = 3_600_000;
/** Nobody's: compose wants somebody to write to. */
const NOBODY = { id: '15550000000' };

/**
 * A conversation through the engine and a channel's composer. A tap is looked for in the payloads, as on the phone, not in what the engine
 * meant to offer. The session goes through JSON between every two steps. `at`: when it begins, epoch ms; a step takes a second.
 */
export function beginTalk(
  engine: Engine,
  composer: Composer,
  { locale, at: begin }: { readonly locale?: string | undefined; readonly at: number },
): Talk {
  let standing: Standing = { locale };
  let at = begin;
  let offered: readonly Choice[] = [];
  const menus: (readonly Tap[])[] = [];

  const take = (step: Step): Answered | NotOffered => {
    const menu = step.of === undefined ? menus.at(-1) : menus[step.of - 1];
    const tap = step.tap === undefined ? undefined : findTap(menu ?? [], step.tap);
    if (step.tap !== undefined && tap === undefined) return { kind: 'not-offered', offered: menu?.map(({ title }) => title) };
    at += (step.hours ?? 0) * HOUR + SECOND;
    if ((step.hours ?? 0) * HOUR > LANGUAGE_MS) standing = {};
    const inputs = inputsOf(step, tap);
    const turn = engine.turn(
      standing,
      inputs.map((input) => ({ input, at })),
    );
    const taken = tap === undefined ? chosen(engine, standing, offered, turn, at) : [tap.id];
    const payloads = turn.replies.flatMap((reply) => composer.compose(reply, NOBODY));
    const shown = payloads.map(shownOf);
    standing = after(turn, at);
    offered = optionsOf(turn);
    menus.push(shown.flatMap(tapsOf));
    return { kind: 'answered', turn, saw: sawIn(turn), payloads, shown, faults: payloads.flatMap(composer.violations), taken };
  };
  return { take };
}

function after({ session }: Turn, at: number): Standing {
  return session === undefined ? {} : { session: JSON.parse(JSON.stringify(session)), at, locale: session.locale };
}

function sawIn({ replies, trace, erase }: Turn): Saw {
  const choices = replies.flatMap(({ choices, navigation }) => [...choices, ...navigation]);
  return {
    bubbles: replies.map(({ text, sound }) => (sound === undefined ? text : `🔊 ${sound.map(({ key }) => key).join(' + ')}`)),
    choices: choices.map(({ number, label }) => `${number} ${label}`).join(' | '),
    claims: trace.claims.join(' '),
    erased: erase,
  };
}

/** By the words on it, with or without its number, or by a part of them. */
function findTap(menu: readonly Tap[], words: string): Tap | undefined {
  const bare = (title: string) => title.replace(/^\u2068?\d\u2069? /, '');
  return menu.find(({ title }) => title === words || bare(title) === words) ?? menu.find(({ title }) => title.includes(words));
}

function inputsOf({ send, attachment, start }: Step, tap: Tap | undefined): readonly Input[] {
  if (start) return [{ kind: 'start' }];
  if (attachment !== undefined) return [{ kind: 'attachment', medium: attachment }];
  if (tap !== undefined) return [{ kind: 'choice', ...tap }];
  return [send ?? []].flat().map((text) => ({ kind: 'text', text }));
}

/** A number or label takes the choice whose tap leads to the same place and words. */
function chosen(engine: Engine, standing: Standing, offered: readonly Choice[], turn: Turn, at: number): readonly string[] {
  const [how, ...others] = turn.trace.matched;
  if ((how !== 'number' && how !== 'label') || others.length > 0) return [];
  const outcome = ({ session, trace }: Turn) => JSON.stringify([session, trace.texts]);
  const same = offered.find(({ id, label }) => {
    const tapped = engine.turn(standing, [{ input: { kind: 'choice', id, title: label }, at }]);
    return outcome(tapped) === outcome(turn);
  });
  return same === undefined ? [] : [same.id];
}
