import { describe, expect, test } from '@jest/globals';
import { difference } from '../../src/pictures/difference.ts';
import type { Edit } from '../flow/repair.ts';
import { content } from './contents.ts';

const directory = (from: string, to: string): Edit => ({ file: 'flows/directory.yaml', from, to });
const repair = (from: string, to: string): Edit => ({ file: 'flows/repair.yaml', from, to });
const claims = (from: string, to: string): Edit => ({ file: 'flows/claims.yaml', from, to });
const en = (from: string, to: string): Edit => ({ file: 'locales/en.yaml', from, to });
const de = (from: string, to: string): Edit => ({ file: 'locales/de.yaml', from, to });

/** Sentences as `weight place: text`. */
function told(before: readonly Edit[], after: readonly Edit[]): readonly string[] {
  const [old, now] = [content(before), content(after)];
  const found = difference({ before: old.flow, after: now.flow });
  return found.map(({ weight, where, text }) => `${weight} ${where === '' ? '' : `${where}: `}${text}`);
}

const CONDITION = [claims('[2, 3], regions: [harbour], source: flyer', '[2, 3], regions: [harbour], source: flyer, condition: true')];
const NO_HEMS_ON_HILL = [directory('regions: [harbour, hill]\n    claims: [R3]', 'regions: [harbour]\n    claims: [R3]')];
const CONTACT = '{ kind: phone, value: "+223 20 00 00 01", source: flyer, assured_on: 2026-01-10, expires_on: 2027-01-10 }';

