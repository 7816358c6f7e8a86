import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../../src/engine/engine.ts';
import type { Flow, Words } from '../../src/model/flow.ts';
import { alternatives } from '../../src/model/pattern.ts';
import type { Session } from '../../src/model/session.ts';
import { realFlow } from '../support/content.ts';
import { repairFlow } from './flows.ts';
import { MORNING, text } from './talk.ts';

/** Every word that the content lists, said alone: whoever says it gets what its list stands for, at each of the two questions. */
describe.each([
  ['the content', realFlow()],
  ['the repair cafés', repairFlow().flow],
] as const)('the words of %s', (_name, flow) => {
  const engine = makeEngine(flow);
  const { directory, shortcuts, signals } = flow;
  const [region = ''] = directory.regions.keys();

  describe.each([...flow.locales.keys()])('in %s', (locale) => {
    const places: readonly Session[] = [
      { v: 1, locale, node: flow.start },
      { v: 1, locale, node: flow.home, region, trail: [flow.start] },
    ];
    const wrong = (
      group: Exclude<keyof Words, 'numbers' | 'language' | 'marks' | 'spellings' | 'groups'>,
      means: (said: Said, name: string) => boolean,
    ) =>
      [...wordsOf(flow, locale)[group]].flatMap(([name, list]) =>
        list
          .flatMap(alternatives)
          .filter((word) => !places.every((session) => means(say(session, inPlace(word)), name)))
          .map((word) => `${name}: ${word}`),
      );
    // A phrase about a place, with the first one-word name of one.
    const [place = ''] = [...wordsOf(flow, locale).regions.values()].flat().filter((name) => !name.includes(' '));
    const grouped = (name: string) => wordsOf(flow, locale).groups.get(name)?.[0] ?? '';
    const inPlace = (word: string) => word.replace('<region>', place).replace(/<([a-z]+)>/g, (_, name: string) => grouped(name));
    type Said = ReturnType<typeof say>;
    const say = (session: Session, word: string) => engine.turn({ session, at: MORNING, locale }, [{ input: text(word), at: MORNING }]);

    test('signals open their node', () => {
      expect(wrong('signals', ({ trace }, name) => trace.node === signals.get(name))).toEqual([]);
    });

    test('shortcuts open their node', () => {
      expect(wrong('shortcuts', ({ trace }, name) => trace.node === shortcuts.get(name))).toEqual([]);
    });

    test('commands are commands', () => {
      // Yes and no answer a question, and there is none here; nor is there anything to hear.
      const idle = ['yes', 'no', 'hear'];
      expect(wrong('commands', ({ trace }, name) => idle.includes(name) || trace.matched[0] === 'command')).toEqual([]);
    });

    test('regions are kept', () => {
      expect(wrong('regions', ({ session }, name) => session?.region === name)).toEqual([]);
    });

    test('needs are kept, by themselves or as a row of the menu, or their page opens', () => {
      const meant = ({ session, trace }: Said, name: string) => {
        const kept = session?.need ?? '';
        return kept === name || directory.topics.get(kept)?.needs.includes(name) || trace.node === directory.needs.get(name)?.page;
      };
      expect(wrong('needs', (said, name) => meant(said, name) === true)).toEqual([]);
    });

    test('organizations are kept, or it is told that they are not there', () => {
      const told = ({ session, trace }: Said, name: string) => session?.organization === name || trace.texts.includes('answer.none');
      expect(wrong('organizations', told)).toEqual([]);
    });
  });
});

function wordsOf(flow: Flow, locale: string): Words {
  const found = flow.locales.get(locale);
  if (found === undefined) throw new Error(`no locale ${locale}`);
  return found.words;
}
