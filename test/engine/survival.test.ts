import { describe, expect, test } from '@jest/globals';
import { makeEngine, type Standing } from '../../src/engine/engine.ts';
import type { Flow, Locale, Words } from '../../src/model/flow.ts';
import { SESSION_MS, type Session } from '../../src/model/session.ts';
import { walk } from '../../src/proof/walk.ts';
import { realFlow } from '../support/content.ts';
import { lacking, repairFlow } from './flows.ts';
import { choice, MORNING, offered, startTalk, text, words } from './talk.ts';

/** Content is edited while conversations go on: what a session or a button names may be gone when its person comes back. */
const { flow } = repairFlow();
const engine = makeEngine(flow);
const at = MORNING;

/** Where somebody stands after one word that changes nothing. */
const stand = (gone: Parameters<typeof lacking>[1], session: Session) =>
  makeEngine(lacking(flow, gone)).turn({ session, at, locale: session.locale }, [{ input: text('qqq'), at }]);

describe('a session whose names are gone', () => {
  const deep: Session = {
    v: 1,
    locale: 'de',
    node: 'answer',
    region: 'hill',
    need: 'home-things',
    organization: 'all-cafes',
    trail: ['region', 'need', 'tips', 'answer'],
  };

  test.each<[string, Parameters<typeof lacking>[1], Session, Partial<Session>]>([
    [
      'a node: the nearest one behind it',
      { nodes: ['battery'] },
      { ...deep, node: 'battery' },
      { node: 'answer', trail: ['region', 'need', 'tips'] },
    ],
    [
      'two nodes in a row',
      { nodes: ['battery', 'tips'] },
      { ...deep, node: 'battery', trail: ['region', 'need', 'tips'] },
      { node: 'need' },
    ],
    ['all nodes behind: the start', { nodes: ['battery', 'tips'] }, { ...deep, node: 'battery', trail: ['tips'] }, { node: 'region' }],
    ['no way behind: the start', { nodes: ['battery'] }, { v: 1, locale: 'de', node: 'battery' }, { node: 'region' }],
    [
      'a node in the middle of the way',
      { nodes: ['tips'] },
      deep,
      { node: 'answer', organization: 'all-cafes', trail: ['region', 'need', 'answer'] },
    ],
    ['an organization: those that are left', { organizations: ['all-cafes'] }, deep, { node: 'answer', need: 'home-things' }],
    ['an organization whose services are gone', { services: ['screens'] }, deep, { node: 'answer', need: 'home-things' }],
    ['a need: it is asked again', { topics: ['home-things'] }, deep, { node: 'need', region: 'hill' }],
    ['a region: it is asked again, the need is kept', { regions: ['hill'] }, deep, { node: 'region', need: 'home-things' }],
    ['a region and a need', { regions: ['hill'], topics: ['home-things'] }, deep, { node: 'region' }],
    ['a language: the default one', { locales: ['de'] }, deep, { locale: 'en', node: 'answer', organization: 'all-cafes' }],
    [
      'all services: the page of the need',
      { services: ['screens', 'hems'] },
      { ...deep, need: 'phone', region: 'harbour' },
      { node: 'battery' },
    ],
  ])('%s', (_label, gone, session, expected) => {
    const turn = stand(gone, session);
    expect(turn.session).toMatchObject(expected);
    expect(turn.trace.matched).toEqual(['unknown']);
    expect(turn.session?.organization).toBe(expected.organization);
  });

  test('an organization that is gone from the way behind does not empty the menu it stood for', () => {
    const session: Session = { v: 1, locale: 'en', node: 'tips', region: 'harbour', trail: ['region', 'need/bike-kitchen'] };
    const after = makeEngine(lacking(flow, { organizations: ['bike-kitchen'] })).turn({ session, at }, [{ input: text('back'), at }]);
    expect(words(after)).toContain('2 Clothes or phone');
    expect(after.session).not.toHaveProperty('organization');
  });

  test('an organization in mind that left the region does not empty the menu', () => {
    const session: Session = { v: 1, locale: 'en', node: 'need', region: 'harbour', organization: 'bike-kitchen' };
    expect(words(stand({ services: ['tyres', 'brakes'] }, session))).toContain('2 Clothes or phone');
  });

  test('names that are properties of every object are gone like all others', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      const session: Session = {
        v: 1,
        locale: name,
        node: name,
        region: name,
        need: name,
        organization: name,
        trail: [name, `need/${name}`],
      };
      expect(stand({}, session).session).toEqual({ v: 1, locale: 'en', node: 'need', misses: 1 });
    }
  });

  test('every position of the real content, with any one thing gone, still leads on', () => {
    const real = realFlow();
    const [region] = real.directory.regions.keys();
    const visited = walk(makeEngine(real), { locale: 'fr', at }).visits.flatMap(({ session }) => session ?? []);
    const sessions = visited.filter((session) => session.region === undefined || session.region === region);
    const { regions, topics, organizations } = real.directory;
    const needed = new Set(['region', 'need', 'answer']);
    const fewer = [
      ...[...real.nodes.keys()].filter((id) => !needed.has(id) && !isLinked(real, id)).map((id) => ({ nodes: [id] })),
      ...[...regions.keys()].map((id) => ({ regions: [id] })),
      ...[...topics.keys()].map((id) => ({ topics: [id] })),
      ...[...organizations.keys()].map((id) => ({ organizations: [id] })),
    ];
    const wordless = withoutWords(real);
    const stuck = fewer.flatMap((gone) => {
      const changed = makeEngine(lacking(wordless, gone));
      return sessions.filter((session) => offered(changed.turn({ session, at, locale: 'fr' }, [{ input: text('9'), at }])).length < 2);
    });
    expect(sessions.length).toBeGreaterThan(50);
    expect(stuck).toEqual([]);
  });
});

