import { describe, expect, test } from '@jest/globals';
import { makeLexicons } from '../../src/engine/understand/lexicon.ts';
import { understand } from '../../src/engine/understand/understand.ts';
import type { Locale } from '../../src/model/flow.ts';
import { fold } from '../../src/model/fold.ts';
import { locale } from './words.ts';

const french = locale(
  'fr',
  {
    commands: { menu: ['sommaire'] },
    shortcuts: { person: ['parler à quelqu’un', 'conseiller'] },
    signals: { violence: ['frappé', 'violentée'], arrest: ['<captor> … <seized>'] },
    regions: { gao: ['gao'], menaka: ['ménaka'], douentza: ['douentza'] },
    needs: {
      food: ['pain', 'manger', 'cantine'],
      return: ['rentrer', 'retour au pays'],
      papers: ['papiers', 'papiers perdus'],
      cantor: ['cantate'],
    },
    organizations: { house: ['maison du migrant'] },
    marks: {
      not: ['pas'],
      asks: ['cherche', 'faut'],
      over: ['va mieux'],
      tells: ['est'],
      idiom: ['a frappé à la porte'],
    },
    groups: { captor: ['police', 'armée'], seized: ['pris', 'emmené'] },
  },
  ['besoin', 'rester'],
);
const english = locale(
  'en',
  {
    regions: { gao: ['gao'] },
    needs: { health: ['pain', 'doctor'], food: ['bread'], shelter: ['bed', 'shelter'], travel: ['travel back home', 'retour'] },
  },
  ['where', 'need'],
);

const NOTHING = {
  signals: [],
  said: new Map(),
  faint: new Set(),
  regions: [],
  needs: [],
  organizations: [],
  shortcuts: [],
  unsure: { regions: [], needs: [], signals: [] },
  denied: false,
  corrected: false,
};
/** But for what the words lean to, which has tests of its own. */
const read = (sentence: string, ...locales: readonly Locale[]) => {
  const { leaning: _leaning, ...found } = understand(fold(sentence), lexiconOf(locales.length > 0 ? locales : [french, english]));
  return found;
};
const lexiconOf = (locales: readonly Locale[]) => makeLexicons(locales).of(locales[0]?.id ?? '');

describe('a sentence', () => {
  test.each([
    ['a region and a need', 'Je suis à Gao, je cherche à manger !', { regions: ['gao'], needs: ['food'] }],
    ['accents and capitals left out', 'MENAKA', { regions: ['menaka'] }],
    ['the longest phrase', 'retour au pays', { needs: ['return'] }],
    ['the longest phrase, not its first word', 'mes papiers perdus', { needs: ['papers'] }],
    ['a phrase cut short is not that phrase', 'retour au', { needs: ['travel'] }],
    ['a phrase over punctuation', 'la maison... du migrant?', { organizations: ['house'] }],
    ['several needs, in the order said', 'du pain et rentrer', { needs: ['food', 'return'] }],
    ['the same need twice, once', 'manger manger du pain', { needs: ['food'] }],
    ['two regions', 'de Gao à Ménaka', { regions: ['gao', 'menaka'] }],
    ['a signal', 'on m’a frappé à Gao', { signals: ['violence'], said: new Map([['violence', 1]]), regions: ['gao'] }],
    ['a shortcut inside', 'je veux parler à quelqu’un svp', { shortcuts: ['person'] }],
    ['a word of the other language', 'je need a bed', { needs: ['shelter'] }],
    ['the other language, a long phrase', 'I want to travel back home', { needs: ['travel'] }],
    ['commands are not for sentences', 'le sommaire du livre', {}],
    ['parts of words', 'painter gaol', {}],
    ['nothing', '', {}],
    ['emoji', '😀😀', {}],
  ])('%s', (_label, sentence, found) => expect(read(sentence)).toEqual({ ...NOTHING, ...found }));

  test('a word means what it means in the own language first', () => {
    expect(read('pain', french, english).needs).toEqual(['food']);
    expect(read('pain', english, french).needs).toEqual(['health']);
    expect(read('pain', french).needs).toEqual(['food']);
  });

  test('the own language wins even with a shorter phrase', () => {
    const own = locale('xx', { needs: { food: ['bread'] } });
    const other = locale('yy', { needs: { gift: ['bread and roses'] } });
    expect(read('bread and roses', own, other).needs).toEqual(['food']);
    expect(read('bread and roses', other, own).needs).toEqual(['gift']);
  });

  test('signals stand before other meanings of the same phrase', () => {
    const twice = locale('xx', { signals: { fire: ['fire'] }, needs: { stove: ['fire'] } });
    expect(read('fire', twice)).toEqual({ ...NOTHING, signals: ['fire'], said: new Map([['fire', 1]]) });
  });

  test('a thousand words are read in no time, and no further', () => {
    const started = performance.now();
    const found = read(`${'dxuentza ménake '.repeat(2000)} gao`);
    expect(performance.now() - started).toBeLessThan(500);
    expect(found).toEqual({ ...NOTHING, regions: ['douentza', 'menaka'], corrected: true });
  });
});

