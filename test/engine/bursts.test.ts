import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../../src/engine/engine.ts';
import { repairFlow } from './flows.ts';
import { choice, HOUR, labels, MORNING, startTalk, text, words } from './talk.ts';

/** Messages of one person that wait together are one turn: each moves the session on, and one answer fits them all. */
const edits = [
  { file: 'flows/repair.yaml', from: '    fire: fire\n', to: '    fire: fire\n    leak: leak\n' },
  {
    file: 'flows/repair.yaml',
    from: '  goodbye: { kind',
    to: '  leak:\n    kind: page\n    say: [leak.say, { by: region, harbour: leak.harbour, otherwise: leak.otherwise }]\n  goodbye: { kind',
  },
  { file: 'flows/texts.yaml', from: '    - fire.say\n', to: '    - fire.say\n    - leak.say\n    - leak.harbour\n    - leak.otherwise\n' },
  ...['de', 'en'].flatMap((locale) => [
    {
      file: `locales/${locale}.yaml`,
      from: 'texts:\n',
      to: 'texts:\n  leak.say: Shut the main tap.\n  leak.harbour: The harbour has a pump.\n  leak.otherwise: Take a bucket.\n',
    },
    { file: `locales/${locale}.yaml`, from: '  signals:\n', to: '  signals:\n    leak: [leak]\n' },
  ]),
];
const engine = makeEngine(repairFlow(edits).flow);

const known = () => {
  const talk = startTalk(engine);
  talk.say('hello');
  return talk;
};
const voice = { kind: 'attachment', medium: 'voice' } as const;

describe('one answer for all', () => {
  test('five greetings, one welcome', () => {
    const turn = startTalk(engine).say('hello', 'hi', 'hello', 'HELLO', 'hi');
    expect(words(turn).match(/repair robot/g)).toHaveLength(1);
    expect(turn.trace.matched).toEqual(Array(5).fill('command'));
    expect(turn.session).toEqual({ v: 1, locale: 'en', node: 'region' });
  });

  test.each([
    ['a need, then a region', ['bike', 'harbour']],
    ['a region, then a need', ['harbour', 'bike']],
    ['by number and word', ['1', 'bike']],
    ['with small talk around', ['hello', 'my bike', 'qqq', 'harbour', 'qqq']],
    ['a change of mind', ['hill', 'trousers', 'harbour', 'bike']],
  ])('%s: the card', (_label, said) => {
    const turn = known().say(...said);
    expect(turn.trace.services).toEqual(['tyres', 'brakes']);
    expect(turn.replies).toHaveLength(1);
    expect(turn.trace.matched).toHaveLength(said.length);
  });

  test('a first burst is greeted once, before its answer', () => {
    const turn = startTalk(engine).say('bike', 'harbour');
    expect(words(turn).match(/repair robot/g)).toHaveLength(1);
    expect(turn.trace.services).toEqual(['tyres', 'brakes']);
    expect(turn.replies.length).toBeLessThanOrEqual(2);
  });

  test('numbers are read on the menu that the message before led to', () => {
    const turn = known().say('2', '2', '1');
    expect(turn.trace.services).toEqual(['hems']);
    expect(turn.session).toMatchObject({ region: 'hill', need: 'home-things', organization: 'sewing-circle' });
  });

  test('the same tap twice is one tap', () => {
    const talk = known();
    const { id } = talk.find('Hill');
    const turn = talk.send(choice(id, '2 Hill'), choice(id, '2 Hill'));
    expect(turn.session).toEqual({ v: 1, locale: 'en', node: 'need', region: 'hill', trail: ['region'] });
  });

  test('contacts are looked at on the day of the last message', () => {
    const day = Date.parse('2027-01-10T23:59:59Z');
    const events = [text('bike'), text('harbour')].map((input, index) => ({ input, at: day + index * 2000 }));
    expect(words(engine.turn({}, events))).not.toContain('+223');
    expect(words(engine.turn({}, [...events].reverse()))).toContain('+223');
  });
});

describe('what was not understood', () => {
  test.each([
    ['a voice message', voice],
    ['words', text('qqq')],
    ['a button that is gone', choice('attic:x?l=en', 'The attic')],
  ])('behind an answer, %s leaves the answer as it is', (_label, note) => {
    const alone = known().say('harbour', 'bike');
    const turn = known().send(text('harbour'), text('bike'), note, note);
    expect(turn.replies).toEqual(alone.replies);
    expect(turn.session).toEqual(alone.session);
    expect(turn.trace.matched).toHaveLength(4);
  });

  test('before an answer, a note is not said', () => {
    const turn = known().send(voice, text('qqq'), text('hill'));
    expect(turn.trace.texts).toEqual(expect.not.arrayContaining(['hint.voice', 'hint.unknown']));
    expect(turn.session).not.toHaveProperty('misses');
  });

  test('notes alone: the last is said', () => {
    expect(known().send(text('qqq'), voice).trace.texts).toContain('hint.voice');
    expect(known().send(voice, text('qqq')).trace.texts).toContain('hint.unknown');
    expect(known().say('qqq', 'qqq').trace.texts).toContain('hint.unknown-again');
  });

  test('notes alone, of somebody new, are welcomed', () => {
    expect(startTalk(engine).send(voice, voice).trace.texts.slice(0, 2)).toEqual(['welcome.say', 'hint.voice']);
  });
});

