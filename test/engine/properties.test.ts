import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readChoiceId } from '../../src/engine/choice-id.ts';
import { type Engine, makeEngine, type Standing, type Turn } from '../../src/engine/engine.ts';
import { BUBBLES_A_TURN, CHOICE_LIMIT } from '../../src/model/engine-texts.ts';
import { fold } from '../../src/model/fold.ts';
import type { Input } from '../../src/model/inbound.ts';
import { type Choice, printed } from '../../src/model/reply.ts';
import { SESSION_MS, type Session, TRAIL_LIMIT } from '../../src/model/session.ts';
import { COMPOSERS } from '../../src/proof/content.ts';
import { realFlow } from '../support/content.ts';
import { type Act, turns } from './acts.ts';
import { repairFlow } from './flows.ts';
import { choice, HOUR, MORNING, offered, text, throughJson } from './talk.ts';

/** What a session may weigh: it is written with every turn, and read with it. */
const SESSION_BYTES = 200;

type Step = { readonly standing: Standing; readonly inputs: readonly Input[]; readonly at: number; readonly turn: Turn };

/** Plays what somebody does; gives every turn with where it began. */
function play(engine: Engine, doing: readonly { readonly hours: number; readonly acts: readonly Act[] }[]): readonly Step[] {
  let standing: Standing = {};
  let at = MORNING;
  const menus: (readonly Choice[])[] = [];
  return doing.map(({ hours, acts }) => {
    at += hours * HOUR + 1000;
    const begun = deepFreeze(standing);
    const inputs = deepFreeze(acts.map((act) => inputOf(act, menus)));
    const turn = engine.turn(begun, deepFreeze(inputs.map((input) => ({ input, at }))));
    standing = turn.session === undefined ? {} : { session: throughJson(turn.session), at, locale: turn.session.locale };
    if (offered(turn).length > 0) menus.push(offered(turn));
    return { standing: begun, inputs, at, turn };
  });
}

