import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../../src/engine/engine.ts';
import { leaningOf, makeLeanings } from '../../src/engine/understand/leaning.ts';
import { realFlow } from '../support/content.ts';
import { startTalk } from './talk.ts';
import { locale } from './words.ts';

const leanings = makeLeanings([
  locale('xx', {
    needs: { food: ['(vide|froide) la marmite', 'marmite <left>', 'le riz'], shelter: ['la chambre', 'le lit'] },
    signals: { violence: ['la machette'] },
    shortcuts: { price: ['la monnaie'] },
    groups: { left: ['reste', 'finit'] },
  }),
]);
const lean = (sentence: string) => leaningOf(sentence.split(' '), leanings);

describe('a word of the lists', () => {
  test('speaks for what its phrases mean, whatever stands beside it', () =>
    expect(lean('une marmite rouge')[0]).toMatchObject({ kind: 'need', id: 'food', score: 1 }));

  test('says the less, the more meanings it stands for', () => {
    const most = (sentence: string) => lean(sentence)[0]?.score ?? 0;
    // «la» stands for each of the four alike, «le» for two of them, «lit» for one.
    expect(most('la')).toBeLessThan(0.001);
    expect(most('le')).toBeGreaterThan(most('la'));
    expect(most('lit')).toBeGreaterThan(most('le'));
  });

  test('says less of a phrase in which it stands through its group', () => {
    const [own] = lean('riz');
    expect(lean('reste')).toEqual([{ kind: 'need', id: 'food', score: expect.any(Number) }]);
    expect(lean('le')[0]?.score).toBeLessThan(own?.score ?? 0);
  });

  test('counts once, and words that nobody listed not at all', () => {
    expect(lean('marmite marmite')).toEqual(lean('marmite'));
    expect(lean('bonjour')).toEqual([]);
  });
});

describe('what all words of a message speak for', () => {
  const content = makeEngine(realFlow());
  const guess = (sentence: string) => startTalk(content, { locale: 'fr' }).say(sentence).session?.guess?.[0];

  test('is asked about where no phrase was found', () => {
    expect(guess('gamelle casserole marmite partout la poussière')).toBe('food');
    expect(guess('ongles paralysé plaie drépanocytose')).not.toBe('food');
  });

  test('is not asked about where it says little, or something was denied', () => {
    expect(guess('on fait comme on a fait')).toBeUndefined();
    expect(guess('je ne suis pas malade')).toBeUndefined();
  });
});
