import { describe, expect, test } from '@jest/globals';
import { compose, receipt } from '../../../src/channels/whatsapp/compose.ts';
import type { Choice, Reply } from '../../../src/model/reply.ts';

const PHONE = { id: '22355501003' };
const BACK: Choice = { id: 'back', number: 9, label: 'Retour' };
const MENU: Choice = { id: 'menu', number: 0, label: 'Menu' };
const chrome = { open: 'Choisir', choices: 'Vos choix', navigation: 'Navigation' };
const reply = (more: Partial<Reply>): Reply => ({
  text: 'Où êtes-vous ?',
  choices: [],
  navigation: [],
  locale: 'fr',
  direction: 'ltr',
  chrome,
  ...more,
});
const choices = (count: number): Choice[] =>
  Array.from({ length: count }, (_, index) => ({ id: `c:${index}`, number: index + 1, label: `Choix ${index}` }));
const head = { messaging_product: 'whatsapp', recipient_type: 'individual', to: '+22355501003' };
const text = (body: string) => ({ ...head, type: 'text', text: { body, preview_url: false } });
const button = (id: string, title: string) => ({ type: 'reply', reply: { id, title } });

describe('what a reply looks like', () => {
  test('without choices: a text', () => {
    expect(compose(reply({}), PHONE)).toEqual([text('Où êtes-vous ?')]);
  });

  test('up to three choices: buttons, with their numbers in the text', () => {
    const gao: Choice = { id: 'region:gao', number: 1, label: 'Gao' };
    expect(compose(reply({ choices: [gao], navigation: [BACK, MENU] }), PHONE)).toEqual([
      {
        ...head,
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: 'Où êtes-vous ?\n\n1 Gao\n9 Retour · 0 Menu' },
          action: { buttons: [button('region:gao', 'Gao'), button('back', 'Retour'), button('menu', 'Menu')] },
        },
      },
    ]);
  });

  test('from four: a list in two sections, with numbers and descriptions', () => {
    const rows: Choice[] = [
      { id: 'o:1', number: 1, label: 'Maison du Migrant', description: 'Abri, repas' },
      { id: 'o:2', number: 2, label: 'Croix-Rouge', description: ' ' },
    ];
    expect(compose(reply({ choices: rows, navigation: [BACK, MENU] }), PHONE)).toEqual([
      {
        ...head,
        type: 'interactive',
        interactive: {
          type: 'list',
          body: { text: 'Où êtes-vous ?\n\n1 Maison du Migrant\n2 Croix-Rouge\n9 Retour · 0 Menu' },
          action: {
            button: 'Choisir',
            sections: [
              {
                title: 'Vos choix',
                rows: [
                  { id: 'o:1', title: '1 Maison du Migrant', description: 'Abri, repas' },
                  { id: 'o:2', title: '2 Croix-Rouge' },
                ],
              },
              {
                title: 'Navigation',
                rows: [
                  { id: 'back', title: '9 Retour' },
                  { id: 'menu', title: '0 Menu' },
                ],
              },
            ],
          },
        },
      },
    ]);
  });

  test('navigation alone has no empty section', () => {
    const navigation = [BACK, MENU, { id: 'stop', number: 8, label: 'Stop' }, { id: 'aide', number: 7, label: 'Aide' }];
    const [payload] = compose(reply({ navigation }), PHONE);
    expect(payload).toMatchObject({ interactive: { type: 'list', action: { sections: [{ title: 'Navigation' }] } } });
  });

  test('right to left: numbers stand apart from the words around them', () => {
    const [payload] = compose(reply({ text: 'أين أنت؟', direction: 'rtl', choices: [{ id: 'g', number: 1, label: 'Gao' }] }), PHONE);
    expect(payload).toMatchObject({ interactive: { body: { text: 'أين أنت؟\n\n\u20681\u2069 Gao' } } });
  });

  test('to a business-scoped id: recipient, and no to', () => {
    const [payload] = compose(reply({}), { id: 'ML.40010001', alias: '22355501003' });
    expect(payload).toMatchObject({ recipient: 'ML.40010001' });
    expect(payload).not.toHaveProperty('to');
  });

  test('nothing to say is no message', () => {
    expect(compose(reply({ text: ' \n' }), PHONE)).toEqual([]);
  });
});

