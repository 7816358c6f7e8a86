import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BACK, MENU, nodeOf, readChoiceId, toNode, writeChoiceId } from '../../src/engine/choice-id.ts';
import { makeEngine } from '../../src/engine/engine.ts';
import { anyCharacter } from '../support/characters.ts';
import { repairFlow } from './flows.ts';
import { choice, startTalk } from './talk.ts';

/** Ids as the loader lets them through; locales also have capitals. */
const word = fc.string({ unit: fc.constantFrom(...'abcmnxyz0189'), minLength: 1, maxLength: 9 });
const id = fc.array(word, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('-'));
const locale = fc.constantFrom('fr', 'ses', 'pt-BR', 'zh-Hant');
const session = fc.record({ node: id, locale, region: id, need: id, organization: id }, { requiredKeys: ['node', 'locale'] });

describe('a choice id', () => {
  test('says what was known where it was written', () => {
    const where = { node: 'need', locale: 'fr', region: 'gao' };
    expect(writeChoiceId(where, 'health')).toBe('need:health?l=fr&r=gao');
    expect(readChoiceId('need:health?l=fr&r=gao')).toEqual({ ...where, choice: 'health' });
  });

  test('is read as it was written, whatever the session and the choice', () => {
    const choices = fc.oneof(id, id.map(toNode), locale, fc.constantFrom(BACK, MENU));
    fc.assert(
      fc.property(session, choices, (where, picked) => {
        expect(readChoiceId(writeChoiceId(where, picked))).toEqual({ ...where, choice: picked });
      }),
    );
  });

  test('holds only what the session knows, not where it came from', () => {
    const known = { v: 1, locale: 'fr', node: 'need', trail: ['region'], misses: 2 } as const;
    expect(writeChoiceId(known, MENU)).toBe('need:!menu?l=fr');
  });

  test('that opens a node names it', () => {
    expect(nodeOf(toNode('contact'))).toBe('contact');
    expect(nodeOf('gao')).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['another app', 'BUY_SHOES'],
    ['no question mark', 'need:health'],
    ['no choice', 'need:?l=fr'],
    ['no node', ':health?l=fr'],
    ['a capital node', 'Need:health?l=fr'],
    ['two signs', 'need:@!menu?l=fr'],
    ['a space', 'need:health ?l=fr'],
    ['a line break at the end', 'need:health?l=fr\n'],
    ['a quotation mark', 'need:"health?l=fr'],
    ['letters of another script', 'need:صحة?l=fr'],
    ['an unknown slot', 'need:health?x=fr'],
    ['a slot without its value', 'need:health?l='],
    ['a slot without its sign', 'need:health?lfr'],
    ['a slot twice', 'need:health?l=fr&l=en'],
    ['slots in another order', 'need:health?r=gao&l=fr'],
    ['a stray ampersand', 'need:health?l=fr&'],
    ['a name that hides a slot', 'need:health?l=fr-r=gao'],
    ['a name too long', `need:${'a'.repeat(61)}?l=fr`],
    ['a whole book', `need:health?l=${'a'.repeat(100_000)}`],
    ['a prototype', 'need:__proto__?l=fr'],
  ])('is refused: %s', (_label, hostile) => expect(readChoiceId(hostile)).toBeUndefined());

  test('is what we wrote, or is refused', () => {
    const almost = fc
      .tuple(session, id)
      .map(([where, picked]) => writeChoiceId(where, picked))
      .chain((good) =>
        fc
          .tuple(fc.nat({ max: good.length }), fc.string({ maxLength: 3 }))
          .map(([at, junk]) => good.slice(0, at) + junk + good.slice(at + 1)),
      );
    fc.assert(
      fc.property(fc.oneof(almost, fc.string({ unit: anyCharacter })), (hostile) => {
        const read = readChoiceId(hostile);
        expect(read === undefined ? hostile : writeChoiceId(read, read.choice)).toBe(hostile);
      }),
    );
  });
});

describe('a choice id with names of object prototypes', () => {
  const engine = makeEngine(repairFlow().flow);
  const names = ['constructor', 'tostring', 'valueof', 'hasownproperty', 'prototype'];

  test.each(names)('%s is no node, choice, region, need, organization or language', (name) => {
    const talk = startTalk(engine);
    talk.say('hello');
    for (const hostile of [`${name}:hill?l=en`, `region:${name}?l=en`, `region:@${name}?l=en`]) {
      expect(talk.send(choice(hostile)).trace.texts).toContain('hint.gone');
    }
    talk.send(choice(`need:wheels?l=${name}&r=${name}&n=${name}&o=${name}`));
    expect(talk.session()).toEqual({ v: 1, locale: 'en', node: 'region', need: 'wheels', trail: ['need'] });
  });
});