describe('an urgent message', () => {
  test.each([
    ['before', ['fire', 'hill']],
    ['before, then small talk', ['fire', 'hill', 'qqq']],
    ['between', ['harbour', 'fire', 'hill']],
  ])('%s another answer keeps its first bubble, in front', (_label, said) => {
    const turn = known().say(...said);
    expect(turn.replies.map(({ text }) => text)).toEqual(['Leave the house first.', 'What is broken?']);
    expect(turn.replies[0]).toMatchObject({ choices: [], navigation: [] });
    expect(labels(turn)).toBe('🚲 Bicycle | Clothes or phone | More tips');
    expect(turn.trace.texts).toContain('fire.say');
    expect(turn.session).toMatchObject({ node: 'need', region: 'hill' });
  });

  test('behind other answers is the answer, whole', () => {
    expect(
      known()
        .say('bike', 'harbour', 'fire')
        .replies.map(({ text }) => text),
    ).toEqual(['Leave the house first.']);
  });

  test('is not greeted, also when the greeting comes with it', () => {
    for (const said of [
      ['hello', 'fire'],
      ['fire', 'hello'],
    ]) {
      const turn = startTalk(engine).say(...said);
      expect(words(turn)).toMatch(/^Leave the house first\./);
      expect(turn.trace.texts).not.toContain('welcome.say');
    }
  });

  test('that is followed by a note is answered alone', () => {
    expect(
      known()
        .send(text('fire'), voice, text('qqq'))
        .replies.map(({ text }) => text),
    ).toEqual(['Leave the house first.']);
  });

  test('sent twice is answered once', () => {
    expect(
      known()
        .say('fire', 'fire')
        .replies.map(({ text }) => text),
    ).toEqual(['Leave the house first.']);
  });

  test.each([
    ['first', ['fire', 'leak in the harbour']],
    ['last', ['leak in the harbour', 'fire']],
    ['in the middle', ['leak', 'fire', 'leak in the harbour']],
  ])('of two kinds, the more urgent is answered, with the place that the other told: %s', (_label, said) => {
    const turn = known().say(...said);
    expect(turn.replies.map(({ text }) => text)).toEqual(['Leave the house first.']);
    expect(turn.session).toMatchObject({ node: 'fire', region: 'harbour' });
  });

  test('of the lesser kind is answered whole when it is alone', () => {
    expect(
      known()
        .say('harbour', 'leak')
        .replies.map(({ text }) => text),
    ).toEqual(['Shut the main tap.', 'The harbour has a pump.']);
  });
});

describe('stop', () => {
  test.each([
    ['at the end', ['harbour', 'bike', 'stop']],
    ['twice', ['stop', 'stop']],
  ])('%s: erased, goodbye, nothing kept', (_label, said) => {
    const turn = known().say(...said);
    expect(turn).toMatchObject({ session: undefined, erase: true });
    expect(words(turn)).toBe('Everything is forgotten. Goodbye.');
  });

  test('before a note: the goodbye stands', () => {
    const turn = known().send(text('stop'), voice);
    expect(turn).toMatchObject({ session: undefined, erase: true });
    expect(words(turn)).toBe('Everything is forgotten. Goodbye.');
  });

  test('in the middle: erased, and what comes behind is a new conversation that knows nothing from before', () => {
    const turn = known().say('harbour', 'stop', 'bike');
    expect(turn.erase).toBe(true);
    expect(turn.session).toEqual({ v: 1, locale: 'en', node: 'region', need: 'bicycle' });
    expect(turn.trace.texts).toContain('welcome.say');
  });

  test('behind an urgent message: that is answered all the same', () => {
    const turn = known().say('fire', 'stop');
    expect(turn).toMatchObject({ session: undefined, erase: true });
    expect(turn.replies.map(({ text }) => text)).toEqual(['Leave the house first.', 'Everything is forgotten. Goodbye.']);
  });
});

test('a burst after a day of silence begins anew, and is read as a whole', () => {
  const session = { v: 1, locale: 'en', node: 'need', region: 'hill' } as const;
  const events = [text('1'), text('2'), text('phone')].map((input, index) => ({ input, at: MORNING + 25 * HOUR + index }));
  const turn = engine.turn({ session, at: MORNING }, events);
  expect(turn.trace.services).toEqual(['screens']);
  expect(turn.trace.texts[0]).toBe('welcome.say');
});