describe('what would be refused', () => {
  const words = (given: Partial<Reply>) => compose(reply(given), PHONE).filter((payload) => 'type' in payload);
  const kinds = (given: Partial<Reply>) =>
    words(given).map((payload) => (payload.type === 'text' ? `text ${payload.text.body.length}` : payload.interactive.type));
  const titles = (given: Partial<Reply>) =>
    words(given).flatMap((payload) => {
      if (payload.type === 'text') return [];
      const { interactive } = payload;
      if (interactive.type === 'button') return interactive.action.buttons.map((one) => one.reply.title);
      return interactive.action.sections.flatMap((section) => section.rows.map((row) => row.title));
    });
  const label = (words: string): Choice => ({ id: `id ${words}`, number: 1, label: words });

  test.each<[string, Partial<Reply>, string[]]>([
    ['body of 1024: one message', { text: 'a'.repeat(1024 - '\n\n1 Choix 0'.length), choices: choices(1) }, ['button']],
    ['body of 1025: the text ahead', { text: 'a'.repeat(1025 - '\n\n1 Choix 0'.length), choices: choices(1) }, ['text 1014', 'button']],
    ['text of 4096', { text: 'a'.repeat(4096) }, ['text 4096']],
    ['text of 4097: two', { text: 'a'.repeat(4097) }, ['text 4096', 'text 1']],
    ['cut between lines', { text: `${'a'.repeat(3000)}\n${'b'.repeat(3000)}` }, ['text 3000', 'text 3000']],
    ['cut between words', { text: `${'a'.repeat(3000)} ${'b'.repeat(3000)}` }, ['text 3000', 'text 3000']],
    ['never inside a character', { text: `a${'😀'.repeat(2048)}` }, ['text 4095', 'text 2']],
    ['label of 20: button', { choices: [label('a'.repeat(20))] }, ['button']],
    ['label of 21: list', { choices: [label('a'.repeat(21))] }, ['list']],
    ['label of 23: to read only', { choices: [label('a'.repeat(23))] }, ['text 41']],
    ['no id: to read only', { choices: [{ ...label('Gao'), id: '' }] }, ['text 21']],
    [
      'a menu too long for its own bubble: to read only',
      { choices: choices(8).map((one) => ({ ...one, label: 'a'.repeat(200) })) },
      ['text 1639'],
    ],
  ])('%s', (_label, given, expected) => {
    expect(kinds(given)).toEqual(expected);
  });

  test.each<[string, Partial<Reply>, string[]]>([
    [
      'more than ten: back and menu keep their rows',
      { choices: choices(12), navigation: [BACK, MENU] },
      [...choices(8).map((one) => `${one.number} ${one.label}`), '9 Retour', '0 Menu'],
    ],
    ['two with one id: the first', { choices: [label('Gao'), { ...label('Mopti'), id: 'id Gao' }] }, ['1 Gao']],
    [
      'two with one label: told apart by their numbers',
      { choices: [label('Gao'), { id: 'b', number: 2, label: 'Gao' }] },
      ['1 Gao', '2 Gao'],
    ],
    ['an id with outer spaces is left out', { choices: [{ ...label('Gao'), id: ' gao' }, label('Mopti')] }, ['1 Mopti']],
    ['a broken character is left out', { choices: [label('\ud83d'), label('Mopti')] }, ['1 Mopti']],
  ])('%s', (_label, given, expected) => {
    expect(titles(given)).toEqual(expected);
  });

  test('words around a list are shortened, or stood in for', () => {
    const [payload] = compose(
      reply({
        choices: choices(4).map((one) => ({ ...one, description: 'd'.repeat(100) })),
        chrome: { open: ' ', choices: 'Vos choix dans la région de Gao', navigation: '' },
      }),
      PHONE,
    );
    expect(payload).toMatchObject({
      interactive: {
        action: {
          button: '…',
          sections: [{ title: 'Vos choix dans la régio…', rows: [{ description: `${'d'.repeat(71)}…` }, {}, {}, {}] }],
        },
      },
    });
  });
});

test('a receipt marks as read and shows the typing indicator', () => {
  expect(receipt('wamid.IN1')).toEqual({
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: 'wamid.IN1',
    typing_indicator: { type: 'text' },
  });
});
