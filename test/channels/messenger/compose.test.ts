import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compose } from '../../../src/channels/messenger/compose.ts';
import type { Choice, Reply } from '../../../src/model/reply.ts';
import { faults, tapsOf, textOf } from './platform.ts';

const TO = { id: '2000' };
const choice = (number: number, label: string, id = `node:${number}?`): Choice => ({ id, number, label });
const many = (count: number) => Array.from({ length: count }, (_, index) => choice(index + 1, `Choix ${index + 1}`));
const NAVIGATION = [choice(9, 'Retour'), choice(0, 'Menu')];
const reply = (more: Partial<Reply>): Reply => ({
  text: 'Où êtes-vous ?',
  choices: [],
  navigation: [],
  locale: 'fr',
  direction: 'ltr',
  chrome: { open: 'Choisir', choices: 'Choix', navigation: 'Navigation' },
  ...more,
});
const titles = (given: Reply) => compose(given, TO).flatMap((payload) => tapsOf(payload).map(({ title }) => title));

test('no choices: text alone', () => {
  expect(compose(reply({}), TO)).toEqual([{ recipient: { id: '2000' }, messaging_type: 'RESPONSE', message: { text: 'Où êtes-vous ?' } }]);
});

test('three to tap: buttons, which stay', () => {
  expect(compose(reply({ choices: [choice(1, 'Gao')], navigation: NAVIGATION }), TO)).toEqual([
    {
      recipient: { id: '2000' },
      messaging_type: 'RESPONSE',
      message: {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'button',
            text: 'Où êtes-vous ?\n\n1 Gao\n9 Retour · 0 Menu',
            buttons: [
              { type: 'postback', title: '1 Gao', payload: 'node:1?' },
              { type: 'postback', title: '9 Retour', payload: 'node:9?' },
              { type: 'postback', title: '0 Menu', payload: 'node:0?' },
            ],
          },
        },
      },
    },
  ]);
});

test('four to tap: quick replies', () => {
  expect(compose(reply({ choices: many(2), navigation: NAVIGATION }), TO)).toEqual([
    {
      recipient: { id: '2000' },
      messaging_type: 'RESPONSE',
      message: {
        text: 'Où êtes-vous ?\n\n1 Choix 1\n2 Choix 2\n9 Retour · 0 Menu',
        quick_replies: [
          { content_type: 'text', title: '1 Choix 1', payload: 'node:1?' },
          { content_type: 'text', title: '2 Choix 2', payload: 'node:2?' },
          { content_type: 'text', title: '9 Retour', payload: 'node:9?' },
          { content_type: 'text', title: '0 Menu', payload: 'node:0?' },
        ],
      },
    },
  ]);
});

test.each([
  [640, 'attachment'],
  [641, 'quick_replies'],
])('a body of %i units with one choice -> %s', (length, key) => {
  const menu = '\n\n1 Gao'.length;
  const [payload] = compose(reply({ text: 'x'.repeat(length - menu), choices: [choice(1, 'Gao')] }), TO);
  expect(payload).toHaveProperty(`message.${key}`);
});

describe('titles', () => {
  test.each<[string, string, string]>([
    ['number and label', 'Gao', '1 Gao'],
    ['both, just', 'x'.repeat(18), `1 ${'x'.repeat(18)}`],
    ['the label alone', 'x'.repeat(19), 'x'.repeat(19)],
    ['the label alone, just', 'x'.repeat(20), 'x'.repeat(20)],
    ['a label beyond the limit is cut', 'x'.repeat(21), `${'x'.repeat(19)}…`],
    ['never within an emoji', `${'x'.repeat(18)}🙏🙏`, `${'x'.repeat(18)}…`],
  ])('%s', (_label, label, title) => {
    expect(titles(reply({ choices: [choice(1, label)] }))).toEqual([title]);
  });

  test('from right to left the number is isolated, in the title and in the text', () => {
    const arabic = reply({ text: 'أين أنت؟', choices: [choice(1, 'غاو')], direction: 'rtl' });
    expect(titles(arabic)).toEqual(['\u20681\u2069 غاو']);
    expect(compose(arabic, TO).map(textOf)).toEqual(['أين أنت؟\n\n\u20681\u2069 غاو']);
  });
});

test('beyond 13 the last choices give way to back and menu, and stay printed', () => {
  const crowded = reply({ choices: many(14), navigation: NAVIGATION });
  expect(titles(crowded)).toEqual([...many(11).map(({ number, label }) => `${number} ${label}`), '9 Retour', '0 Menu']);
  expect(compose(crowded, TO).map(textOf).join()).toContain('14 Choix 14');
});

test('an id that the platform would refuse is not offered to tap, but printed', () => {
  const [payload = {}] = compose(reply({ choices: [choice(1, 'Gao', 'x'.repeat(1001)), choice(2, 'Kidal')] }), TO);
  expect(tapsOf(payload).map(({ title }) => title)).toEqual(['2 Kidal']);
  expect(textOf(payload)).toContain('1 Gao');
});

test('no text and nothing to choose: nothing to send', () => {
  expect(compose(reply({ text: ' \n' }), TO)).toEqual([]);
});

describe('long texts', () => {
  test('are cut at ends of lines, with the choices on the last part', () => {
    const line = 'x'.repeat(900);
    const payloads = compose(reply({ text: [line, line, line].join('\n'), choices: many(4) }), TO);
    expect(payloads.map(textOf)).toEqual([`${line}\n${line}`, `${line}\n\n1 Choix 1\n2 Choix 2\n3 Choix 3\n4 Choix 4`]);
    expect(payloads.map((payload) => tapsOf(payload).length)).toEqual([0, 4]);
  });

  test.each<[string, string, readonly number[]]>([
    ['1999 units are one part', 'x'.repeat(1999), [1999]],
    ['2000 are two', 'x'.repeat(2000), [1999, 1]],
    ['a line too long is cut between words', `${'x'.repeat(1500)} ${'y'.repeat(1500)}`, [1500, 1500]],
    ['a word too long is never cut within an emoji', `${'x'.repeat(1998)}🙏🙏`, [1998, 4]],
  ])('%s', (_label, text, lengths) => {
    expect(compose(reply({ text }), TO).map((payload) => textOf(payload).length)).toEqual(lengths);
  });

  test('lose no word and are never refused', () => {
    const unit = fc.constantFrom('mot', ' ', '\n', '🙏', 'كلمة', 'x'.repeat(700), '\n\n');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), fc.integer({ min: 0, max: 10 }), (units, count) => {
        const given = reply({ text: units.join(''), choices: many(count) });
        const payloads = compose(given, TO);
        expect(payloads.flatMap(faults)).toEqual([]);
        const shown = payloads.map(textOf).join('').replace(/\s/g, '');
        expect(shown.startsWith(given.text.replace(/\s/g, ''))).toBe(true);
        expect(payloads.flatMap(tapsOf).map(({ id }) => id)).toEqual(given.choices.map(({ id }) => id));
      }),
      { numRuns: 500 },
    );
  });
});
