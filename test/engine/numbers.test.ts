import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../../src/engine/engine.ts';
import { makeLexicons } from '../../src/engine/understand/lexicon.ts';
import { numberIn } from '../../src/engine/understand/numbers.ts';
import { fold } from '../../src/model/fold.ts';
import { realFlow } from '../support/content.ts';
import { startTalk } from './talk.ts';

const flow = realFlow();
const engine = makeEngine(flow);
const { vocabularies } = makeLexicons([...flow.locales.values()]);

/** Every form of the digit 1 that people send. */
const FORMS = [
  ['a digit', '1'],
  ['a dot behind', '1.'],
  ['a bracket behind', '1)'],
  ['brackets', '(1)'],
  ['spaces around', ' 1 '],
  ['a line break behind', '1\n'],
  ['n°', 'n°1'],
  ['N° and a space', 'N° 1'],
  ['the numero sign', '№1'],
  ['no', 'no 1'],
  ['numéro', 'numéro 1'],
  ['number', 'number 1'],
  ['le', 'le 1'],
  ['the', 'the 1'],
  ['choix', 'choix 1'],
  ['a hash', '#1'],
  ['a keycap', '1️⃣'],
  ['a keycap without its selector', '1⃣'],
  ['a circle', '①'],
  ['full width', '１'],
  ['an exclamation', '1 !'],
  ['a zero before', '01'],
  ['an emoji behind', '1 🙏'],
  ['Arabic-Indic', '١'],
  ['Persian', '۱'],
  ["N'Ko", '߁'],
  ['Adlam', '𞥑'],
  ['Arabic for number', 'رقم ١'],
  ['French', 'un'],
  ['French, a capital', 'Un'],
  ['French, feminine', 'une'],
  ['French, first', 'premier'],
  ['French, first, accent', 'Première'],
  ['French, with its article', 'le premier'],
  ['French, spelt out', 'numéro un'],
  ['English', 'one'],
  ['English, all capitals', 'ONE'],
  ['English, first', 'first'],
  ['English, with its article', 'the first'],
  ['English, spelt out', 'number one'],
] as const;

const NO_NUMBERS = [
  ['a person', '1 enfant malade'],
  ['an age', '12 ans'],
  ['three digits', '100'],
  ['a phone number', '70 00 00 01'],
  ['a year', '2026'],
  ['a date', '1/2'],
  ['two numbers', '1 2'],
  ['a fraction', '½'],
  ['a letter behind', '1a'],
  ['a word with a number in it', 'one day'],
  ['a French word', 'unique'],
  ['digits of a script that nobody here types', '१'],
  ['nothing', ''],
  ['an emoji', '👍'],
] as const;

describe('a number', () => {
  test.each(FORMS)('%s: «%s» is 1', (_label, written) => expect(numberIn(fold(written), vocabularies)).toBe(1));

  test.each(NO_NUMBERS)('%s: «%s» is none', (_label, written) => expect(numberIn(fold(written), vocabularies)).toBeUndefined());

  test.each([
    ['٠١٢٣٤٥٦٧٨٩', 'Arabic-Indic'],
    ['۰۱۲۳۴۵۶۷۸۹', 'Persian'],
    ['０１２３４５６７８９', 'full width'],
    ['߀߁߂߃߄߅߆߇߈߉', "N'Ko"],
  ])('all ten digits of %s (%s)', (digits) => {
    expect([...digits].map((digit) => numberIn(fold(digit), vocabularies))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('words of every locale reach from 0 to 9', () => {
    for (const { words } of flow.locales.values()) expect([...words.numbers.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe.each(['fr', 'en'])('in a conversation in %s', (locale) => {
  const atRegions = () => {
    const talk = startTalk(engine, { locale });
    talk.send({ kind: 'start' });
    return talk;
  };

  test.each(FORMS)('%s picks the first region', (_label, written) => {
    const talk = atRegions();
    expect(talk.say(written).trace.matched).toEqual(['number']);
    expect(talk.session()).toMatchObject({ region: 'gao', locale });
  });

  test.each(NO_NUMBERS)('%s picks nothing by its number', (_label, written) => {
    expect(atRegions().say(written).trace.matched).not.toContain('number');
  });

  test('9 is back and 0 is the menu, in every form, on every menu', () => {
    for (const [back, menu] of [
      ['9', '0'],
      ['9️⃣', '0️⃣'],
      ['٩', '٠'],
      ['neuf', 'zéro'],
      ['nine', 'zero'],
      ['n°9', 'le 0'],
    ] as const) {
      const talk = atRegions();
      talk.say('2', '1');
      talk.say(back);
      expect(talk.session()).toMatchObject({ node: 'need', region: 'menaka' });
      talk.say('1');
      talk.say(menu);
      expect(talk.session()).toEqual({ v: 1, locale, node: 'need', region: 'menaka', trail: ['region'] });
    }
  });

  test('a number that no choice has is not understood, and nothing is picked', () => {
    const talk = atRegions();
    const rows = talk.send({ kind: 'start' }).replies.flatMap(({ choices }) => choices).length;
    for (const written of [`${rows + 1}`, '10', '98']) {
      expect(talk.say(written).trace.matched).toEqual(['unknown']);
      expect(talk.session()).toMatchObject({ node: 'region', misses: expect.any(Number) });
    }
  });

  test('a number before a label is part of the label', () => {
    const talk = atRegions();
    expect(talk.say('2 Ménaka').trace.matched).toEqual(['label']);
    expect(talk.session()).toMatchObject({ region: 'menaka' });
  });

  test('somebody with no menu before them is welcomed, whatever number they send', () => {
    const { trace, session } = startTalk(engine, { locale }).say('3');
    expect(trace.texts).toContain(flow.greeting);
    expect(session).toEqual({ v: 1, locale, node: 'region' });
  });
});
