import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { compose } from '../../../src/channels/botframework/compose.ts';
import { forPlayground } from '../../../src/channels/botframework/playground.ts';
import { violations } from '../../../src/channels/botframework/violations.ts';
import { makeEngine } from '../../../src/engine/engine.ts';
import type { Address } from '../../../src/model/channel.ts';
import type { Choice, Reply } from '../../../src/model/reply.ts';
import { optionsOf, walk } from '../../../src/proof/walk.ts';
import { realFlow } from '../../support/content.ts';
import { anyReply, contentReply } from '../meta/replies.ts';

const ROUTE = { serviceUrl: 'http://localhost:1', channelId: 'emulator', conversation: { id: 'c' }, user: 'u', bot: 'b', replyTo: 'a' };
const to = (more: object = {}): Address => ({ id: '["emulator","c","u"]', route: JSON.stringify({ ...ROUTE, ...more }) });
const NOBODY: Address = { id: '15550000000' };

// The activity as the protocol has it, written apart from the code under test. Strict: an unknown field is a fault.
const Sent = z.strictObject({
  type: z.literal('message'),
  text: z.string().refine((text) => text.trim() !== '' && text.isWellFormed()),
  textFormat: z.enum(['plain', 'markdown']),
  locale: z.string(),
  suggestedActions: z
    .strictObject({
      to: z.array(z.string()),
      actions: z.array(z.strictObject({ type: z.literal('imBack'), title: z.string().min(1), value: z.string() })).min(1),
    })
    .optional(),
});

const offered = ({ choices, navigation }: Reply) => [...choices, ...navigation];
const plain = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, '');
const isPrinted = (words: string, { number, label }: Choice) =>
  new RegExp(`(?<!\\d)${number}(?!\\d)`).test(words) && plain(words).includes(plain(label));

const REPLY: Reply = {
  text: 'Où êtes-vous ?',
  choices: [{ id: 'region:gao?l=fr', number: 1, label: 'Gao' }],
  navigation: [{ id: 'region:!menu?l=fr', number: 0, label: 'Menu' }],
  locale: 'fr',
  direction: 'ltr',
  chrome: { open: 'Choisir', choices: 'Choix', navigation: 'Navigation' },
};

describe('a reply as an activity', () => {
  test('text with its choices, and the same choices to tap, title and value alike', () => {
    const action = (title: string) => ({ type: 'imBack', title, value: title });
    expect(compose(REPLY, to())).toEqual([
      {
        activity: {
          type: 'message',
          text: 'Où êtes-vous ?\n\n1 Gao\n0 Menu',
          textFormat: 'plain',
          locale: 'fr',
          suggestedActions: { to: [], actions: [action('1 Gao'), action('0 Menu')] },
        },
        choices: ['region:gao?l=fr', 'region:!menu?l=fr'],
        route: ROUTE,
        more: false,
      },
    ]);
  });

  test('further bubbles of the turn are announced, and so is the rest of a long one', () => {
    const long = { ...REPLY, text: 'mot '.repeat(1500) };
    expect(compose(REPLY, to(), true).map(({ more }) => more)).toEqual([true]);
    expect(compose(long, to()).map(({ more, choices }) => [more, choices.length])).toEqual([
      [true, 0],
      [false, 2],
    ]);
    expect(compose(long, to(), true).map(({ more }) => more)).toEqual([true, true]);
  });

  test('from right to left the number stays in front of its label', () => {
    const reply: Reply = { ...REPLY, direction: 'rtl', choices: [{ id: 'x', number: 1, label: 'غاو' }], navigation: [] };
    expect(compose(reply, to())[0]?.activity.suggestedActions?.actions[0]?.title).toBe('\u20681\u2069 غاو');
  });

  test('any reply stays within the limits, and every choice can be read with its number', () => {
    fc.assert(
      fc.property(anyReply, fc.constantFrom(to(), NOBODY), (reply, address) => {
        const payloads = compose(reply, address);
        for (const { activity } of payloads) Sent.parse(activity);
        expect(payloads.flatMap(violations)).toEqual([]);
        const words = payloads.map(({ activity }) => activity.text).join('\n');
        expect(offered(reply).filter((choice) => !isPrinted(words, choice))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('a reply of the content is one activity with every choice to tap', () => {
    fc.assert(
      fc.property(contentReply, (reply) => {
        const [payload, ...others] = compose(reply, to());
        expect(others).toEqual([]);
        expect(payload?.choices).toEqual(offered(reply).map(({ id }) => id));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a tap on the real content', () => {
  const flow = realFlow();
  const engine = makeEngine(flow);
  const at = Date.UTC(2026, 10, 24);

  test.each([...flow.locales.keys()])('means by its title what the choice means by its id: %s', (locale) => {
    const wrong: string[] = [];
    for (const { turn, session } of walk(engine, { locale, at }).visits) {
      const titles = turn.replies
        .flatMap((reply) => compose(reply, NOBODY))
        .flatMap(({ activity }) => activity.suggestedActions?.actions ?? []);
      for (const [index, { id, label }] of optionsOf(turn).entries()) {
        const sessionAfter = (input: Parameters<typeof engine.turn>[1][number]['input']) =>
          engine.turn({ session, at, locale }, [{ input, at }]).session;
        const tapped = sessionAfter({ kind: 'choice', id, title: label });
        const typed = sessionAfter({ kind: 'text', text: titles[index]?.title ?? '' });
        if (!isDeepStrictEqual(typed, tapped)) wrong.push(`${session?.node}: ${titles[index]?.title}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('text for the Playground', () => {
  test.each<[string, string, string]>([
    ['lines', '1 Gao\n2 Mopti', '1 Gao<br>2 Mopti'],
    ['an empty line', 'a\n\nb', 'a<br><br>b'],
    ['one line', 'Bonjour', 'Bonjour<br>'],
    ['emphasis', '*a* _b_ ~~c~~', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~<br>'],
    ['HTML', '<b>x</b> & y', '&lt;b&gt;x&lt;/b&gt; &amp; y<br>'],
    ['an entity', '&lt;', '&amp;lt;<br>'],
    ['a link', '[x](y)', '\\[x\\](y)<br>'],
    ['code', '`x`', '\\`x\\`<br>'],
    ['a backslash', 'a\\*', 'a\\\\\\*<br>'],
    ['a heading', '# x', '\\# x<br>'],
    ['a list', '- x', '\\- x<br>'],
    ['a numbered list', '1. x\n2. y', '1\\. x<br>2. y'],
    ['a table', 'a | b', 'a \\| b<br>'],
    ['indented', '    x', 'x<br>'],
    ['hyphens within', 'là-bas', 'là-bas<br>'],
  ])('%s', (_label, text, wanted) => {
    expect(forPlayground(text)).toBe(wanted);
  });

  test('is sent to it and to nobody else', () => {
    expect(compose(REPLY, to({ playground: true }))[0]?.activity).toMatchObject({
      text: 'Où êtes-vous ?<br><br>1 Gao<br>0 Menu',
      textFormat: 'markdown',
    });
    expect(compose(REPLY, to())[0]?.activity.textFormat).toBe('plain');
  });
});
