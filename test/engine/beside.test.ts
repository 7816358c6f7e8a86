import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../../src/engine/engine.ts';
import { repairFlow } from './flows.ts';
import { labels, startTalk, words } from './talk.ts';

/** What stands beside the way from question to answer: the end, the language, urgent words, pages, and what is not understood. */
const { flow } = repairFlow();
const engine = makeEngine(flow);

const talk = (...said: readonly string[]) => {
  const one = startTalk(engine);
  for (const words of said) one.say(words);
  return one;
};

describe('the end', () => {
  test('erases, offers nothing, and the next words begin anew', () => {
    const one = talk('hello', 'harbour', 'bike');
    const end = one.say('stop');
    expect(end).toMatchObject({ session: undefined, erase: true, trace: { node: 'goodbye' } });
    expect(words(end)).toBe('Everything is forgotten. Goodbye.');
    const again = one.say('trousers');
    expect(again.trace.texts.slice(0, 2)).toEqual(['welcome.say', 'region.ask']);
    expect(again.session).toEqual({ v: 1, locale: 'en', node: 'region', need: 'clothes' });
  });

  test('as the very first word it is answered without a greeting', () => {
    expect(words(startTalk(engine).say('stop'))).toBe('Everything is forgotten. Goodbye.');
  });
});

describe('the language', () => {
  test('is a side step: afterwards the person is where they were', () => {
    const one = talk('hello', 'harbour', 'bike');
    const before = one.session();
    one.say('change language');
    expect(words(one.tap('Deutsch'))).toMatch(/^Die Radküche \(Hafen\) flickt Reifen/);
    expect(one.session()).toEqual({ ...before, locale: 'de' });
  });

  test('by its name stays in place, from anywhere', () => {
    const one = talk('hello', 'hill');
    const before = one.session();
    for (const [said, locale] of [
      ['Deutsch', 'de'],
      ['ENGLISH', 'en'],
      ['de', 'de'],
      ['en', 'en'],
    ] as const) {
      one.say(said);
      expect(one.session()).toEqual({ ...before, locale });
    }
  });

  test('picked on an old menu leaves the person where they are now', () => {
    const one = talk('hello');
    one.tap('Deutsch / English');
    const { id, label } = one.find('Deutsch');
    one.tap('English');
    one.say('hill');
    one.tap('Clothes or phone');
    const before = one.session();
    one.send({ kind: 'choice', id, title: label });
    expect(one.session()).toEqual({ ...before, locale: 'de' });
  });

  test('picked on an old menu by somebody unknown begins in it', () => {
    const turn = startTalk(engine).send({ kind: 'choice', id: 'language:de?l=en', title: 'Deutsch' });
    expect(turn.session).toEqual({ v: 1, locale: 'de', node: 'region' });
    expect(words(turn)).toMatch(/^Hier antwortet der Reparatur-Roboter/);
  });

  test.each([
    ['a greeting', 'hallo', 'de'],
    ['a sentence', 'wo ist die bike', 'de'],
    ['a need', 'trousers', 'en'],
    ['both as much', 'hallo hello', 'en'],
    ['nothing', 'zzz', 'en'],
  ])('of somebody unknown is that of their first words: %s', (_label, said, locale) => {
    expect(startTalk(engine).say(said).session).toMatchObject({ locale });
  });

  test('known from before counts more than the first words', () => {
    expect(startTalk(engine, { locale: 'de' }).say('hello').session).toMatchObject({ locale: 'de' });
  });

  test('known from before but not spoken any more is guessed anew', () => {
    expect(startTalk(engine, { locale: 'fr' }).say('hallo').session).toMatchObject({ locale: 'de' });
  });

  test('with a capital in its name works by tap', () => {
    const german = flow.locales.get('de');
    if (german === undefined) throw new Error('no German');
    const swiss = { ...flow, locales: new Map([...flow.locales, ['de-CH', { ...german, id: 'de-CH', name: 'Schwiizertüütsch' }]]) };
    const one = startTalk(makeEngine(swiss));
    one.say('hello');
    one.tap('Deutsch / English');
    expect(one.tap('Schwiizer').trace.matched).toEqual(['tap']);
    expect(one.tap('Hafen').trace.matched).toEqual(['tap']);
    expect(one.session()).toMatchObject({ locale: 'de-CH', region: 'harbour' });
  });
});

describe('what is not words', () => {
  test('the first miss brings a line of help, the second the way to a person, and a hit is a new beginning', () => {
    const one = talk('hello');
    expect(words(one.say('qqq'))).toMatch(/^I did not understand/);
    expect(words(one.say('qqq'))).toMatch(/^Still no luck/);
    one.say('hill');
    expect(words(one.say('qqq'))).toMatch(/^I did not understand/);
  });

  test('an urgent word is answered from anywhere, with the region it names', () => {
    const one = talk('hello', 'harbour');
    const turn = one.say('my house is burning on the hill');
    expect(turn.trace).toMatchObject({ node: 'fire', matched: ['keyword'] });
    expect(turn.session).toMatchObject({ region: 'hill', trail: ['region', 'need'] });
    expect(labels(turn)).toBe('Ask a person');
  });

  test('a first urgent message is answered without a greeting', () => {
    expect(words(startTalk(engine).say('fire'))).toMatch(/^Leave the house first\./);
  });

  test('a page, back and forth', () => {
    const one = talk('hello', 'hill');
    const page = one.tap('More tips');
    expect(page.replies.map(({ text }) => text)).toEqual(['Bring the part that broke.', 'Buses take bicycles.']);
    expect(page.trace.claims).toEqual(['R6']);
    one.tap('Ask a person');
    expect(words(one.tap('Back'))).toBe(words(page));
    expect(one.tap('Menu').trace.node).toBe('need');
    expect(one.session()).toEqual({ v: 1, locale: 'en', node: 'need', region: 'hill', trail: ['region'] });
  });

  test('medium by medium', () => {
    const media = ['voice', 'image', 'video', 'document', 'sticker', 'location', 'contact'] as const;
    const one = talk('hello');
    for (const medium of media) {
      const turn = one.send({ kind: 'attachment', medium });
      expect(turn.trace).toMatchObject({ matched: ['attachment'], node: 'region' });
      expect(turn.trace.texts[0]).toBe(`hint.${medium}`);
    }
    expect(one.send({ kind: 'attachment', medium: 'unknown' }).trace.texts[0]).toBe('hint.unknown-medium');
  });
});

test('an empty turn is a mistake of the caller', () => expect(() => engine.turn({}, [])).toThrow('a turn needs an event'));
