import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { compose as toMessenger } from '../../src/channels/messenger/compose.ts';
import { compose as toWhatsApp } from '../../src/channels/whatsapp/compose.ts';
import type { EmulatedChannel, EmulatorBubble, EmulatorState } from '../../src/model/emulator.ts';
import type { Problem } from '../../src/model/problem.ts';
import { launchBrowser, openPage, type Watched } from '../support/browser.ts';
import { type FakeEmulator, startFakeEmulator } from './fake-emulator.ts';
import { bot, menu, START } from './samples.ts';
import { answersOn, barriers, panelOn, phoneOn, write } from './screen.ts';

// What the real server is hard to bring to, and what the page asks of it.

const WHATSAPP = { id: '15550100002' };
const ARABIC = menu(['\u2068Gao\u2069 غاو', 'موبتي', 'ميناكا', 'دوينتزا'], {
  text: 'أين أنت؟ اكتب \u20681\u2069',
  locale: 'ar',
  direction: 'rtl',
  chrome: { open: 'اختر', choices: 'خيارات', navigation: 'رجوع' },
});

let browser: Browser;
let server: FakeEmulator;
let open: Watched;
let page: Page;

const showing = (channel: EmulatedChannel, ...bubbles: readonly EmulatorBubble[]): EmulatorState => ({
  ...START,
  phones: START.phones.map((phone) => (phone.channel === channel ? { ...phone, bubbles } : phone)),
});

async function show(state: EmulatorState, options: BrowserContextOptions = {}): Promise<void> {
  server.set(state);
  open = await openPage(browser, server.url, options);
  page = open.page;
  page.setDefaultTimeout(10_000);
  await page.getByText(/Connecté|Connected/).waitFor();
}

beforeAll(async () => {
  browser = await launchBrowser();
});
beforeEach(async () => {
  server = await startFakeEmulator(START);
});
afterEach(async () => {
  await open.close();
  await server.stop();
});
afterAll(() => browser.close());