describe('a change of content is told in its own terms', () => {
  const cases: readonly (readonly [label: string, before: readonly Edit[], after: readonly Edit[], expected: readonly string[]])[] = [
    ['nothing changed', [], [], []],
    ['nobody is left', [], NO_HEMS_ON_HILL, ['lost Hill, clothes: nothing left: Sewing Circle is no longer shown']],
    ['somebody fills an empty cell', NO_HEMS_ON_HILL, [], ['gained Hill, clothes: no longer empty: Sewing Circle is shown']],
    [
      'a condition is lost',
      CONDITION,
      [
        ...CONDITION,
        directory('claims: [R1, R2]', 'claims: [R1]'),
        directory('claims: [R2]', 'claims: [R1]'),
        repair('say: [tips.one, tips.two]', 'say: [tips.one, tips.two]'),
        { file: 'flows/texts.yaml', from: 'tips.two: [R6]', to: 'tips.two: [R2, R6]' },
        en('It is free.', 'Really.'),
        en('checks brakes: free.', 'checks brakes.'),
        de('Das ist kostenlos.', 'Wirklich.'),
      ],
      [
        'lost ⚓ Harbour, bicycle: Bike Kitchen loses its condition (R2: The Bike Kitchen asks for nothing)',
        'changed ⚓ Harbour, bicycle: text de service.tyres changed',
        'changed ⚓ Harbour, bicycle: text en service.tyres changed',
        'changed ⚓ Harbour, bicycle: text en service.brakes-checked changed',
      ],
    ],
    ['a claim becomes a condition', [], CONDITION, ['gained claim R2: now a condition']],
    [
      'a claim is only inferred now',
      [],
      [claims('regions: [harbour, hill], source: flyer', 'regions: [harbour, hill], source: flyer, strength: inferred')],
      [
        'changed ⚓ Harbour + Hill, clothes: what Sewing Circle does was stated, is inferred',
        'changed claim R3: is inferred instead of stated',
      ],
    ],
    [
      'a contact is lost',
      [],
      [directory(`contacts:\n      - ${CONTACT}\n`, 'contacts: []\n')],
      ['lost ⚓ Harbour, bicycle: Bike Kitchen loses its contact phone +223 20 00 00 01'],
    ],
    [
      'a contact is good for longer',
      [],
      [directory('2027-01-10', '2027-06-10')],
      ['changed ⚓ Harbour, bicycle: Bike Kitchen: phone +223 20 00 00 01 is good until 2027-06-10 instead of 2027-01-10'],
    ],
    [
      'a date of assurance is gone',
      [],
      [directory('    assured_on: 2026-01-10\n  brakes', '  brakes')],
      ['changed ⚓ Harbour, bicycle: Bike Kitchen was assured on 2026-01-10, no date, is on no date'],
    ],
    ['a text', [], [en('takes up hems.', 'shortens.')], ['changed ⚓ Harbour + Hill, clothes: text en service.hems changed']],
    ['a text of no cell', [], [en('Which language?', 'Language?')], ['changed text en language.ask changed']],
    ['a text of one kind of contact', [], [en('address {Address}', 'address {Place}')], ['changed text en card.contact changed']],
    [
      'words are no longer understood',
      [],
      [de('fire: [feuer, es brennt]', 'fire: [feuer]')],
      ['lost words de signals.fire: no longer understood are «es brennt»'],
    ],
    [
      'words are understood now',
      [],
      [de('hafen: [hafen]'.replace('hafen:', 'harbour:'), 'harbour: [hafen, kai]')],
      ['gained words de regions.harbour: now understood are «kai»'],
    ],
    [
      'a language is not shown any more',
      [],
      [de('status: team', 'status: draft')],
      ['lost the status of locale de is draft instead of team'],
    ],
    [
      'urgent words open another page',
      [],
      [
        repair('fire: fire', 'fire: tips'),
        repair('  fire: { kind: page, say: fire.say, choices: [{ to: desk }] }\n', ''),
        { file: 'flows/texts.yaml', from: '    - fire.say\n', to: '' },
        en('  fire.say: Leave the house first.\n', ''),
        de('  fire.say: Gehen Sie zuerst hinaus.\n', ''),
      ],
      ['lost the node fire is gone', 'changed the urgent words «fire» open tips instead of fire'],
    ],
    [
      'a member of a joint list',
      [],
      [directory('[bike-kitchen, sewing-circle, screw-loose]', '[bike-kitchen, screw-loose]')],
      ['lost organization all-cafes: no longer the member sewing-circle'],
    ],
    [
      'a choice of a page',
      [],
      [repair('say: [tips.one, tips.two], choices: [{ to: desk }]', 'say: [tips.one, tips.two]')],
      ['lost node tips: no longer offering desk (label.desk)'],
    ],
    [
      'the way on from a question',
      [],
      [repair('choices: [{ each: locales }], then: region', 'choices: [{ each: locales }], then: need')],
      ['changed node language: goes on to need instead of region'],
    ],
    [
      'an honest line',
      [],
      [
        directory('  - { needs: [phone], regions: [hill], say: note.phone-hill }\n', ''),
        en('  note.phone-hill: Bring the charger too.\n', ''),
        de('  note.phone-hill: Bringen Sie das Ladegerät mit.\n', ''),
      ],
      ['lost Hill, phone: the honest line note.phone-hill is no longer said'],
    ],
    [
      'the region where a claim holds',
      [],
      [claims('lines: [5], regions: [hill]', 'lines: [5], regions: [hill, harbour]')],
      ['gained claim R4: now true in harbour'],
    ],
    [
      'what a claim says',
      [],
      [claims('Some café changes screens', 'A café changes screens')],
      ['changed claim R4: says «A café changes screens» instead of «Some café changes screens»'],
    ],
  ];
  test.each(cases)('%s', (_label, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });
});

test('what is lost stands first, then what changed, then what is gained; in each, cells before all else', () => {
  const after = [
    ...NO_HEMS_ON_HILL,
    en('Which language?', 'Language?'),
    en('takes up hems.', 'shortens.'),
    de('fire: [feuer, es brennt]', 'fire: [feuer, brand]'),
  ];
  expect(told([], after).map((line) => line.split(':')[0])).toEqual([
    'lost Hill, clothes',
    'lost words de signals.fire',
    'changed ⚓ Harbour, clothes',
    'changed text en language.ask changed',
    'gained words de signals.fire',
  ]);
});

test('recordings: gone, new, another one; and one whose text changed, which people go on hearing', () => {
  const before = content([], { 'en/tips.one': 2, 'en/tips.two': 2, 'en/need.ask': 2, 'de/need.ask': 2 });
  const after = content([en('What is broken?', 'What can we mend?')], {
    'en/tips.two': 3,
    'en/need.ask': 2,
    'de/need.ask': 2,
    'de/fire.say': 2,
  });
  const found = difference({ before: before.flow, after: after.flow }).map(({ weight, text }) => `${weight} ${text}`);
  expect(found).toEqual([
    'lost recording en tips.one is gone',
    'lost recording en need.ask is as it was, and its text is not: listen whether it still says the same',
    'changed text en need.ask changed',
    'changed recording en tips.two is another one',
    'gained recording de fire.say is new',
  ]);
});
