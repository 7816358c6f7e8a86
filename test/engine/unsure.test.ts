import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../../src/engine/engine.ts';
import { realFlow } from '../support/content.ts';
import { repairFlow } from './flows.ts';
import { HOUR, labels, startTalk, words } from './talk.ts';

/** What the bot asks before it answers, and a second need in one message. */
const repair = makeEngine(repairFlow().flow);
const content = makeEngine(realFlow());

const inHarbour = (...said: readonly string[]) => {
  const talk = startTalk(repair, { locale: 'en' });
  talk.say('hello', 'harbour');
  for (const one of said) talk.say(one);
  return talk;
};

describe('a need that may be meant', () => {
  test('is asked, with the choice nearest to it, and nothing is shown of it', () => {
    const turn = inHarbour().say('my bicicle');
    expect(words(turn)).toMatch(/^bicycles in ⚓ Harbour\?/);
    expect(labels(turn)).toBe('That is it | Clothes or phone | Something else');
    expect(turn.trace).toMatchObject({ services: [], matched: ['corrected'] });
    expect(turn.session).toMatchObject({ region: 'harbour', guess: ['bicycle', 'home-things'] });
    expect(turn.session).not.toHaveProperty('need');
  });

  test.each([
    ['its number', '1'],
    ['its label', 'that is it'],
  ])('is answered when it was right: %s', (_label, yes) => {
    const turn = inHarbour('my bicicle').say(yes);
    expect(turn.trace.services).toEqual(['tyres', 'brakes']);
    expect(turn.session).not.toHaveProperty('guess');
  });

  test('another choice is that choice; none of them is the whole menu, the region kept', () => {
    expect(inHarbour('my bicicle').say('2').session).toMatchObject({ need: 'home-things', region: 'harbour' });
    const none = inHarbour('my bicicle').say('3');
    expect(none.trace.node).toBe('need');
    expect(none.session).toMatchObject({ region: 'harbour' });
  });

  test('without a region, the region is asked after it', () => {
    const talk = startTalk(repair, { locale: 'en' });
    expect(words(talk.say('my bicicle'))).toContain('Is it about bicycles?');
    expect(talk.say('1').trace.node).toBe('region');
    expect(talk.say('harbour').trace.services).toEqual(['tyres', 'brakes']);
  });

  test('other words are read as ever', () => {
    expect(inHarbour('my bicicle').say('trousers').session).toMatchObject({ need: 'clothes' });
    expect(inHarbour('my bicicle').say('fire').trace.node).toBe('fire');
    expect(inHarbour('my bicicle').say('hill').session).not.toHaveProperty('guess');
  });

  test('what is not understood asks again, and back leads to where it was asked', () => {
    const talk = inHarbour('my bicicle');
    const again = talk.say('qqq');
    expect(again.trace.texts[0]).toBe('hint.unknown');
    expect(again.session).toMatchObject({ guess: ['bicycle', 'home-things'] });
    const back = talk.say('9');
    expect(back.trace.node).toBe('need');
    expect(back.session).not.toHaveProperty('guess');
  });

  test('a tap on its old button means what it said', () => {
    const talk = inHarbour('my bicicle');
    const { id, label } = talk.find('That is it');
    talk.say('hill');
    expect(talk.send({ kind: 'choice', id, title: label }).trace.services).toEqual(['tyres', 'brakes']);
    talk.later(30);
    expect(talk.send({ kind: 'choice', id, title: label }).trace.services).toEqual(['tyres', 'brakes']);
  });

  test('a guess of which the content knows nothing any more is forgotten', () => {
    const session = { v: 1, locale: 'en', node: 'need', region: 'harbour', guess: ['gone'], also: 'gone' } as const;
    const turn = startTalk(repair, { session, at: 10 * HOUR }).say('qqq');
    expect(turn.session).toEqual({ v: 1, locale: 'en', node: 'need', region: 'harbour', misses: 1 });
  });
});

describe('yes and no', () => {
  test.each([
    ['fr', 'oui'],
    ['fr', 'd’accord'],
    ['en', 'yes'],
    ['en', 'OK !'],
  ])('in %s, «%s» takes the guess', (locale, yes) => {
    const talk = startTalk(content, { locale });
    talk.say(locale === 'fr' ? 'je suis à gao, je cherche un hebergememt' : 'i am in gao, i need accommodatoin');
    expect(talk.session()).toMatchObject({ region: 'gao', guess: expect.arrayContaining(['shelter']) });
    expect(talk.say(yes).trace.services).toEqual(['mdm-shelter']);
  });

  test('no asks the whole question', () => {
    const talk = startTalk(content, { locale: 'fr' });
    talk.say('je suis à gao, je cherche un hebergememt');
    expect(talk.say('non').trace.node).toBe('need');
  });

  test('without a question they mean nothing', () => {
    expect(
      startTalk(content, { locale: 'fr', session: { v: 1, locale: 'fr', node: 'need', region: 'gao' } }).say('oui').trace.matched,
    ).toEqual(['unknown']);
  });
});

