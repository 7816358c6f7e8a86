import fc from 'fast-check';
import type { Choice, Reply } from '../../../src/model/reply.ts';
import { anyCharacter } from '../../support/characters.ts';

const chrome = { open: 'Choisir', choices: 'Vos choix', navigation: 'Navigation' };
const shown = (text: string) => text.trim() !== '' && text === text.trim() && !/[\p{C}\p{Z}]{2}|[\n\r\u2028\u2029\u0085\v\f]/u.test(text);
const words = (maxLength: number) =>
  fc.string({ minLength: 1, maxLength, unit: 'grapheme' }).filter((text) => shown(text) && text.length <= maxLength);

const NAVIGATION: readonly Choice[] = [
  { id: 'back', number: 9, label: 'Retour' },
  { id: 'menu', number: 0, label: 'Menu' },
];

/** Choices as the content check lets them through: labels of 20 units, unique, small ids. */
const contentChoices = fc
  .uniqueArray(fc.record({ label: words(20), description: fc.option(words(72), { nil: undefined }) }), {
    maxLength: 8,
    selector: ({ label }) => label,
  })
  .map((rows) =>
    rows
      .filter(({ label }) => !NAVIGATION.some((other) => other.label === label))
      .map(({ label, description }, index): Choice => {
        const choice = { id: `node-${index}:to`, number: index + 1, label };
        return description === undefined ? choice : { ...choice, description };
      }),
  );

const direction = fc.constantFrom<Reply['direction']>('ltr', 'rtl');
const locale = fc.constantFrom('fr', 'ar');

/** What the engine really gives: within the content's own limits. */
export const contentReply: fc.Arbitrary<Reply> = fc.record({
  text: words(350),
  choices: contentChoices,
  navigation: fc.constantFrom(NAVIGATION, NAVIGATION.slice(1), []),
  locale,
  direction,
  chrome: fc.constant(chrome),
});

const wildText = fc.oneof(
  fc.string({ maxLength: 200, unit: anyCharacter }),
  fc.string({ maxLength: 60, unit: fc.constantFrom('a', '\n', ' ', '\ud83d', '\ude00', '👩‍👩‍👧', 'م', '*', '_', '\u202e', '١', '\u0000') }),
  fc.string({ maxLength: 300, unit: fc.constantFrom('mot ', '👍🏽', 'ligne\n', 'كلمة ') }).map((text) => text.repeat(20)),
);

const wildChoice = (number: number): fc.Arbitrary<Choice> =>
  fc
    .record({
      id: fc.oneof(fc.constantFrom('same', ' outer ', '', 'x'.repeat(300)), fc.string({ maxLength: 260 })),
      label: fc.oneof(fc.constantFrom('Oui', 'Non'), words(20), words(60)),
      description: fc.option(wildText, { nil: undefined }),
    })
    .map(({ id, label, description }) => (description === undefined ? { id, number, label } : { id, number, label, description }));

/** Whatever fits the type: long texts, broken surrogates, ids that repeat. Labels are one line, for the engine matches them as such. */
export const anyReply: fc.Arbitrary<Reply> = fc.record({
  text: wildText,
  choices: fc
    .integer({ min: 0, max: 10 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => wildChoice(index + 1)))),
  navigation: fc.oneof(fc.constantFrom(NAVIGATION, []), fc.tuple(wildChoice(9), wildChoice(0))),
  locale,
  direction,
  chrome: fc.record({
    open: fc.oneof(fc.constantFrom('Choisir', '', ' '), words(40)),
    choices: fc.oneof(fc.constantFrom('Vos choix', '', ' '), words(40)),
    navigation: fc.oneof(fc.constantFrom('Navigation', ''), words(40)),
  }),
});
