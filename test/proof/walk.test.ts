import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../../src/engine/engine.ts';
import { firstWords, optionsOf, walk } from '../../src/proof/walk.ts';
import { repairFlow } from '../engine/flows.ts';
import { MORNING } from '../engine/talk.ts';
import { realFlow } from '../support/content.ts';

const at = MORNING;

describe.each([
  ['the content', realFlow()],
  ['the repair cafés', repairFlow().flow],
] as const)('a walk through %s', (_name, flow) => {
  const engine = makeEngine(flow);

  describe.each([...flow.locales.keys()])('in %s', (locale) => {
    const { visits, lost } = walk(engine, { locale, at });

    test('visits every node, says every claim, shows every service, loses no choice', () => {
      const seen = <T>(of: (visit: (typeof visits)[number]) => readonly T[]) => new Set(visits.flatMap(of));
      expect([...seen(({ turn }) => [turn.trace.node])].toSorted()).toEqual([...flow.nodes.keys()].toSorted());
      expect([...seen(({ turn }) => turn.trace.claims)].toSorted()).toEqual([...flow.claims.keys()].toSorted());
      expect([...seen(({ turn }) => turn.trace.services)].toSorted()).toEqual([...flow.directory.services.keys()].toSorted());
      expect(lost).toEqual([]);
    });

    test('asks each need in each region', () => {
      const asked = new Set(visits.map(({ session }) => `${session?.region} ${session?.need}`));
      const covered = [...flow.directory.regions.values()].filter(({ elsewhere }) => elsewhere === undefined);
      const cells = covered.flatMap((region) => [...flow.directory.topics.keys()].map((topic) => `${region.id} ${topic}`));
      expect(cells.filter((cell) => !asked.has(cell))).toEqual([]);
    });

    test('goes the shortest way: a card is two choices behind the greeting, an organization three', () => {
      const cards = visits.filter(({ turn, taps }) => turn.trace.services.length > 0 && taps !== undefined);
      expect(Math.min(...cards.map(({ taps = 99 }) => taps))).toBe(2);
      const picked = visits.filter(
        ({ session, taps }) => session?.node === 'answer' && session.organization !== undefined && taps !== undefined,
      );
      expect(Math.min(...picked.map(({ taps = 99 }) => taps))).toBe(3);
    });

    test('stays in its language', () => {
      expect(new Set(visits.flatMap(({ turn }) => turn.replies.map((reply) => reply.locale)))).toEqual(new Set([locale]));
    });

    test('knows how much was read on the way', () => {
      const [first] = visits;
      expect(first?.bytes).toBeGreaterThan(0);
      for (const { taps, bytes } of visits) if (taps !== undefined && taps > 0) expect(bytes).toBeGreaterThan(first?.bytes ?? 0);
    });

    test('is the same every time', () => expect(walk(engine, { locale, at })).toEqual({ visits, lost }));

    test('first words greet, unless they are urgent, and answer at once', () => {
      const found = firstWords(engine, { locale, at });
      const { regions, needs, signals } = flow.locales.get(locale)?.words ?? { regions: new Map(), needs: new Map(), signals: new Map() };
      const pairs = (needs.size * (needs.size - 1)) / 2;
      expect(found).toHaveLength(regions.size * (needs.size + signals.size + pairs));
      for (const { turn } of found) {
        const urgent = [...flow.signals.values()].includes(turn.trace.node);
        expect(turn.trace.texts.includes(flow.greeting)).toBe(!urgent);
        expect(optionsOf(turn).length).toBeGreaterThan(1);
      }
    });
  });
});
