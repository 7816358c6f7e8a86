import { describe, expect, test } from '@jest/globals';
import { makeEngine, type Turn } from '../../src/engine/engine.ts';
import { HEAR_NUMBER } from '../../src/model/engine-texts.ts';
import { repairFlow } from './flows.ts';
import { choice, startTalk, words } from './talk.ts';

/** What is recorded in the town of the repair cafés. German falls back to English, in words as in voice. */
const RECORDED = {
  'en/welcome.say': 2,
  'en/region.ask': 3,
  'en/need.ask': 3,
  'en/service.tyres': 4,
  'en/service.brakes-checked': 2,
  'en/card.undated': 1,
  'en/hint.unknown': 1,
  'en/fire.say': 2,
  'de/region.ask': 3,
};
const { flow } = repairFlow([], RECORDED);
const engine = makeEngine(flow);
const bare = makeEngine(repairFlow().flow);

/** Keys of what a turn plays, with the language that speaks. */
const heard = ({ replies }: Turn) => replies.flatMap(({ sound = [] }) => sound.map(({ key, locale }) => `${locale}/${key}`));
const offers = ({ replies }: Turn) => replies.flatMap(({ hear }) => hear?.recordings.map(({ key }) => key) ?? []);

describe('🔊 is offered', () => {
  test('where something of what was said is recorded, below the last bubble, with its number', () => {
    const hello = startTalk(engine, { locale: 'en' }).say('hello');
    expect(offers(hello)).toEqual(['welcome.say', 'region.ask']);
    expect(words(hello)).toContain(`${HEAR_NUMBER} 🔊 Listen`);
  });

  test('nowhere else', () => {
    const talk = startTalk(engine, { locale: 'en' });
    talk.say('hello');
    const tips = talk.say('person');
    expect(offers(tips)).toEqual([]);
    expect(words(tips)).not.toContain('🔊');
  });

  test('never without recordings, and then its words mean nothing', () => {
    const talk = startTalk(bare, { locale: 'en' });
    talk.say('hello');
    for (const word of ['audio', '🔊', '88', 'Listen']) expect(talk.say(word).trace.matched).toEqual(['unknown']);
    expect(words(talk.say('0'))).not.toContain('🔊');
  });
});

test('a label of a sign alone is no other sign', () => {
  const edits = [{ file: 'locales/en.yaml', from: 'label.hear: 🔊 Listen', to: 'label.hear: 🔊' }];
  const talk = startTalk(makeEngine(repairFlow(edits, RECORDED).flow), { locale: 'en' });
  talk.say('hello');
  expect(heard(talk.say('👍'))).toEqual([]);
  expect(heard(talk.say('88 🔊'))).toEqual(['en/hint.unknown', 'en/region.ask']);
});

