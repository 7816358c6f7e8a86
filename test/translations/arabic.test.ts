import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readConversations } from '../../src/flow/conversations.ts';
import { loadFlow } from '../../src/flow/load.ts';
import { formatProblem } from '../../src/flow/problems.ts';
import { COMPOSERS } from '../../src/proof/content.ts';
import { playAll } from '../../src/proof/golden.ts';
import { statusOf } from '../../src/translations/status.ts';
import { ROOT } from '../support/content.ts';

const loaded = loadFlow({ flowsDir: resolve(ROOT, 'flows'), localesDir: resolve(ROOT, 'locales') });
if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
const { flow, catalogue } = loaded;
const textsOf = (locale: string) => catalogue.locales.get(locale)?.texts ?? new Map<string, string>();

describe('golden conversations in Arabic', () => {
  const path = 'test/translations/arabic.yaml';
  const { conversations, problems } = readConversations([{ path, text: readFileSync(resolve(ROOT, path), 'utf8') }], flow.locales);
  const plays = playAll(flow, COMPOSERS, conversations);

  test('are written as they should be, and play on every channel', () => {
    expect(problems.map(formatProblem)).toEqual([]);
    expect(new Set(plays.map(({ channel }) => channel)).size).toBe(COMPOSERS.length);
  });

  test.each(plays.map((play) => [play.written.conversation.name, play.channel, play] as const))('%s (%s)', (_name, _channel, play) => {
    expect(play.stuck && formatProblem(play.stuck)).toBeUndefined();
    // `payload` differences among them: what a platform would refuse.
    expect(play.differences).toEqual([]);
  });

  test('are laid out from right to left', () => {
    const replies = plays.flatMap(({ answers }) => answers.flatMap(({ turn }) => turn.replies)).filter(({ locale }) => locale === 'ar');
    expect(replies.length).toBeGreaterThan(0);
    expect(new Set(replies.map(({ direction }) => direction))).toEqual(new Set(['rtl']));
  });
});

/** What a text names, and what that looks like in each language: a promise that only one of them makes would show. */
const NAMES: readonly (readonly [string, RegExp, RegExp])[] = [
  ['Gao', /\bGao\b/, /غاو/],
  ['Ménaka', /Ménaka/, /ميناكا/],
  ['Douentza', /Douentza/, /دوينتزا/],
  ['Mopti', /Mopti/, /موبتي/],
  ['Maison du Migrant', /Maison du Migrant/, /بيت المهاجر/],
  ['Direy Ben', /Direy Ben/, /Direy Ben/],
  ['CIAUD Canada', /CIAUD Canada/, /CIAUD Canada/],
  ['IOM', /OIM/, /OIM/],
  ['CSREF', /CSREF/, /CSREF/],
  ['the page', /page Facebook Anoura\.info/, /صفحة فيسبوك \u2068Anoura\.info\u2069/],
  ['a price', /gratuit/, /مجاني/],
  ['a condition', /profilage/, /التقييم/],
  ['criteria', /critères/, /شروطها/],
  ['confidentiality', /confidentialité/, /السرية/],
  ['a lawyer', /avocat/, /محام/],
  ['what is not known', /ne (savons|connaissons) pas/, /لا نعرف/],
  ['what there is no information about', /n'avons pas d'information/, /ليس لدينا معلومات/],
];

describe('what Arabic says', () => {
  // A text whose French has changed since says something else for a good reason, and `check` warns of it.
  const keys = [...textsOf('fr').keys()].filter((key) => statusOf(catalogue, 'ar', key) !== 'stale');

  test('is everything', () => expect(keys.filter((key) => !textsOf('ar').has(key))).toEqual([]));

  test.each(NAMES)('names %s where French does, and nowhere else', (_name, french, arabic) => {
    const differing = keys.filter((key) => french.test(textsOf('fr').get(key) ?? '') !== arabic.test(textsOf('ar').get(key) ?? ''));
    expect(differing).toEqual([]);
  });

  test('has the same numbers', () => {
    const numbers = (locale: string, key: string) => (textsOf(locale).get(key)?.match(/\d+/g) ?? []).toSorted();
    expect(keys.filter((key) => String(numbers('fr', key)) !== String(numbers('ar', key)))).toEqual([]);
  });
});