describe('a scripted chat', () => {
  test('Arabic runs from right to left in the bubble and in the sheet', async () => {
    await show(showing('whatsapp', bot('a', toWhatsApp(ARABIC, WHATSAPP).at(-1) ?? {}, { direction: 'rtl', locale: 'ar' })));
    const whatsapp = phoneOn(page, 'WhatsApp');
    const text = answersOn(whatsapp).first().locator('.bubble-text');
    expect(await text.getAttribute('lang')).toBe('ar');
    await answersOn(whatsapp).locator('.bubble-text:dir(rtl)').waitFor();
    await whatsapp.getByRole('button', { name: 'اختر' }).click();
    const [words, mark] = await Promise.all(
      ['.sheet-title', 'input'].map((part) => whatsapp.locator('.sheet-row').first().locator(part).boundingBox()),
    );
    expect(mark?.x).toBeLessThan(words?.x ?? 0);
    expect(await barriers(page)).toEqual([]);
    expect(open.complaints()).toEqual([]);
  });

  test('a label that Messenger would cut is marked on the phone and told whole beside it', async () => {
    const quick = [{ content_type: 'text', title: 'Retour dans le pays d’origine', payload: 'a' }];
    await show(showing('messenger', bot('a', { message: { text: 'Que cherchez-vous ?', quick_replies: quick } })));
    const messenger = phoneOn(page, 'Messenger');
    await messenger.getByText('1 libellé coupé').waitFor();
    await messenger.getByRole('button', { name: /Retour dans le pays….*coupé par l’application/ }).waitFor();
    await messenger.getByRole('button', { name: /Détails du message/ }).click();
    await panelOn(page).getByText('Retour dans le pays d’origine').first().waitFor();
    expect(open.complaints()).toEqual([]);
  });

  test('quick replies are gone after the next message; what cannot be drawn says so', async () => {
    const reply = menu(['Gao', 'Ménaka', 'Mopti']);
    await show(showing('messenger', bot('a', toMessenger(reply, { id: '2000' })[0] ?? {})));
    const messenger = phoneOn(page, 'Messenger');
    const gao = messenger.getByRole('button', { name: '1 Gao' });
    await gao.waitFor();
    server.tell({ kind: 'bubble', channel: 'messenger', bubble: bot('b', { message: { attachment: { type: 'image' } } }) });
    await messenger.getByText('Ce message ne peut pas être dessiné ici.').waitFor();
    expect(await gao.count()).toBe(0);
  });

  test('the odd ways to send: twice, two at once, a day old', async () => {
    await show(START);
    const whatsapp = phoneOn(page, 'WhatsApp');
    for (const [mode, words] of [
      ['En double', ['un']],
      ['Deux d’un coup', ['deux', 'trois']],
      ['Vieux d’un jour', ['quatre']],
      ['Normal', ['cinq']],
    ] as const) {
      await whatsapp.getByRole('button', { name: 'Autres envois' }).click();
      await whatsapp.getByText(mode, { exact: true }).click();
      await page.keyboard.press('Escape');
      for (const word of words) await write(whatsapp, word);
    }
    const text = (word: string) => ({ kind: 'text', text: word });
    await server.took(4);
    expect(server.posted).toEqual([
      { path: 'send', body: { channel: 'whatsapp', inputs: [text('un')], twice: true } },
      { path: 'send', body: { channel: 'whatsapp', inputs: [text('deux'), text('trois')] } },
      { path: 'send', body: { channel: 'whatsapp', inputs: [text('quatre')], ageHours: 25 } },
      { path: 'send', body: { channel: 'whatsapp', inputs: [text('cinq')] } },
    ]);
  });

  test('a refusal is told, and a silent robot too', async () => {
    server.answer(409);
    await show(START);
    await write(phoneOn(page, 'WhatsApp'), 'bonjour');
    await page.getByRole('alert').getByText('Le serveur a refusé (réponse 409).').waitFor();
    server.tell({ kind: 'turn', channel: 'whatsapp', outcome: 'too-old' });
    await phoneOn(page, 'WhatsApp').getByText('Le robot se tait').waitFor();
  });

  test('a link to a place that is not there says so', async () => {
    server.answer(400);
    await show(START);
    await page.evaluate(`location.hash = '#node=gone'`);
    await page.getByRole('alert').getByText('n’existe pas dans ce contenu').waitFor();
    await write(phoneOn(page, 'WhatsApp'), 'bonjour');
    await page.getByRole('alert').getByText('Le serveur a refusé (réponse 400).').waitFor();
  });

  test('a channel that Meta has closed says when it goes on; a webhook that came twice says so', async () => {
    const at = Date.UTC(2026, 10, 24, 9);
    await show(showing('messenger', { kind: 'person', id: 'p', at, did: { kind: 'text', text: 'bonjour' }, status: 200, twice: true }));
    await phoneOn(page, 'Messenger').getByText('Arrivé deux fois').waitFor();
    server.tell({ kind: 'pause', channel: 'messenger', until: at + 5_000 });
    const note = phoneOn(page, 'Messenger').getByText(/Rien ne part sur ce canal avant \d\d:00:05/);
    await note.waitFor();
    server.tell({ kind: 'pause', channel: 'messenger' });
    await note.waitFor({ state: 'detached' });
  });

  test('what stops the content from being used stands before what does not, in French with the exact words', async () => {
    const place = { file: 'locales/ar.yaml', line: 1, column: 1 } as const;
    const problems: readonly Problem[] = [
      { ...place, code: 'text-stale', severity: 'warning', message: 'the source of one text has changed' },
      {
        ...place,
        file: 'locales/fr.yaml',
        code: 'label-too-long',
        severity: 'error',
        message: 'has 22 characters',
        hint: 'find a shorter word',
      },
      { ...place, file: 'locales/fr.yaml', code: 'label-too-long', severity: 'error', message: 'has 23 characters' },
    ];
    await show({ ...START, content: { ...START.content, problems } });
    const shown = page.locator('.problem');
    await shown.nth(2).waitFor();
    expect((await shown.allInnerTexts()).map((text) => text.split('\n').filter((line) => line !== ''))).toEqual([
      [expect.stringMatching(/fr\.yaml:1:1 Ce libellé est trop long/), 'has 22 characters', 'Conseil\u00a0: find a shorter word'],
      [expect.stringMatching(/fr\.yaml:1:1 Ce libellé est trop long/), 'has 23 characters'],
      [expect.stringMatching(/ar\.yaml:1:1 Le texte d’origine a changé/), 'the source of one text has changed'],
    ]);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('fr.yaml:1:1 has 22 characters').waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  test('a lost server is told; when it is back, the page knows what it missed', async () => {
    await show(START);
    server.cut(true);
    await page.getByText('Connexion perdue').waitFor();
    server.set(showing('whatsapp', bot('a', { type: 'text', text: { body: 'Pendant votre absence' } })));
    server.cut(false);
    await page.getByText('Connecté').waitFor({ timeout: 10_000 });
    await phoneOn(page, 'WhatsApp').getByText('Pendant votre absence').waitFor();
  });

  test('the page speaks the browser’s language until another is chosen, and remembers it', async () => {
    await show(START, { locale: 'en-GB', colorScheme: 'dark' });
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await page.getByRole('button', { name: 'Start over' }).first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Français' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Recommencer' }).first().waitFor();
    expect(await page.title()).toBe('Anoura · Émulateur');
    expect(open.complaints()).toEqual([]);
  });
});