describe('a phrase with a gap', () => {
  test.each([
    ['nothing in it', 'police pris'],
    ['three words in it', 'la police nous a tous pris'],
    ['the other words of its groups', 'l armée m a emmené'],
  ])('is found with %s', (_label, sentence) => expect(read(sentence).signals).toEqual(['arrest']));

  test.each([
    ['four words in it', 'la police nous a un jour pris'],
    ['a negation in it', 'la police ne nous a pas pris'],
    ['the other way round', 'pris par la police'],
  ])('is not found with %s', (_label, sentence) => expect(read(sentence).signals).toEqual([]));

  test('hides no place in it', () => expect(read('la police de gao a pris')).toMatchObject({ signals: ['arrest'], regions: ['gao'] }));
});

describe('words that stand together', () => {
  const own = locale('xx', {
    signals: { arrest: ['<captor> + <seized> + frère'], medical: ['perdu … désert'], child: ['fille + pas + rentrée'] },
    needs: { food: ['<none> + mangé'], papers: ['papiers', 'perdu … papiers'], shelter: ['mangé dehors hier'] },
    shortcuts: { price: ['combien + docteur'] },
    marks: { not: ['pas'], refuse: ['est pas'] },
    groups: { captor: ['police'], seized: ['pris'], none: ['rien', 'pas'] },
  });

  test.each([
    ['in one order', 'la police a pris mon frère'],
    ['in another', 'mon frère la police l’a pris'],
    ['six words apart', 'pris hier un deux trois quatre par police frère'],
  ])('are found %s', (_label, sentence) => expect(read(sentence, own).signals).toEqual(['arrest']));

  test.each([
    ['one is missing', 'la police a pris le bus'],
    ['they are too far apart', 'pris hier un deux trois quatre cinq six par police frère'],
    ['it is denied among them', 'la police n’a pas pris mon frère'],
  ])('are not found when %s', (_label, sentence) => expect(read(sentence, own).signals).toEqual([]));

  test('have a negation of their own', () => {
    expect(read('depuis hier on n’a pas encore mangé', own)).toMatchObject({ needs: ['food'], denied: false });
    expect(read('ma fille n’est pas rentrée', own)).toMatchObject({ signals: ['child'], denied: false });
  });

  test('give way to a longer phrase, and take their words from a shorter one', () => {
    expect(read('rien mangé dehors hier', own).needs).toEqual(['shelter', 'food']);
    expect(read('docteur c’est combien', own)).toMatchObject({ needs: [], shortcuts: ['price'] });
  });

  test('a call for help does not take a word that stands nearer to something else', () => {
    expect(read('perdu mes papiers au désert', own)).toMatchObject({ signals: [], needs: ['papers'] });
    expect(read('perdu au désert', own).signals).toEqual(['medical']);
  });
});

describe('a call for help that is only told of', () => {
  const own = locale('xx', {
    signals: { violence: ['frappé', 'frappe les gens'], exploitation: ['mon patron'] },
    needs: { trade: ['apprendre un métier'], food: ['pain'] },
    shortcuts: { police: ['police'] },
    regions: { gao: ['gao'] },
    marks: {
      ago: ['il y a deux ans'],
      told: ['on dit que', 'c est vrai'],
      now: ['maintenant'],
      fine: ['ne manque pas'],
      weak: ['mon patron', 'police'],
    },
  });

  test.each([
    ['long past', 'il y a deux ans on m’a frappé'],
    ['long past, said behind it', 'on m’a frappé en libye il y a deux ans'],
    ['heard of others', 'on dit que là bas on frappe les gens'],
    ['asked about', 'on frappe les gens là bas c’est vrai'],
  ])('%s', (_label, sentence) => {
    const [signal] = ['violence'];
    expect(read(sentence, own)).toMatchObject({ signals: [], unsure: { signals: [signal] } });
  });

  test('in words too common to count for much in a long sentence', () => {
    expect(read('mon patron', own).signals).toEqual(['exploitation']);
    expect(read('c’est mon patron qui m’a parlé de vous', own)).toMatchObject({ signals: [], unsure: { signals: ['exploitation'] } });
    expect(read('un homme de la police m’a parlé de vous', own).shortcuts).toEqual([]);
  });

  test('is not, when it is about today or too far away', () => {
    expect(read('il y a deux ans je suis venu et maintenant on m’a frappé', own).signals).toEqual(['violence']);
    expect(read('il y a deux ans je suis venu travailler ici avec mon grand ami et on m’a frappé', own).signals).toEqual(['violence']);
  });

  test('a need of then is asked about, and a place of then is not where one is', () => {
    expect(read('il y a deux ans du pain à gao', own)).toMatchObject({
      needs: [],
      regions: [],
      unsure: { needs: ['food'], regions: ['gao'] },
    });
  });

  test('what there is enough of is not needed', () =>
    expect(read('le pain ne manque pas', own)).toMatchObject({ needs: [], denied: true }));
});

