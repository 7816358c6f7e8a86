import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../../src/engine/engine.ts';
import { realFlow } from '../support/content.ts';
import { startTalk, words } from './talk.ts';

/** What becomes of a conversation that goes in circles, and of a place named on an urgent page. */
const content = makeEngine(realFlow());

describe('messages that lead nowhere new', () => {
  const circle = (said: string) => {
    const talk = startTalk(content, { locale: 'fr' });
    talk.say('je suis à gao');
    const answers = Array.from({ length: 12 }, () => talk.say(said).replies.length > 0);
    return { talk, answers };
  };

  test.each([
    ['not understood', 'xxyyzz'],
    ['understood, but always the same', 'merci pour votre aide'],
  ])('are not answered for ever: %s', (_label, said) => {
    const { answers } = circle(said);
    expect(answers.slice(0, 9)).toEqual(Array(9).fill(true));
    expect(answers.at(-1)).toBe(false);
  });

  test('a word that leads on is answered at once, and so is what follows', () => {
    const { talk } = circle('xxyyzz');
    expect(words(talk.say('je cherche où dormir'))).toContain('10 jours');
    expect(talk.session()).not.toHaveProperty('again');
    expect(talk.say('xxyyzz').replies).not.toEqual([]);
  });

  test('a command is answered however often it comes', () => {
    expect(circle('menu').answers).not.toContain(false);
  });

  test('a call for help is always answered', () => {
    const { answers } = circle('mon ami saigne');
    expect(answers).not.toContain(false);
  });
});

describe('a place named on an urgent page', () => {
  test.each([
    ['fr', 'mon ami saigne', 'je suis à gao'],
    ['en', 'my friend is bleeding', 'gao'],
    ['fr', 'mon ami saigne', 'غاو'],
  ])('is answered on that page, in %s', (locale, said, place) => {
    const talk = startTalk(content, { locale });
    expect(talk.say(said).trace.node).toBe('medical');
    const turn = talk.say(place);
    expect(turn.trace.node).toBe('medical');
    expect(turn.session).toMatchObject({ region: 'gao' });
    expect(turn.trace.texts).toContain('medical.care');
  });

  test('what is needed there is answered all the same', () => {
    const talk = startTalk(content, { locale: 'fr' });
    talk.say('mon ami saigne');
    expect(talk.say('à gao, où dormir').session).toMatchObject({ need: 'shelter', region: 'gao' });
  });
});