const GROUPS = ['commands', 'shortcuts', 'signals', 'regions', 'needs', 'organizations', 'marks', 'spellings'] as const;

/** Nobody says anything here but a digit, and to index what people say takes longer than all the rest. */
function withoutWords(flow: Flow): Flow {
  const silent = ({ words }: Locale): Words => ({
    ...words,
    ...Object.fromEntries(GROUPS.map((group) => [group, new Map()])),
    language: [],
  });
  return { ...flow, locales: new Map([...flow.locales].map(([id, locale]) => [id, { ...locale, words: silent(locale) }])) };
}

/** Whether taking this node away would leave a name that leads to nothing, which the loader refuses. */
function isLinked(real: ReturnType<typeof realFlow>, id: string): boolean {
  const { needs, topics, regions } = real.directory;
  const pages = [...needs.values(), ...topics.values()].map(({ page }) => page);
  return pages.includes(id) || [...regions.values()].some(({ elsewhere }) => elsewhere === id);
}

test('a way back too long to keep loses its oldest steps, and nothing else', () => {
  const trail = ['region', 'need/bike-kitchen', 'answer/bike-kitchen', 'need/sewing-circle', 'answer/sewing-circle', 'answer/all-cafes'];
  const place = { v: 1, locale: 'en', region: 'hill', need: 'home-things', organization: 'sewing-circle', node: 'answer' } as const;
  const { session } = stand({}, { ...place, trail });
  const { trail: kept = [], ...rest } = session ?? { trail: [] };
  expect(Buffer.byteLength(JSON.stringify(session))).toBeLessThan(200);
  expect(rest).toEqual({ ...place, misses: 1, again: 1 });
  expect(kept.length).toBeGreaterThan(0);
  expect(kept).toEqual(trail.slice(-kept.length));
});

