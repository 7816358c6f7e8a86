import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FakeGraph } from '../support/fake-graph.ts';
import { messengerBody, peopleFrom, type Server, whatsappBody } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

/** What people say, what stands in the answer, and what must not. Arabic is a draft, spoken because the operator lists it. */
type Step = readonly [said: string, told: RegExp, not?: RegExp];

const CONVERSATIONS: Readonly<Record<string, readonly Step[]>> = {
  'French: a bed, bread, thanks': [
    ['slt jsui a gao, jcherche ou dormir', /Maison du Migrant.*10 jours/s],
    ['et pour manger ?', /nourrir 10 jours/],
    ['merci', /Merci à vous/],
  ],
  'French: the way home, the region asked': [
    ['je veux rentrer en guinée', /dans quelle région/],
    ['menaka', /l'OIM.*profilage/s],
    ['retour', /dans quelle région/],
  ],
  'French: hurt, then where': [
    ['mon ami saigne beaucoup', /Choisissez une région/, /héberger/],
    ['je suis à gao', /Maison du Migrant/, /De quoi avez-vous besoin/],
  ],
  'French: not ill, but in need of a lawyer': [
    ['je ne suis pas malade, je cherche un avocat à gao', /un avocat, pour faciliter/],
    ['menu', /De quoi avez-vous besoin/],
  ],
  'English: hungry in Douentza, and no information': [
    ['i am in douentza and i am hungry', /no information.*Douentza/s],
    ['can somebody advise me', /CIAUD Canada/],
  ],
  'English: beaten, then where, then erased': [
    ['they beat us on the road', /not your fault/],
    ['we dey gao', /Direy Ben/, /What do you need/],
    ['delete my messages', /It is erased/],
  ],
  'English: papers, then French': [
    ['i lost my passport, i am in mopti', /letter of indulgence/],
    ['français', /lettre d'indulgence/],
  ],
  'Arabic: a greeting, a bed': [
    ['السلام عليكم', /في أي منطقة/],
    ['أنا في غاو وأبحث عن مكان للنوم', /\u206810\u2069 أيام/],
  ],
  'Arabic: bleeding, then where': [
    ['زوجتي تنزف', /الصحة حق للجميع/],
    ['غاو', /CSCOM/, /ماذا تحتاج/],
  ],
  'Arabic: home, in the speech of the Maghreb': [
    ['راني في ميناكا بغيت نرجع لبلادي', /OIM/],
    ['شكرا', /شكراً لك/],
  ],
};

let world: World;
let graph: FakeGraph;
let server: Server;

beforeAll(async () => {
  world = await makeWorld();
  graph = world.graph;
  // The whole content, not the small one.
  server = await world.start({ FLOWS_DIR: undefined, LOCALES_DIR: undefined, LOCALES_SERVED: 'fr,en,ar' });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const people = peopleFrom(3_000_000, 100);

describe.each([
  ['whatsapp', whatsappBody],
  ['messenger', messengerBody],
] as const)('on %s', (channel, body) => {
  test.each(Object.entries(CONVERSATIONS))('%s', async (_name, steps) => {
    const from = people.pop() ?? '';
    for (const [text, told, not] of steps) {
      const before = graph.texts(from).length;
      expect(await server.post(channel, body({ from, text }))).toBe(200);
      const answer = () => graph.texts(from).slice(before).join('\n');
      // An answer may have two bubbles.
      await graph.waitUntil(() => told.test(answer()));
      if (not !== undefined) expect(answer()).not.toMatch(not);
    }
  });
});
