import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage, type Watched } from '../support/browser.ts';
import { type ContentCopy, copyContent } from '../support/content-copy.ts';
import { type Server, startServer, tempFolder } from '../support/server.ts';
import { answersOn, barriers, panelOn, phoneOn, pickRow, write } from './screen.ts';

// The page on the real server, with a copy of the real content that a test may edit.

const KILOBYTE = 1000;
/** Of the two first questions, as the content has them. */
const REGION = 'dans quelle région ?';
const NEED = 'De quoi avez-vous besoin ?';
const folder = tempFolder();
/** What to close again: a beginning that failed half way must not leave a browser behind, or the test run would never end. */
const opened: (() => Promise<unknown>)[] = [];
let content: ContentCopy;
let server: Server;
let browser: Browser;
let open: Watched;
let page: Page;

beforeAll(async () => {
  content = copyContent(folder.path);
  browser = await launchBrowser();
  opened.push(() => browser.close());
  server = await startServer({ ...content.env, DATABASE_URL: `sqlite:${folder.path}/emulator.db` });
  opened.push(() => server.stop());
});
beforeEach(async () => {
  open = await openPage(browser, `${server.url}/emulator`);
  page = open.page;
  page.setDefaultTimeout(10_000);
  for (const name of ['WhatsApp', 'Messenger'] as const) await phoneOn(page, name).getByRole('button', { name: 'Recommencer' }).click();
  await page.getByText('Personne n’a encore écrit.').nth(1).waitFor();
});
afterEach(async () => {
  const complaints = open.complaints();
  await open.close();
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  for (const close of opened.toReversed()) await close();
  folder.remove();
});

