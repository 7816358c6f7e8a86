import { describe, expect, test } from '@jest/globals';
import type { Matched } from '../../src/engine/intent.ts';
import { PROBLEM_CODES } from '../../src/flow/problems.ts';
import type { EmulatorInput } from '../../src/model/emulator.ts';
import { placeOf, readPlace, writePlace } from '../../src/page/state/deep-link.ts';
import { OLD_HOURS, put, USUAL } from '../../src/page/state/outgoing.ts';
import { en } from '../../src/page/words/en.ts';
import { fr } from '../../src/page/words/fr.ts';
import { languageFor, meaningIn, named, timeIn } from '../../src/page/words/language.ts';
import { problemsFr } from '../../src/page/words/problems-fr.ts';
import { PROOF_CODES } from '../../src/proof/codes.ts';
import type { TurnOutcome } from '../../src/turns/events.ts';

const HELLO: EmulatorInput = { kind: 'text', text: 'bonjour' };
const VOICE: EmulatorInput = { kind: 'attachment', medium: 'voice' };

describe('how a message goes out', () => {
  test.each([
    ['as usual', 'once', { channel: 'whatsapp', inputs: [HELLO] }],
    ['twice', 'twice', { channel: 'whatsapp', inputs: [HELLO], twice: true }],
    ['a day old', 'old', { channel: 'whatsapp', inputs: [HELLO], ageHours: OLD_HOURS }],
  ] as const)('%s, and the one after it as usual', (_label, mode, send) => {
    expect(put({ mode }, 'whatsapp', HELLO)).toEqual({ next: USUAL, send });
  });

  test('two at once: the first is held until the second', () => {
    const first = put({ mode: 'pair' }, 'messenger', HELLO);
    expect(first).toEqual({ next: { mode: 'pair', held: HELLO } });
    expect(put(first.next, 'messenger', VOICE)).toEqual({ next: USUAL, send: { channel: 'messenger', inputs: [HELLO, VOICE] } });
  });
});

describe('a link to a place', () => {
  test.each([
    ['a node', '#node=risks', { channel: 'whatsapp', node: 'risks' }],
    [
      'all of it',
      '#node=answer&region=gao&need=health&channel=messenger',
      { channel: 'messenger', node: 'answer', region: 'gao', need: 'health' },
    ],
    ['an unknown channel', '#node=risks&channel=fax', { channel: 'whatsapp', node: 'risks' }],
    ['no node', '#region=gao', undefined],
    ['an empty one', '', undefined],
  ])('%s', (_label, hash, place) => expect(readPlace(hash)).toEqual(place));

  test('what is written can be read', () => {
    const place = { channel: 'messenger', node: 'answer', region: 'gao', need: 'sleep-eat' } as const;
    expect(readPlace(writePlace(place))).toEqual(place);
    expect(writePlace({ channel: 'whatsapp', node: 'risks', region: 'gao' })).toBe('#node=risks&region=gao&channel=whatsapp');
  });

  test.each([
    ['before the first message', undefined, undefined, undefined],
    ['on a page', 'risks', '{"v":1,"node":"risks"}', { channel: 'whatsapp', node: 'risks' }],
    ['in a look-up', 'answer', '{"region":"gao","need":"health"}', { channel: 'whatsapp', node: 'answer', region: 'gao', need: 'health' }],
    ['with a session that is no JSON', 'risks', 'nonsense', { channel: 'whatsapp', node: 'risks' }],
  ])('where a person stands: %s', (_label, node, json, place) => expect(placeOf('whatsapp', node, json)).toEqual(place));
});

describe('the page’s words', () => {
  test.each([
    [['en-GB', 'fr'], 'en'],
    [['', 'bm', 'fr-ML'], 'fr'],
    [['de'], 'fr'],
    [[], 'fr'],
  ])('%j speaks %s', (wanted, language) => expect(languageFor(wanted)).toBe(language));

  test('every way to be understood and every silent end of a turn has words', () => {
    const matched: Readonly<Record<Matched, string>> = fr.matched;
    const silent: Readonly<Record<Exclude<TurnOutcome, 'answered' | 'stale'>, string>> = fr.turn;
    expect([...Object.values(matched), ...Object.values(silent)]).not.toContain('');
  });

  test('every kind of mistake in the content is explained in French, and nothing else is', () => {
    expect(Object.keys(problemsFr).toSorted()).toEqual([...Object.keys(PROBLEM_CODES), ...Object.keys(PROOF_CODES)].toSorted());
    expect(Object.values(problemsFr).filter((text) => / [:;?!»]|« /.test(text) || !text.endsWith('.'))).toEqual([]);
    expect(meaningIn('fr', 'label-too-long')).toContain('trop long');
    expect([meaningIn('en', 'label-too-long'), meaningIn('fr', 'constructor')]).toEqual([undefined, undefined]);
  });

  test('a code without words shows itself', () => {
    expect(named(fr.matched, 'number')).toBe('un numéro');
    expect(named(fr.matched, 'something-new')).toBe('something-new');
    expect(named(fr.matched, 'constructor')).toBe('constructor');
  });

  test('a time of another day says the day', () => {
    const now = Date.UTC(2026, 10, 24, 12);
    expect(timeIn('fr', now, now)).toMatch(/^\d\d:\d\d$/);
    expect(timeIn('fr', now - 25 * 3_600_000, now)).toMatch(/23 nov/);
  });

  test('French keeps its signs on the line of their word, and both languages say everything', () => {
    const texts = (words: object): readonly string[] =>
      Object.values(words).flatMap((value) => {
        if (typeof value === 'string') return [value];
        return typeof value === 'function' ? [String(value('1', '2'))] : texts(value);
      });
    expect(texts(fr).filter((text) => / [:;?!»]|« /.test(text))).toEqual([]);
    const empty = (words: object) => texts(words).filter((text) => text === '').length;
    expect([texts(en).length, empty(en)]).toEqual([texts(fr).length, empty(fr)]);
  });
});