describe('it plays', () => {
  test.each([['🔊'], ['🔊🔊'], ['👂🏿'], ['audio'], ['AUDIO!'], ['listen'], ['88'], ['n° 88'], ['88 🔊 Listen'], ['٨٨']])(
    '«%s»: what was said last, greeting and question together',
    (typed) => {
      const talk = startTalk(engine, { locale: 'en' });
      talk.say('hello');
      const turn = talk.say(typed);
      expect(heard(turn)).toEqual(['en/welcome.say', 'en/region.ask']);
      expect(turn.replies).toHaveLength(1);
    },
  );

  test('a card, by a tap on it; the place stays, and its choices still work', () => {
    const talk = startTalk(engine, { locale: 'en' });
    const card = talk.say('harbour bicycle');
    const before = talk.session();
    const id = card.replies.at(-1)?.hear?.choice.id ?? '';
    const turn = talk.send(choice(id));
    expect(turn.trace.matched).toEqual(['tap']);
    expect(heard(turn)).toEqual(['en/welcome.say', 'en/service.tyres', 'en/service.brakes-checked', 'en/card.undated']);
    expect(talk.session()).toEqual(before);
    expect(talk.say('1').trace.node).toBe('desk');
  });

  test('states what the words state', () => {
    const talk = startTalk(engine, { locale: 'en' });
    const card = talk.say('harbour bicycle');
    const claims = talk.say('🔊').trace.claims;
    expect(claims.length).toBeGreaterThan(0);
    expect(card.trace.claims).toEqual(expect.arrayContaining([...claims]));
  });

  test('again and again the same', () => {
    const talk = startTalk(engine, { locale: 'en' });
    talk.say('hello');
    expect([heard(talk.say('🔊')), heard(talk.say('🔊'))]).toEqual(Array(2).fill(['en/welcome.say', 'en/region.ask']));
  });

  test('the greeting no more once the person is elsewhere', () => {
    const talk = startTalk(engine, { locale: 'en' });
    talk.say('hello');
    talk.tap('Hill');
    expect(heard(talk.say('🔊'))).toEqual(['en/need.ask']);
    expect(talk.session()).not.toHaveProperty('lead');
  });

  test('a line of help that was just said', () => {
    const talk = startTalk(engine, { locale: 'en' });
    talk.say('hello');
    talk.say('xyzzy');
    expect(heard(talk.say('🔊'))).toEqual(['en/hint.unknown', 'en/region.ask']);
  });

  test('on an earlier menu: what stood there, and the person stands there again', () => {
    const talk = startTalk(engine, { locale: 'en' });
    const hello = talk.say('hello');
    talk.tap('Hill');
    const turn = talk.send(choice(hello.replies.at(-1)?.hear?.choice.id ?? ''));
    expect(turn.trace.matched).toEqual(['old-tap']);
    expect(heard(turn)).toEqual(['en/region.ask']);
    expect(talk.session()?.node).toBe('region');
  });

  test('by a button alone, when nothing is known of the person any more', () => {
    const turn = startTalk(engine).send(choice('region:!hear?l=de'));
    expect(heard(turn)).toEqual(['de/region.ask']);
  });

  test('an urgent answer among other messages before anything else', () => {
    const talk = startTalk(engine, { locale: 'en' });
    const turn = talk.say('fire', 'bicycle at the harbour');
    expect(turn.replies).toHaveLength(2);
    expect(heard(talk.say('🔊'))).toContain('en/fire.say');
  });
});

describe('each medium goes its own way', () => {
  test('a voice in one language over the text of another', () => {
    const talk = startTalk(engine, { locale: 'de' });
    talk.say('hallo');
    expect(heard(talk.say('🔊'))).toEqual(['en/welcome.say', 'de/region.ask']);
  });

  test('or its own voice and no other', () => {
    const { flow: own } = repairFlow(
      [{ file: 'locales/de.yaml', from: '  direction: ltr\n', to: '  direction: ltr\n  voice: []\n' }],
      RECORDED,
    );
    const talk = startTalk(makeEngine(own), { locale: 'de' });
    talk.say('hallo');
    expect(heard(talk.say('🔊'))).toEqual(['de/region.ask']);
  });

  test('a language that is spoken and not written is offered, and speaks over another’s words', () => {
    const spoken = {
      file: 'locales/taq.yaml',
      to: 'locale: { name: Tamasheq, direction: ltr, status: team, fallback: [de, en] }\ntexts: {}\n',
    };
    const { flow: town } = repairFlow([spoken], { 'taq/region.ask': 2 });
    const talk = startTalk(makeEngine(town), { locale: 'en' });
    talk.say('hello');
    talk.say('language');
    const turn = talk.tap('Tamasheq');
    expect(turn.replies.at(-1)?.text).toContain('Wo wohnen Sie?');
    expect(heard(talk.say('🔊'))).toEqual(['taq/region.ask']);
  });
});

test('where nothing was recorded that is said, with the menu once more', () => {
  const talk = startTalk(engine, { locale: 'en' });
  talk.say('hello');
  talk.say('person');
  const turn = talk.say('🔊');
  expect(heard(turn)).toEqual([]);
  expect(words(turn)).toContain('Nobody has spoken this.');
  expect(turn.trace.node).toBe('desk');
});

test('should it not come through, the words for it and the choices stand in its place', () => {
  const talk = startTalk(engine, { locale: 'en' });
  talk.say('hello');
  const [reply] = talk.say('🔊').replies;
  expect(reply?.text).toBe('The recording did not get through. Read on.');
  expect(reply?.choices.map(({ label }) => label)).toContain('Hill');
});
