import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Conversation, readConversations } from '../../src/flow/conversations.ts';
import { readFlow } from '../../src/flow/load.ts';
import { formatConversations } from '../../src/flow/write-conversations.ts';
import { COMPOSERS } from '../../src/proof/content.ts';
import { isRight, playAll, stepsNow } from '../../src/proof/golden.ts';
import { lineDiff } from '../../src/proof/line-diff.ts';
import { reachOf } from '../../src/proof/reach.ts';
import { edited, REPAIR, TODAY } from '../flow/repair.ts';

const loaded = readFlow(REPAIR);
if (!loaded.ok) throw new Error('the fixture is broken');
const { flow } = loaded;

const write = (...conversations: readonly Conversation[]) =>
  readConversations([{ path: 'a.yaml', text: formatConversations(conversations) }], flow.locales).conversations;
const play = (conversation: Conversation, options = {}) => playAll(flow, COMPOSERS, write(conversation), options);

/** The conversation with all that happens written into it. */
function right(conversation: Conversation): Conversation {
  const [played] = play(conversation);
  if (played === undefined || played.stuck !== undefined) throw new Error(`cannot be played: ${played?.stuck?.hint}`);
  return { ...conversation, steps: [...stepsNow(played)] };
}

const TYRES = right({ name: 'tyres', steps: [{ send: 'hello' }, { tap: 'Harbour' }, { tap: 'Bicycle' }, { send: '9' }] });

describe('a golden conversation', () => {
  test('that says what happens is right on every channel', () => {
    const plays = play(TYRES);
    expect(plays.map(({ channel }) => channel)).toEqual(COMPOSERS.map(({ id }) => id));
    expect(plays.map(isRight)).toEqual(COMPOSERS.map(() => true));
  });

  test.each([
    ['a line that is not said', 'bubbles', (text: string) => text.replace('Where do you live?', 'Where do you live?\n          Now?')],
    ['a line that is said and not expected', 'bubbles', (text: string) => text.replace('It never asks for your name.', '')],
    ['a choice too many', 'choices', (text: string) => text.replace('| 9 Back', '| 5 Moon | 9 Back')],
    ['a choice too few', 'choices', (text: string) => text.replace('2 Hill | ', '')],
    ['a claim that is not stated', 'claims', (text: string) => text.replace('R1 R2', 'R1 R2 R3')],
    ['a claim that is stated and not expected', 'claims', (text: string) => text.replace('R1 R2', 'R1')],
  ])('notices %s', (_label, what, edit) => {
    const text = edit(formatConversations([TYRES]));
    expect(text).not.toBe(formatConversations([TYRES]));
    const { conversations, problems } = readConversations([{ path: 'a.yaml', text }], flow.locales);
    const plays = playAll(flow, COMPOSERS, conversations);
    expect(problems).toEqual([]);
    expect(new Set(plays.flatMap(({ differences }) => differences.map((difference) => difference.what)))).toEqual(new Set([what]));
  });

  test('notices that everything is erased, and that it is not', () => {
    const end = right({ name: 'end', steps: [{ send: 'stop' }] });
    expect(end.steps[0]?.erased).toBe(true);
    const kept = { ...end, steps: end.steps.map((step) => ({ ...step, erased: false })) };
    expect(play(kept).flatMap(({ differences }) => differences.map(({ what }) => what))).toEqual(COMPOSERS.map(() => 'erased'));
  });

  test('tells a tap on what is not shown, at its line, with what is', () => {
    const [played] = play({ name: 'a', steps: [{ send: 'hello' }, { tap: 'Moon' }, { send: 'hill' }] });
    expect(played?.answers.length).toBe(1);
    expect(played?.stuck).toMatchObject({ code: 'tap-not-offered', line: 4, hint: expect.stringContaining('`2 Hill`') });
  });

  test('taps on an old menu mean what they said', () => {
    const [played] = play({ name: 'a', steps: [{ send: 'hello' }, { tap: 'Harbour' }, { tap: 'Hill', of: 1 }] });
    expect(played?.answers.at(-1)?.turn.session?.region).toBe('hill');
  });

  test('is played where and in what it names, and where it is asked for', () => {
    const german: Conversation = { name: 'a', locale: 'de', channels: ['messenger'], steps: [{ send: '1' }] };
    expect(play(german).map(({ channel, locale }) => [channel, locale])).toEqual([['messenger', 'de']]);
    expect(play(german, { channels: ['whatsapp'] })).toEqual([]);
    expect(play(german, { locales: ['en'] })).toEqual([]);
    expect(play(TYRES, { locales: ['en'] }).length).toBe(COMPOSERS.length);
    expect(play(TYRES, { locales: ['de'] })).toEqual([]);
  });

  test('in several languages is held to the same claims in each', () => {
    const steps = [{ send: 'hafen' }, { send: '1', claims: 'R1 R2' }];
    const plays = play({ name: 'a', locale: ['en', 'de'], steps });
    expect(plays.map(({ locale }) => locale)).toEqual([...COMPOSERS.map(() => 'en'), ...COMPOSERS.map(() => 'de')]);
    expect(plays.filter((played) => !isRight(played))).toEqual([]);
    expect(stepsNow(plays[0] ?? plays.at(-1) ?? never())[1]).toEqual({ send: '1', claims: 'R1 R2', erased: false });
  });

  test('sees contacts as they are on its day', () => {
    const says = (on: string) => play({ name: 'a', on, steps: [{ send: 'harbour bicycle' }] })[0]?.answers[0]?.saw.bubbles.join('\n');
    expect(says(TODAY)).toContain('+223 20 00 00 01');
    expect(says('2027-01-11')).not.toContain('+223 20 00 00 01');
  });

  test('forgets the place after a day, and the language after a month', () => {
    const later = (hours: number) =>
      play({ name: 'a', steps: [{ send: 'hallo' }, { tap: 'Hafen' }, { attachment: 'voice', hours }] })[0]?.answers[2]?.turn.session;
    expect(later(23)).toMatchObject({ locale: 'de', region: 'harbour' });
    expect(later(25)?.region).toBeUndefined();
    expect(later(25)?.locale).toBe('de');
    expect(later(24 * 31)?.locale).toBe('en');
  });

  test('tests a draft before anybody is shown it', () => {
    const { files } = edited([{ file: 'locales/de.yaml', from: 'status: team', to: 'status: draft' }]);
    const draft = readFlow(files);
    if (!draft.ok) throw new Error('the draft is broken');
    const says = (conversation: Conversation) => playAll(draft.flow, COMPOSERS, write(conversation))[0]?.answers[0]?.saw.bubbles[0];
    expect(says({ name: 'a', steps: [{ send: 'hallo' }] })).toContain('repair robot');
    expect(says({ name: 'a', locale: 'de', steps: [{ send: 'hallo' }] })).toContain('Reparatur-Roboter');
  });
});