describe('a place that may be meant', () => {
  test('is asked when it only occurs in a story', () => {
    const talk = startTalk(content, { locale: 'fr' });
    const turn = talk.say('on m’a dit que gao est une grande ville');
    expect(words(turn)).toContain('Vous êtes à Gao ?');
    expect(talk.session()).not.toHaveProperty('region');
    expect(talk.say('oui').session).toMatchObject({ region: 'gao' });
  });

  test.each([['je viens de Gao'], ['passé par gao'], ['mes parents sont à Bamako'], ['from gao to mopti'], ['i left menaka yesterday']])(
    '«%s» says nothing of where one is',
    (said) => {
      expect(startTalk(content, { locale: /^[fi]/.test(said) ? 'en' : 'fr' }).say(said).session).not.toHaveProperty('region');
    },
  );

  test.each([
    ['je suis passé par gao, maintenant je suis à mopti', 'mopti'],
    ['mes parents sont à Bamako moi je suis à Gao', 'gao'],
    ['i left menaka and now i am in gao', 'gao'],
  ])('«%s» says it', (said, region) => {
    expect(startTalk(content).say(said).session).toMatchObject({ region });
  });
});

describe('two needs', () => {
  test('the more urgent is answered, the other offered, on the list of organizations and on each card', () => {
    const talk = startTalk(content, { locale: 'fr' });
    talk.say('bonjour');
    const turn = talk.say('je suis à gao, je veux rentrer et je suis malade');
    expect(turn.session).toMatchObject({ region: 'gao', need: 'health', also: 'return' });
    expect(turn.trace.texts).toContain('hint.also');
    expect(labels(turn)).toMatch(/🚌 Rentrer, voyager$/);
    expect(labels(talk.tap('OIM'))).toMatch(/🚌 Rentrer, voyager$/);
    const other = talk.tap('🚌');
    expect(other.trace.services).toEqual(['iom-return']);
    expect(other.session).not.toHaveProperty('also');
  });

  test('the second one waits while the region is asked, and goes when something else is opened', () => {
    const talk = startTalk(content, { locale: 'en' });
    talk.say('i need food and papers');
    expect(talk.session()).toMatchObject({ need: 'food', also: 'documents' });
    expect(labels(talk.say('gao'))).toContain('📄 Papers');
    talk.tap('Write to us');
    expect(talk.session()).not.toHaveProperty('also');
  });

  test('of one row of the menu they are one', () => {
    const turn = startTalk(content, { locale: 'fr' }).say('manger et dormir à gao');
    expect(turn.session).toMatchObject({ need: 'sleep-eat' });
    expect(turn.session).not.toHaveProperty('also');
  });

  test('dangers are never put beside the answer to a need', () => {
    expect(startTalk(content, { locale: 'fr' }).say('manger à gao, et les dangers de la route').session).not.toHaveProperty('also');
  });
});

describe('what is denied, or over, is not answered', () => {
  test.each([
    'je ne cherche pas à partir',
    'je ne suis pas malade',
    'je n’ai plus faim',
    'j’ai déjà dormi',
    'je ne veux pas rentrer au pays',
    'pas besoin d’avocat',
    'je ne suis pas blessé',
    'i don’t want to go back',
    'not sick',
    'i am not looking for a lawyer',
    'nobody is wounded',
  ])('«%s»', (said) => {
    const turn = startTalk(content, { locale: /^(i |not|nobody)/.test(said) ? 'en' : 'fr', session: undefined }).say(said);
    expect(turn.trace.services).toEqual([]);
    expect(turn.session).not.toHaveProperty('need');
    expect(realFlow().nodes.get(turn.trace.node)?.kind).toBe('question');
  });

  test.each([
    ['je n’ai pas de papiers à gao', 'documents'],
    ['je n’ai rien mangé à gao', 'food'],
    ['pas malade mais j’ai faim, je suis à gao', 'food'],
    ['we don’t need food, we need a doctor in gao', 'health'],
  ])('«%s» asks for %s all the same', (said, need) => {
    expect(startTalk(content, { locale: said.startsWith('we') ? 'en' : 'fr' }).say(said).session).toMatchObject({ need, region: 'gao' });
  });
});

