import { describe, expect, test } from '@jest/globals';
import { makeEngine } from '../../src/engine/engine.ts';
import { repairFlow } from './flows.ts';
import { HOUR, labels, startTalk, words } from './talk.ts';

/** Another country's service in the same files: what the engine does is shown on repair cafés, about which it knows nothing. */
const { flow } = repairFlow();
const engine = makeEngine(flow);

const talk = (...said: readonly string[]) => {
  const one = startTalk(engine);
  for (const words of said) one.say(words);
  return one;
};

describe('from question to answer', () => {
  test('the greeting, a region, a need, a card', () => {
    const one = startTalk(engine);
    expect(words(one.say('hello'))).toBe(
      'This is the repair robot. It never asks for your name.\n\nWhere do you live?\n\n' +
        '1 ⚓ Harbour\n2 Hill\n3 Somewhere else\n4 Deutsch / English\n9 Back · 0 Menu',
    );
    expect(words(one.tap('Harbour'))).toBe('What is broken?\n\n1 🚲 Bicycle\n2 Clothes or phone\n3 More tips\n9 Back · 0 Menu');
    const card = one.tap('Bicycle');
    expect(words(card)).toBe(
      'The Bike Kitchen in ⚓ Harbour mends tyres. It is free.\n\nThe Bike Kitchen checks brakes: free.\nPhone: +223 20 00 00 01\n' +
        'Check before you go.\n\n1 Ask a person\n9 Back · 0 Menu',
    );
    expect(card.trace).toMatchObject({ node: 'answer', services: ['tyres', 'brakes'], claims: ['R1', 'R2'] });
    expect(card.session).toEqual({ v: 1, locale: 'en', node: 'answer', region: 'harbour', need: 'wheels', trail: ['region', 'need'] });
  });

  test.each([
    ['a sentence', 'I live near the harbour and my bike broke'],
    ['a sentence in two languages', 'hafen bike'],
    ['a typo in the region', 'harbuor bicycle'],
  ])('the same in one message: %s', (_label, sentence) => {
    const turn = startTalk(engine, { locale: 'en' }).say(sentence);
    expect(turn.trace.services).toEqual(['tyres', 'brakes']);
    expect(turn.trace.texts[0]).toBe('welcome.say');
  });

  test('only what is missing is asked', () => {
    const need = startTalk(engine);
    expect(need.say('my bike broke').trace.node).toBe('region');
    expect(need.say('harbour').trace.services).toEqual(['tyres', 'brakes']);

    const region = startTalk(engine);
    expect(region.say('in the harbour').trace.node).toBe('need');
    expect(region.say('bike').trace.services).toEqual(['tyres', 'brakes']);
  });

  test('another region keeps the need, another need keeps the region', () => {
    const one = talk('hello', 'hill', 'trousers');
    expect(one.say('harbour').trace.services).toEqual(['hems']);
    expect(one.say('bike').trace.services).toEqual(['tyres', 'brakes']);
  });
});

describe('several organizations', () => {
  const choose = () => {
    const one = talk('hello', 'hill');
    return { one, menu: one.tap('Clothes or phone') };
  };

  test('are offered by name, with the note and the page of the need', () => {
    const { menu } = choose();
    expect(menu.replies.map(({ text }) => text)).toEqual(['Bring the charger too.\n\nclothes and phones in Hill: who can help?']);
    expect(labels(menu)).toBe('Sewing Circle | All repair cafés | Old batteries');
    expect(menu.trace.services).toEqual([]);
  });

  test('the one picked shows its card, without the note', () => {
    const { one } = choose();
    const card = one.tap('All repair');
    expect(words(card)).toMatch(/^One of the cafés changes screens/);
    expect(card.trace).toMatchObject({ services: ['screens'], claims: ['R4'] });
  });

  test('back leads to the others, and from there to the need', () => {
    const { one, menu } = choose();
    one.tap('All repair');
    expect(words(one.tap('Back'))).toBe(words(menu));
    expect(one.tap('Sewing').trace.services).toEqual(['hems']);
    one.tap('Back');
    expect(one.tap('Back').trace.node).toBe('need');
  });

  test('two choices of one old menu are one way back', () => {
    const { one } = choose();
    const old = one.find('Sewing');
    one.tap('All repair');
    expect(one.send({ kind: 'choice', id: old.id, title: old.label }).trace.services).toEqual(['hems']);
    expect(one.session()?.trail).toEqual(['region', 'need', 'answer']);
  });
});

describe('an organization by its name', () => {
  test('in its region: only what it does is offered', () => {
    expect(labels(talk('hello', 'harbour').say('the bike kitchen'))).toBe('🚲 Bicycle | More tips');
  });

  test('with its region unknown: the region is asked, then what it does', () => {
    const one = startTalk(engine);
    expect(one.say('bike kitchen').trace.node).toBe('region');
    expect(labels(one.tap('Harbour'))).toBe('🚲 Bicycle | More tips');
    expect(one.tap('Bicycle').trace.services).toEqual(['tyres', 'brakes']);
  });

  test.each([
    ['said at once', ['bike kitchen on the hill']],
    ['said before the region', ['bike kitchen', 'hill']],
    ['said after the region', ['hill', 'bike kitchen']],
  ])('in a region where it is not, that is told, and all needs are offered: %s', (_label, said) => {
    const one = talk(...said.slice(0, -1));
    const turn = one.say(said.at(-1) ?? '');
    expect(words(turn)).toContain('We know nothing about Bike Kitchen in Hill.');
    expect(labels(turn)).toBe('🚲 Bicycle | Clothes or phone | More tips');
  });

  test('where there is no directory, the page for it is enough', () => {
    const one = talk('bike kitchen');
    expect(words(one.tap('Somewhere'))).toMatch(/^We only know the harbour and the hill\./);
  });

  test('going back to it from another region does not leave a menu with nothing on it', () => {
    const one = talk('hello', 'harbour', 'bike kitchen');
    one.tap('More tips');
    one.say('hill');
    one.tap('Back');
    expect(labels(one.tap('Back'))).toBe('🚲 Bicycle | Clothes or phone | More tips');
    expect(one.session()).not.toHaveProperty('organization');
  });
});