function inputOf(act: Act, menus: readonly (readonly Choice[])[]): Input {
  if (act.kind === 'send') return act.input;
  if (act.kind === 'forge') return choice(act.id, 'Santé');
  const menu = menus[act.menu % menus.length] ?? [];
  const picked = menu[act.row % menu.length];
  return picked === undefined ? text('1') : choice(picked.id, picked.label);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

const flows = [
  ['the content', realFlow()],
  ['the repair cafés', repairFlow().flow],
] as const;

describe.each(flows)('whatever somebody does with %s', (_name, flow) => {
  const engine = makeEngine(flow);
  const languageNode = [...flow.nodes.values()].find((node) => node.kind === 'question' && node.fills === 'locale')?.id;
  const holds = (check: (step: Step) => void, numRuns = 100) =>
    fc.assert(
      fc.property(turns(flow), (doing) => play(engine, doing).forEach(check)),
      { numRuns },
    );

  test('one or two bubbles come back, with words, and with menu and back unless all is over', () => {
    holds(({ turn }) => {
      // Only whoever goes in circles is not answered.
      expect(turn.replies.length).toBeGreaterThanOrEqual((turn.session?.again ?? 0) < 10 ? 1 : 0);
      if (turn.replies.length === 0) return;
      expect(turn.replies.length).toBeLessThanOrEqual(BUBBLES_A_TURN);
      expect(turn.replies.map((reply) => reply.text.trim())).not.toContain('');
      const last = turn.replies.at(-1);
      expect(last?.navigation.map(({ number }) => number)).toEqual(turn.session === undefined ? [] : [9, 0]);
      expect(turn.session === undefined).toBe(turn.erase && flow.nodes.get(turn.trace.node)?.kind === 'end');
    });
  });

  test('choices are numbered from 1, at most 8, with ids of their own that can be read', () => {
    holds(({ turn }) => {
      const wrong = turn.replies.filter(({ choices, navigation }) => {
        const ids = [...choices, ...navigation].map(({ id }) => id);
        const isRight =
          choices.every(({ number }, index) => number === index + 1) &&
          choices.length <= CHOICE_LIMIT &&
          new Set(ids).size === ids.length &&
          ids.every((id) => readChoiceId(id) !== undefined);
        return !isRight;
      });
      expect(wrong).toEqual([]);
    });
  });

  test('a question offers something that answers it', () => {
    holds(({ turn }) => {
      // Whoever goes in circles is not answered for ever.
      if (turn.replies.length === 0) return;
      if (turn.session === undefined || flow.nodes.get(turn.session.node)?.kind !== 'question') return;
      const answers = offered(turn).filter(({ id }) => /^[a-z~]/.test(readChoiceId(id)?.choice ?? ''));
      expect(answers).not.toEqual([]);
    });
  });

  test('every choice that is shown is understood, and so are back and menu, by number and by word', () => {
    holds(({ turn, at }) => {
      if (turn.session === undefined) return;
      const standing = { session: throughJson(turn.session), at, locale: turn.session.locale };
      const locale = flow.locales.get(turn.session.locale);
      const named = [...(locale?.words.commands.get('back') ?? []), ...(locale?.words.commands.get('menu') ?? [])];
      const taps = offered(turn).flatMap(({ id, number, label }) => [choice(id, label), text(`${number}`)]);
      const misheard = [...taps, ...named.map(text)].flatMap((input) => {
        const { matched, texts } = engine.turn(standing, [{ input, at }]).trace;
        const isRight = matched.length === 1 && /^(tap|number|command)$/.test(matched.join()) && !texts.includes('hint.gone');
        return isRight ? [] : [{ input, matched, texts }];
      });
      expect(misheard).toEqual([]);
    }, 25);
  });

  test('every reply is one payload on each channel, which its platform takes', () => {
    holds(({ turn }) => {
      const wrong = COMPOSERS.flatMap(({ id, compose, violations }) => {
        const payloads = turn.replies.map((reply) => compose(reply, { id: '15550000000' }));
        const counts = payloads.filter(({ length }) => length !== 1).map(({ length }) => `${length} payloads`);
        return [...counts, ...payloads.flat().flatMap(violations)].map((what) => `${id}: ${what}`);
      });
      expect(wrong).toEqual([]);
    });
  });

  test('the same turn twice is the same, and nothing given to it is changed', () => {
    holds(({ standing, inputs, at, turn }) => {
      const again = engine.turn(
        standing,
        inputs.map((input) => ({ input, at })),
      );
      expect(again).toEqual(turn);
    });
  });

  test('a session is small, and through JSON it stays what it was', () => {
    holds(({ turn: { session } }) => {
      if (session === undefined) return;
      const json = JSON.stringify(session);
      expect(JSON.parse(json)).toEqual(session);
      expect(Object.values(session)).not.toContain(undefined);
      expect(session.trail?.length ?? 0).toBeLessThanOrEqual(TRAIL_LIMIT);
      expect(Buffer.byteLength(json)).toBeLessThan(SESSION_BYTES);
    });
  });

  test('the language changes only when it is asked for', () => {
    const names = [...flow.locales.values()].flatMap(({ id, name }) => [id, fold(name)]);
    const asks = (input: Input, before: Session) => {
      if (before.node === languageNode) return true;
      if (input.kind === 'text') return names.includes(fold(input.text));
      return input.kind === 'choice' && readChoiceId(input.id)?.node === languageNode;
    };
    holds(({ standing, inputs, at, turn }) => {
      const [input] = inputs;
      const { session: before, at: used = 0 } = standing;
      if (before === undefined || turn.session === undefined || input === undefined || inputs.length > 1) return;
      if (at - used > SESSION_MS || asks(input, before)) return;
      expect(turn.session.locale).toBe(before.locale);
      expect(turn.replies.map(({ locale }) => locale)).toEqual(turn.replies.map(() => before.locale));
    });
  });

  test('numbers that are printed are the numbers of the choices', () => {
    holds(({ turn }) => {
      const missing = turn.replies.flatMap((reply) => {
        const text = printed(reply);
        return [...reply.choices, ...reply.navigation].filter(({ number, label }) => !text.includes(`${number} ${label}`));
      });
      expect(missing).toEqual([]);
    }, 50);
  });
});
