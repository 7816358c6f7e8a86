import type { Engine, Standing, Turn } from '../../src/engine/engine.ts';
import type { Input } from '../../src/model/inbound.ts';
import { type Choice, printed } from '../../src/model/reply.ts';
import type { Session } from '../../src/model/session.ts';

/** A day on which the contact of the repair cafés is good. */
export const MORNING = Date.UTC(2026, 5, 1, 9);
export const HOUR = 3_600_000;

export const text = (words: string): Input => ({ kind: 'text', text: words });
export const choice = (id: string, title = ''): Input => ({ kind: 'choice', id, title });

export const throughJson = (session: Session | undefined): Session | undefined =>
  session === undefined ? undefined : JSON.parse(JSON.stringify(session));

/** What can be tapped below a turn's bubbles, navigation included. */
export const offered = ({ replies }: Turn): readonly Choice[] => replies.flatMap(({ choices, navigation }) => [...choices, ...navigation]);

/** All words of a turn, numbers and labels included. */
export const words = ({ replies }: Turn): string => replies.map(printed).join('\n\n');

export const labels = (turn: Turn): string =>
  turn.replies
    .flatMap(({ choices }) => choices)
    .map(({ label }) => label)
    .join(' | ');

/** One conversation in memory. The session goes through JSON between two turns, as it does in the store. */
export function startTalk(engine: Engine, { locale, session, at = MORNING }: Standing = {}) {
  let standing: Standing = { session, at: session && at, locale };
  let now = at;
  let shown: readonly Choice[] = [];

  const send = (...inputs: readonly Input[]): Turn => {
    now += 1000;
    const turn = engine.turn(
      standing,
      inputs.map((input) => ({ input, at: now })),
    );
    standing = turn.session === undefined ? {} : { session: throughJson(turn.session), at: now, locale: turn.session.locale };
    shown = offered(turn);
    return turn;
  };
  const find = (label: string): Choice => {
    const found = shown.find((one) => one.label.includes(label));
    if (found === undefined) throw new Error(`no choice «${label}» among ${shown.map((one) => one.label).join(', ')}`);
    return found;
  };

  return {
    send,
    /** Several texts are a burst: one turn. */
    say: (...texts: readonly string[]): Turn => send(...texts.map(text)),
    tap: (label: string): Turn => send(choice(find(label).id, find(label).label)),
    find,
    later: (hours: number): void => {
      now += hours * HOUR;
    },
    session: (): Session | undefined => standing.session,
  };
}