describe('where there is little to say', () => {
  test('a note stands in the place of the honest line, and names what is known', () => {
    const turn = talk('hello', 'hill').say('bike');
    expect(turn.replies.map(({ text }) => text)).toEqual([
      'We know of no café on the hill. Any bus takes a bicycle.\n\nIn Hill we know of: clothes and phones.',
    ]);
    expect(turn.trace).toMatchObject({ services: [], claims: ['R6'] });
  });

  test('without a note the honest line does', () => {
    const bare = repairFlow([
      { file: 'flows/directory.yaml', from: '  - { needs: [bicycle], regions: [hill], say: note.bicycle-hill, claims: [R6] }\n', to: '' },
      { file: 'locales/en.yaml', from: '  note.bicycle-hill: We know of no café on the hill. Any bus takes a bicycle.\n', to: '' },
      { file: 'locales/de.yaml', from: '  note.bicycle-hill: Wir kennen kein Café auf dem Berg. Jeder Bus nimmt Fahrräder mit.\n', to: '' },
    ]);
    const one = startTalk(makeEngine(bare.flow));
    expect(words(one.say('bike hill'))).toContain('We know nothing about bicycles in Hill.\n\nIn Hill we know of: clothes and phones.');
    expect(labels(one.say('bike hill'))).toBe('Ask a person');
  });

  test('a need with a page opens it where there is nothing else', () => {
    const turn = talk('hello', 'harbour').say('phone');
    expect(turn.trace).toMatchObject({ node: 'battery', claims: ['R5'] });
  });

  test('a need with a page offers it below a card', () => {
    const one = talk('hello', 'hill');
    expect(labels(one.say('phone'))).toBe('Old batteries');
    expect(one.tap('Old batteries').trace.node).toBe('battery');
  });

  test('a region without a directory has its own page, whatever is asked there', () => {
    const one = talk('hello');
    expect(words(one.tap('Somewhere'))).toMatch(/^We only know the harbour and the hill/);
    expect(one.say('bike').trace.node).toBe('outside');
    expect(one.say('phone').trace.node).toBe('battery');
    expect(one.say('hill').trace.services).toEqual(['screens']);
  });

  test('a page says what holds in the region of the person', () => {
    expect(words(talk('hello', 'harbour').say('talk to somebody'))).toMatch(/^The desk is in the old mill\.\n\nRing twice\./);
    expect(words(talk('hello', 'hill').say('talk to somebody'))).toMatch(/^Ask at the town hall\./);
    expect(words(talk('hello').say('talk to somebody'))).toMatch(/^Ask at the town hall\./);
  });
});

describe('a contact', () => {
  const contactAt = (day: string, hour: number) => {
    const one = startTalk(engine, { at: Date.parse(day) + hour * HOUR - 2000 });
    one.say('hello');
    return words(one.say('harbour bike'));
  };

  test.each([
    ['before it was assured', '2026-01-09', 23],
    ['after it has expired', '2027-01-11', 0.01],
    ['long after', '2031-01-01', 12],
  ])('is not shown %s', (_label, day, hour) => {
    expect(contactAt(day, hour)).toContain('We do not have its address.');
    expect(contactAt(day, hour)).not.toContain('+223');
  });

  test.each([
    ['from the first minute of the day of its assurance', '2026-01-10', 0.01],
    ['to the last minute of its last day', '2027-01-10', 23.98],
  ])('is shown %s', (_label, day, hour) => {
    expect(contactAt(day, hour)).toContain('Phone: +223 20 00 00 01');
    expect(contactAt(day, hour)).not.toContain('We do not have its address.');
  });

  test('the day is that of the message, not of the greeting', () => {
    const one = startTalk(engine, { at: Date.parse('2027-01-11') - 5000 });
    expect(words(one.say('harbour bike'))).toContain('+223');
    one.later(1);
    expect(words(one.say('harbour bike'))).not.toContain('+223');
  });
});

describe('how fresh a card is', () => {
  const dated = (days: { tyres: string; brakes: string }) => {
    const brakes = days.brakes === '' ? '' : `    assured_on: ${days.brakes}\n`;
    const edits = [
      {
        file: 'flows/directory.yaml',
        from: '    assured_on: 2026-01-10\n  brakes',
        to: days.tyres === '' ? '  brakes' : `    assured_on: ${days.tyres}\n  brakes`,
      },
      { file: 'flows/directory.yaml', from: '    say: service.brakes-checked\n', to: `    say: service.brakes-checked\n${brakes}` },
    ];
    return words(startTalk(makeEngine(repairFlow(edits).flow)).say('harbour bike'));
  };

  test('the oldest of its services counts', () => {
    expect(dated({ tyres: '2026-01-10', brakes: '2025-12-24' })).toContain('Checked on 2025-12-24.');
    expect(dated({ tyres: '2025-11-30', brakes: '2025-12-24' })).toContain('Checked on 2025-11-30.');
  });

  test.each([
    ['one', { tyres: '2026-01-10', brakes: '' }],
    ['the other', { tyres: '', brakes: '2026-01-10' }],
    ['both', { tyres: '', brakes: '' }],
  ])('without the date of %s it is undated', (_label, days) => {
    expect(dated(days)).toContain('Check before you go.');
    expect(dated(days)).not.toContain('Checked on');
  });
});