describe('the emulator page', () => {
  test('from «bonjour» to Maison du Migrant by tapping, on both phones', async () => {
    const whatsapp = phoneOn(page, 'WhatsApp');
    await write(whatsapp, 'bonjour');
    await pickRow(whatsapp, REGION, /Gao/);
    await pickRow(whatsapp, NEED, /Dormir/);
    await answersOn(whatsapp).filter({ hasText: 'Maison du Migrant, à Gao' }).waitFor();

    const messenger = phoneOn(page, 'Messenger');
    await messenger.getByRole('button', { name: 'Démarrer' }).click();
    await messenger.getByRole('button', { name: '1 Gao' }).click();
    await messenger.getByRole('button', { name: /Dormir/ }).click();
    await answersOn(messenger).filter({ hasText: 'Maison du Migrant, à Gao' }).waitFor();

    const panel = panelOn(page);
    await panel.getByText('un bouton touché').waitFor();
    await panel.getByText('C11', { exact: true }).waitFor();
    await panel.getByText('mdm-shelter', { exact: true }).waitFor();
    await panel
      .getByText(/fr\.yaml:\d+/)
      .first()
      .waitFor();
    await panel.getByText('"template_type": "button"').waitFor();
    expect(await open.weight()).toBeLessThan(100 * KILOBYTE);
  });

  test('a list opens, is left and is answered by keyboard alone', async () => {
    const whatsapp = phoneOn(page, 'WhatsApp');
    await write(whatsapp, 'bonjour');
    const opener = answersOn(whatsapp).last().getByRole('button', { name: 'Choisir' });
    const sheet = whatsapp.getByRole('dialog', { name: 'Choisir' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await sheet.waitFor();
    for (let tab = 0; tab < 4; tab += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.closest("[role=dialog]") !== null')).toBe(true);
    }
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await whatsapp.locator('button:focus', { hasText: 'Choisir' }).waitFor();
    await page.keyboard.press('Enter');
    await sheet.getByRole('radio', { name: /Gao/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await whatsapp.locator('.line.person').filter({ hasText: 'Ménaka' }).waitFor();
  });

  test('a tap on an old menu is answered, and told as one', async () => {
    const whatsapp = phoneOn(page, 'WhatsApp');
    await write(whatsapp, 'bonjour');
    await pickRow(whatsapp, REGION, /Gao/);
    await pickRow(whatsapp, NEED, /Dormir/);
    await answersOn(whatsapp).filter({ hasText: 'Maison du Migrant, à Gao' }).waitFor();
    const shown = await answersOn(whatsapp).count();
    await pickRow(whatsapp, REGION, /Mopti/);
    await whatsapp.getByText('Appui sur un ancien menu').waitFor();
    await answersOn(whatsapp).nth(shown).waitFor();
  });

  test('a voice note is answered', async () => {
    const messenger = phoneOn(page, 'Messenger');
    await messenger.getByRole('button', { name: 'Autres envois' }).click();
    await messenger.getByRole('button', { name: 'Message vocal' }).click();
    await answersOn(messenger).last().waitFor();
    await panelOn(page).getByText('un envoi sans texte').waitFor();
  });

  test('content that is saved is used at once, without reload, and the chat goes on', async () => {
    const whatsapp = phoneOn(page, 'WhatsApp');
    await write(whatsapp, 'bonjour');
    await answersOn(whatsapp).first().waitFor();
    const revision = page.locator('.revision code');
    const before = (await revision.textContent()) ?? '';
    content.replace('locales/fr.yaml', 'label.risks: ⚠ Risques du voyage', 'label.risks: ⚠ Dangers du voyage');
    await revision.filter({ hasNotText: before }).waitFor();
    await pickRow(whatsapp, REGION, /Autres sujets/);
    await answersOn(whatsapp).last().filter({ hasText: 'Dangers du voyage' }).waitFor();
    content.restore('locales/fr.yaml');
    await revision.filter({ hasText: before }).waitFor();
  });

  test('mistakes are told with their line while the last good content goes on', async () => {
    const messenger = phoneOn(page, 'Messenger');
    await write(messenger, 'bonjour');
    await answersOn(messenger).first().waitFor();
    content.replace('locales/fr.yaml', 'label.region: 📍 Choisir la région', 'label.region: 📍 Choisir {la région');
    await page.getByText(/fr\.yaml:\d+:\d+/).waitFor();
    await page.getByText('le dernier bon contenu reste en service').waitFor();
    await messenger.getByRole('button', { name: '1 Gao' }).click();
    await answersOn(messenger).last().filter({ hasText: 'Dormir' }).waitFor();
    expect(await barriers(page)).toEqual([]);

    // Mended, and at once the next one: a label that an app would cut, before a person sees it.
    content.restore('locales/fr.yaml');
    content.replace('locales/fr.yaml', 'label.risks: ⚠ Risques du voyage', 'label.risks: ⚠ Risques du voyage à');
    await page.getByText('`label.risks` has 21 characters, 20 can be shown').waitFor();
    await page.getByText('Ce libellé est trop long').waitFor();
    await page.getByText('⚠ Risques du voyage à').waitFor();
    content.restore('locales/fr.yaml');
    await page.getByText(/fr\.yaml:\d+:\d+/).waitFor({ state: 'detached' });
  });

  test('a failure at Meta shows on the message, with what the robot does about it', async () => {
    await page.getByRole('tab', { name: 'Essais' }).click();
    await page.getByLabel('Réponse de Meta').selectOption('window-closed');
    await page.getByRole('button', { name: 'Appliquer' }).click();
    await panelOn(page).getByText('encore 1 fois').waitFor();
    const whatsapp = phoneOn(page, 'WhatsApp');
    await write(whatsapp, 'bonjour');
    await whatsapp.getByText(/Pas arrivé.*Le robot abandonne ce message/).waitFor();
    await panelOn(page).getByText('Aucune panne en cours').waitFor();
  });

  test('the chat is saved as a test', async () => {
    await write(phoneOn(page, 'WhatsApp'), 'bonjour');
    await answersOn(phoneOn(page, 'WhatsApp')).first().waitFor();
    await page.getByRole('tab', { name: 'Personne' }).click();
    await page.getByRole('button', { name: 'Enregistrer comme test' }).click();
    const dialog = page.getByRole('dialog', { name: 'Conversation enregistrée comme test' });
    await dialog.getByText('bonjour').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('link', { name: 'Télécharger' }).click()]);
    expect(download.suggestedFilename()).toBe('conversation-whatsapp.yaml');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('a link opens a node, once', async () => {
    await page.goto(`${server.url}/emulator#node=risks&region=gao&channel=messenger`);
    await page.reload();
    const messenger = phoneOn(page, 'Messenger');
    await messenger.locator('.line.person').filter({ hasText: '→ risks' }).waitFor();
    await answersOn(messenger).first().waitFor();
    expect(new URL(page.url()).hash).toBe('');
  });

  test('no barrier on a wide screen, with an open list and an open tray', async () => {
    const whatsapp = phoneOn(page, 'WhatsApp');
    await write(whatsapp, 'bonjour');
    await phoneOn(page, 'Messenger').getByRole('button', { name: 'Autres envois' }).click();
    await answersOn(whatsapp).last().getByRole('button', { name: 'Choisir' }).click();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const tab of ['Personne', 'Essais']) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await barriers(page)).toEqual([]);
    }
  });

  test('no barrier and nothing cut off on a phone’s screen', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('navigation').getByRole('button', { name: 'WhatsApp' }).click();
    await write(phoneOn(page, 'WhatsApp'), 'bonjour');
    await answersOn(phoneOn(page, 'WhatsApp')).first().waitFor();
    for (const part of ['WhatsApp', 'Messenger', 'Détails']) {
      await page.getByRole('navigation').getByRole('button', { name: part }).click();
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
  });
});