describe('a need that is only named', () => {
  test.each([
    ['when nothing is asked for', 'mon oncle vend du pain au marché'],
    ['when something is said of it', 'il faut dire que le pain est bon'],
    ['when all is well', 'pain merci va mieux'],
  ])('is not sure %s', (_label, sentence) => {
    expect(read(sentence)).toMatchObject({ needs: [], unsure: { needs: ['food'] } });
  });

  test('is sure when it is asked for', () => expect(read('nous sommes cinq il faut du pain').needs).toEqual(['food']));
});

test('the words of an idiom are not heard', () => {
  expect(read('il a frappé à la porte').signals).toEqual([]);
  expect(read('il a frappé').signals).toEqual(['violence']);
});

describe('a misspelt word', () => {
  /** Needs and regions that the person is asked about. */
  const asked = (sentence: string, ...vocabularies: readonly (typeof french)[]) => read(sentence, ...vocabularies).unsure;

  test.each([
    ['a letter too many', 'manager', { needs: ['food'] }],
    ['a letter too few', 'mnger', { needs: ['food'] }],
    ['seven letters, one slip', 'papierz', { needs: ['papers'] }],
    ['eight letters, two slips', 'doemntza', { regions: ['douentza'] }],
    ['of the other language', 'shalter', { needs: ['shelter'] }],
  ])('%s: «%s» is asked about, not taken for known', (_label, sentence, unsure) => {
    expect(read(sentence)).toEqual({ ...NOTHING, unsure: { ...NOTHING.unsure, ...unsure }, corrected: true });
  });

  test('a region one slip away is taken for it', () =>
    expect(read('menoka')).toEqual({ ...NOTHING, regions: ['menaka'], corrected: true }));

  test('a letter written twice is no mistake', () => {
    expect(read('je cherche des papierrs à gao')).toEqual({ ...NOTHING, needs: ['papers'], regions: ['gao'] });
    expect(read('douenttzza').regions).toEqual(['douentza']);
  });

  test('a word that sounds the same is that word', () => {
    expect(read('papié').unsure.needs).toEqual(['papers']);
    expect(read('duentsa').regions).toEqual(['douentza']);
  });

  test('an urgent word is heard all the same', () =>
    expect(read('frappa')).toEqual({ ...NOTHING, signals: ['violence'], said: new Map([['violence', 1]]), corrected: true }));

  test.each([
    ['four letters', 'mang'],
    ['three letters', 'gau'],
    ['a short word of the content', 'bad'],
    ['five letters, two slips', 'monjer'],
    ['six letters, two slips', 'monika'],
    ['eight letters, three slips', 'dxuxnxza'],
    ['another first letter', 'nanger'],
    ['another first letter of a long word', 'touentza'],
    ['a common word of the own language', 'rester'],
    ['a common word of the other language', 'where'],
    ['a command', 'sommairo'],
  ])('%s: «%s» is not corrected', (_label, sentence) => expect(read(sentence)).toEqual(NOTHING));

  test('one slip is nearer than two, also when two others are two slips away and come first', () => {
    const needs = { p: ['marabou'], q: ['marabut'], r: ['marabouts'] };
    expect(asked('marabouto', locale('xx', { needs })).needs).toEqual(['r']);
  });

  test('two spellings of the same meaning are not two meanings', () => {
    const needs = { school: ['madrasa', 'madrase'] };
    expect(asked('madraso', locale('xx', { needs })).needs).toEqual(['school']);
  });

  test('a need and a region of the same name are two meanings', () => {
    const both = locale('xx', { needs: { port: ['harbour'] }, regions: { port: ['harboul'] } });
    expect(read('harboum', both)).toEqual(NOTHING);
  });
});