function never(): never {
  throw new Error('nothing was played');
}

describe('what conversations reach', () => {
  test('is counted, and what they do not reach is named', () => {
    const answers = play(TYRES).flatMap((played) => played.answers);
    const { nodes, choices, services, claims } = reachOf(flow, answers, Date.parse(TODAY));
    expect(nodes.missed).not.toContain('answer');
    expect(nodes.missed).toContain('fire');
    expect(choices.missed).not.toContain('region: harbour');
    expect(choices.missed).toContain('region: hill');
    expect(choices.missed).toContain('need: @tips');
    expect(services).toEqual({ total: 5, missed: ['hems in harbour', 'hems in hill', 'screens in hill'] });
    expect(claims.missed).toEqual(['R3', 'R4', 'R5', 'R6', 'R7']);
  });

  test.each([['2'], ['two'], ['Hill'], ['2 hill']])('%s takes the choice as a tap does', (send) => {
    const answers = play({ name: 'a', steps: [{ send: 'hello' }, { send }] }).flatMap((played) => played.answers);
    expect(reachOf(flow, answers, Date.parse(TODAY)).choices.missed).not.toContain('region: hill');
  });
});

describe('a difference of lines', () => {
  test('leads from one to the other, and is empty for the same', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = lineDiff(before, after);
        const side = (sign: string) => diff.filter((line) => line.sign === ' ' || line.sign === sign).map(({ line }) => line);
        expect([side('-'), side('+')]).toEqual([before, after]);
        if (String(before) === String(after) && before.length === after.length) expect(diff.every(({ sign }) => sign === ' ')).toBe(true);
      }),
    );
  });
});