describe('a button whose names are gone', () => {
  /** Standing at the need, in Harbour. */
  const press = (id: string, title: string, gone: Parameters<typeof lacking>[1] = {}) => {
    const talk = startTalk(makeEngine(lacking(flow, gone)));
    talk.say('harbour');
    return talk.send(choice(id, title));
  };

  test.each([
    ['its node is there, its choice is not', 'region:moon?l=en', 'The moon', {}],
    ['it opens a node that is gone', 'need:@attic?l=en&r=harbour', 'The attic', {}],
    ['its node is gone, and so are its words', 'attic:@cellar?l=en', '1 The cellar', {}],
    ['its organization is gone', 'answer:all-cafes?l=en&r=hill&n=home-things', 'All', { organizations: ['all-cafes'] }],
    ['its need is gone from the menu', 'need:wheels?l=en&r=harbour', '🚲', { topics: ['wheels'] }],
    ['it is not ours at all', 'BUY_NOW', '', {}],
    ['it is hostile', `${'A'.repeat(10_000)}:@x?l=en`, '💥', {}],
  ])('%s: that is told, and the place stays', (_label, id, title, gone) => {
    const turn = press(id, title, gone);
    expect(turn.trace.texts).toContain('hint.gone');
    expect(turn.session).toMatchObject({ node: 'need', region: 'harbour' });
  });

  test.each([
    ['a need in its words', 'attic:x?l=en', '1 Bicycle', { node: 'answer', region: 'harbour', need: 'wheels' }],
    ['a region in its words', 'attic:x?l=en', '2 Hill', { node: 'need', region: 'hill' }],
    ['a command in its words', 'attic:x?l=en', 'Menu', { node: 'need', region: 'harbour' }],
    ['the menu, of a node that is gone', 'attic:!menu?l=en', '0 Menu', { node: 'region' }],
    ['the menu, of a node that is gone, with its region', 'attic:!menu?l=en&r=hill', '0 Menu', { node: 'need', region: 'hill' }],
    ['back, of a node that is gone', 'attic:!back?l=en', '9 Back', { node: 'region' }],
    ['a region that is gone: the rest still counts', 'need:wheels?l=en&r=moon', 'Bicycle', { node: 'region', need: 'wheels' }],
    ['an organization in mind that is gone', 'need:wheels?l=en&r=harbour&o=moon', 'Bicycle', { node: 'answer', need: 'wheels' }],
    ['a language that is gone', 'need:wheels?l=tlh&r=harbour', 'Bicycle', { locale: 'en', node: 'answer', need: 'wheels' }],
  ])('%s: what is left of it still means what it said', (_label, id, title, session) => {
    const turn = press(id, title);
    expect(turn.trace.texts).not.toContain('hint.gone');
    expect(turn.session).toMatchObject(session);
  });

  test('to somebody of whom nothing is known, it is a first word', () => {
    const turn = startTalk(engine).send(choice('attic:@cellar?l=de', 'Der Keller'));
    expect(turn.trace.texts).toContain('welcome.say');
    expect(turn.session).toEqual({ v: 1, locale: 'de', node: 'region' });
  });

  test('that still has its names works although nothing else is known', () => {
    const turn = startTalk(engine).send(choice('need:wheels?l=de&r=harbour', '🚲'));
    expect(turn.trace.services).toEqual(['tyres', 'brakes']);
    expect(turn.session).toMatchObject({ locale: 'de', region: 'harbour' });
  });
});

describe('a session that is over', () => {
  const session: Session = { v: 1, locale: 'de', node: 'need', region: 'hill', trail: ['region'] };
  const begin = (standing: Standing, ms: number) => engine.turn(standing, [{ input: text('1'), at: at + ms }]);

  test('after 24 hours the same number is a number of the same menu', () => {
    expect(begin({ session, at, locale: 'de' }, SESSION_MS).session).toMatchObject({ node: 'answer', need: 'wheels' });
  });

  test('a moment later it begins anew, in its language', () => {
    const turn = begin({ session, at, locale: 'de' }, SESSION_MS + 1);
    expect(turn.trace.texts).toContain('welcome.say');
    expect(turn.session).toEqual({ v: 1, locale: 'de', node: 'region' });
  });

  test('the language kept beside it counts more than its own', () => {
    expect(begin({ session, at, locale: 'en' }, SESSION_MS + 1).session).toMatchObject({ locale: 'en' });
    expect(begin({ session, at }, SESSION_MS + 1).session).toMatchObject({ locale: 'de' });
  });

  test('a clock that goes backwards ends nothing', () => {
    expect(begin({ session, at, locale: 'de' }, -SESSION_MS).session).toMatchObject({ node: 'answer' });
  });

  test('of another layout it begins anew, in its language', () => {
    const foreign: Session = JSON.parse('{"v":2,"locale":"de","place":{"node":"need"},"trail":"region"}');
    const turn = begin({ session: foreign, at, locale: undefined }, 0);
    expect(turn.session).toEqual({ v: 1, locale: 'de', node: 'region' });
    expect(turn.trace.texts).toContain('welcome.say');
  });
});
