import { describe, expect, test } from '@jest/globals';
import { compose as toMessenger } from '../../src/channels/messenger/compose.ts';
import { makeMessenger } from '../../src/channels/messenger/index.ts';
import { TITLE_LIMIT } from '../../src/channels/messenger/limits.ts';
import { makeGraph } from '../../src/channels/meta/graph.ts';
import { compose as toWhatsApp } from '../../src/channels/whatsapp/compose.ts';
import { makeWhatsApp } from '../../src/channels/whatsapp/index.ts';
import * as whatsapp from '../../src/channels/whatsapp/limits.ts';
import type { Payload } from '../../src/model/outbound.ts';
import type { Reply } from '../../src/model/reply.ts';
import { isSound } from '../../src/model/sound.ts';
import { draw } from '../../src/page/draw/draw.ts';
import { cutLabels, tapsOf } from '../../src/page/draw/drawn.ts';
import { MESSENGER_FITS } from '../../src/page/draw/messenger.ts';
import { WHATSAPP_FITS } from '../../src/page/draw/whatsapp.ts';
import { menu } from './samples.ts';

const last = <Item>(items: readonly Item[]): Item => {
  const item = items.at(-1);
  if (item === undefined) throw new Error('nothing was composed');
  return item;
};
const onWhatsApp = (reply: Reply) => draw('whatsapp', last(toWhatsApp(reply, { id: '15550100002' })));
const onMessenger = (reply: Reply) => draw('messenger', last(toMessenger(reply, { id: '2000' })));

const button = (title: string): Payload => ({
  type: 'interactive',
  interactive: { type: 'button', body: { text: 'Bonjour' }, action: { buttons: [{ type: 'reply', reply: { id: 'a', title } }] } },
});
const quick = (title: string): Payload => ({
  message: { text: 'Bonjour', quick_replies: [{ content_type: 'text', title, payload: 'a' }] },
});

describe('what the channels compose is what the phones draw', () => {
  test('nothing to tap', () => {
    const plain = menu([], { navigation: [] });
    for (const drawn of [onWhatsApp(plain), onMessenger(plain)])
      expect(drawn).toEqual({ kind: 'message', text: plain.text, taps: { kind: 'none' } });
  });

  test('one choice: buttons on both', () => {
    for (const drawn of [onWhatsApp(menu(['Gao'])), onMessenger(menu(['Gao']))])
      expect(drawn).toMatchObject({ kind: 'message', taps: { kind: 'buttons' } });
    expect(tapsOf(onWhatsApp(menu(['Gao']))).map(({ id, label }) => [id, label.shown])).toEqual([
      ['region:0?', 'Gao'],
      ['region:!back?', 'Retour'],
      ['region:!menu?', 'Menu'],
    ]);
  });

  test('more choices: a list on WhatsApp, quick replies on Messenger, with the same ids', () => {
    const reply = menu(['Gao', 'Ménaka', 'Mopti']);
    expect(onWhatsApp(reply)).toMatchObject({
      taps: { kind: 'list', open: { shown: 'Choisir' }, sections: [{ title: { shown: 'Choix' } }, {}] },
    });
    expect(onMessenger(reply)).toMatchObject({ taps: { kind: 'quick' } });
    expect(tapsOf(onWhatsApp(reply)).map(({ id }) => id)).toEqual(tapsOf(onMessenger(reply)).map(({ id }) => id));
  });

  test('a recording: by the id of its file, on Messenger with the choices again', () => {
    const file = { path: 'x', hash: 'h', bytes: 4_000, seconds: 2 };
    const recording = { key: 'need.ask', locale: 'fr', forms: { ogg: file, mp3: file } };
    const spoken: Reply = { ...menu(['Gao', 'Mopti', 'Bamako', 'Kayes']), sound: [recording] };
    const [onePhone] = toWhatsApp(spoken, { id: '15550100002' });
    const [other] = toMessenger(spoken, { id: '2000' });
    if (onePhone === undefined || other === undefined || !isSound(onePhone) || !isSound(other)) throw new Error('it plays nothing');
    const graph = makeGraph({ url: 'http://127.0.0.1:9', version: 'v25.0', accessToken: 'x' });
    const secrets = { appSecret: 's', verifyToken: 'v', messagesPerSecond: 1, graph };
    const voice = makeWhatsApp({ ...secrets, phoneNumberId: '1' }).player?.play(onePhone.message, '300') ?? {};
    const sound = makeMessenger({ ...secrets, pageId: '1' }).player?.play(other.message, '300') ?? {};
    expect(draw('whatsapp', voice)).toEqual({ kind: 'sound', file: '300', taps: { kind: 'none' } });
    expect(draw('messenger', sound)).toMatchObject({ kind: 'sound', file: '300', taps: { kind: 'quick' } });
    expect(tapsOf(draw('messenger', sound))).toHaveLength(6);
  });

  test('a row keeps its description', () => {
    const choices = ['a', 'b', 'c'].map((id, index) => ({ id, number: index + 1, label: id, description: `about ${id}` }));
    expect(tapsOf(onWhatsApp(menu([], { choices })))[1]).toMatchObject({ description: { shown: 'about b' } });
  });

  test('what is neither is not drawn', () => {
    expect(draw('whatsapp', { type: 'image', image: { id: '1' } })).toEqual({ kind: 'unknown' });
    expect(draw('messenger', { message: { attachment: { type: 'image' } } })).toEqual({ kind: 'unknown' });
    expect(tapsOf(draw('messenger', {}))).toEqual([]);
  });
});

describe('labels that do not show whole', () => {
  test.each([
    ['a button of 20 characters shows whole', draw('whatsapp', button('x'.repeat(20))), undefined, 'x'.repeat(20)],
    ['a longer one is cut by the app', draw('whatsapp', button('Retour dans le pays d’origine')), 'app', 'Retour dans le pays…'],
    ['a quick reply of 21 is cut by the app', draw('messenger', quick('x'.repeat(21))), 'app', `${'x'.repeat(19)}…`],
    ['a cut never halves an emoji', draw('messenger', quick(`${'x'.repeat(18)}🛏🛏`)), 'app', `${'x'.repeat(18)}…`],
    ['an ellipsis at the end is the bot’s own cut', draw('messenger', quick('Maison du Migrant à…')), 'bot', 'Maison du Migrant à…'],
  ])('%s', (_label, drawn, cut, shown) => {
    expect(tapsOf(drawn)[0]?.label.shown).toBe(shown);
    expect(cutLabels(drawn).map((label) => label.cut)).toEqual(cut === undefined ? [] : [cut]);
  });

  test('a label of 22 letters that WhatsApp lists whole is told as cut on Messenger', () => {
    const reply = menu(['Gao', 'Mopti', 'Cercle de Tenenkou est']);
    expect(cutLabels(onWhatsApp(reply))).toEqual([]);
    expect(cutLabels(onMessenger(reply)).map(({ shown }) => shown)).toEqual(['Cercle de Tenenkou …']);
  });

  test('the limits are the channels’ own', () => {
    expect(WHATSAPP_FITS).toEqual({
      button: whatsapp.BUTTON_TITLE_LIMIT,
      open: whatsapp.LIST_BUTTON_LIMIT,
      section: whatsapp.SECTION_TITLE_LIMIT,
      row: whatsapp.ROW_TITLE_LIMIT,
      description: whatsapp.ROW_DESCRIPTION_LIMIT,
    });
    expect(MESSENGER_FITS).toEqual({ title: TITLE_LIMIT });
  });
});