describe('a call for help', () => {
  test.each([
    ['beside other phrases', 'aidez nous ils nous ont arrêtés', 'arrest'],
    ['misspelt', 'il y a eu de la violance', 'violence'],
    ['run together', 'jai ete viole', 'violence'],
    ['with doubled letters wrong', 'la police ma aretté', 'arrest'],
    ['in the other language', 'mon ami is bleeding', 'medical'],
  ])('is heard %s', (_label, said, node) => expect(startTalk(content, { locale: 'fr' }).say(said).trace.node).toBe(node));

  test('«mourir de faim» is hunger', () => {
    expect(startTalk(content, { locale: 'fr' }).say('on va mourir de faim à gao').trace.services).toEqual(['mdm-shelter']);
  });
});

describe('a call for help that may not be one', () => {
  const asked = (sentence: string) => {
    const talk = startTalk(content, { locale: 'fr' });
    talk.say('bonjour', 'gao');
    return { talk, turn: talk.say(sentence) };
  };

  test.each([
    ['long past', 'on m’a agressé il y a deux ans', 'violence'],
    ['heard of others', 'on dit que les gens se font attaquer là bas', 'violence'],
    ['a question in general', 'qu’est ce qui se passe si on m’arrête', 'arrest'],
    ['a jest', 'mon frère m’a frappé haha', 'violence'],
    ['one word of many', 'le voisin du quartier dit que le vieux tambour est battu chaque matin devant la maison', 'violence'],
    ['one misspelt word of many', 'chaque matin je porte la brasque pour lui et le soir aussi', 'violence'],
  ])('is asked about without a word of what it is: %s', (_label, sentence, page) => {
    const { talk, turn } = asked(sentence);
    expect(turn.trace).toMatchObject({ texts: expect.arrayContaining(['confirm.urgent']), services: [] });
    expect(turn.session).toMatchObject({ region: 'gao', guess: [page] });
    expect(words(turn)).toMatch(
      /^Ici Anoura\.info\. Merci de votre message\.\nAvez-vous besoin d'aide pour cela \?\n\n1 ✅ Oui\n2 ❌ Non\n/,
    );
    expect(labels(turn)).toBe('✅ Oui | ❌ Non');
    const opened = talk.say('1');
    expect(opened.trace.node).toBe(page);
    expect(opened.session).not.toHaveProperty('guess');
  });

  test('is left with no, and its old button still leads to the page', () => {
    const { talk } = asked('on m’a agressé il y a deux ans');
    const { id, label } = talk.find('✅ Oui');
    expect(talk.say('non').trace.node).toBe('need');
    expect(talk.send({ kind: 'choice', id, title: label }).trace.node).toBe('violence');
  });

  test('is asked about together with a need that may be meant', () => {
    const { talk, turn } = asked('on m’a agressé il y a deux ans quand je voyageais en moto');
    expect(turn.session?.guess).toEqual(['violence', 'transport']);
    expect(talk.say('2').session).toMatchObject({ need: expect.stringMatching(/transport|travel/) });
  });
});

test.each([
  [
    'more words tell of the ransom than of the blows',
    'ils tiennent mon frère, ils demandent 400 000 sinon ils vont le frapper',
    'exploitation',
  ],
  ['equal words: the first declared', 'on m’a frappé et on m’a arrêté', 'violence'],
  ['life before all, in however few words', 'il saigne, ils tiennent mon frère, ils demandent 400 000 de rançon', 'medical'],
])('of two calls for help one page opens: %s', (_label, sentence, page) =>
  expect(startTalk(content, { locale: 'fr' }).say(sentence).trace.node).toBe(page),
);

describe('a long message of which few words tell of a need', () => {
  const guessOf = (sentence: string) => startTalk(content, { locale: 'fr' }).say(sentence).session?.guess?.[0];
  const story = 'hier après midi mon voisin est venu avec ses moutons et son chien devant la porte de la cour';

  test.each([
    ['is asked about', `${story}, il a une chambre pour lui`, 'shelter'],
    ['is answered when it is asked for', `${story}, moi je cherche une chambre`, undefined],
    ['is answered when it is how one is', `${story}, mes enfants ont faim`, undefined],
  ])('%s', (_label, sentence, guess) => expect(guessOf(sentence)).toBe(guess));

  test('does not open the page of one word, but for words that mean nothing else', () => {
    expect(guessOf(`${story}, son frère est battu`)).toBe('violence');
    expect(startTalk(content, { locale: 'fr' }).say(`${story}, sa fille est violée`).trace.node).toBe('violence');
  });
});

describe('what is asked for today', () => {
  const said = (sentence: string) => startTalk(content, { locale: 'fr' }).say(sentence);

  test('goes before a call for help that is long past', () => {
    const asked = said('on m’a agressé il y a deux ans, maintenant je suis à Gao et je cherche un logement');
    expect(asked.session).toMatchObject({ region: 'gao', need: 'shelter' });
  });

  test('goes before its place: a page is opened there', () =>
    expect(said('quel est votre numéro, je suis à Ménaka')).toMatchObject({ trace: { node: 'contact' }, session: { region: 'menaka' } }));
});
