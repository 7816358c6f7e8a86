import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser, openPage } from '../support/browser.ts';
import { type ContentCopy, copyContent } from '../support/content-copy.ts';
import { startServer, tempFolder } from '../support/server.ts';

// Pictures of the page for people who work on it: `node test/page/shots.ts [FOLDER]`. No test compares them.

const EMOJI = dirname(fileURLToPath(import.meta.resolve('@fontsource/noto-color-emoji/emoji-400.css')));
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } } as const;
const OUT = process.argv[2] ?? 'shots';

/** The browser for tests has no emoji; the page itself uses the reader's own. */
async function withEmoji(page: Page): Promise<void> {
  await page.route('**/__emoji/**', (route) =>
    route.fulfill({ path: join(EMOJI, 'files', new URL(route.request().url()).pathname.split('/').at(-1) ?? '') }),
  );
  const css = readFileSync(join(EMOJI, 'emoji-400.css'), 'utf8');
  await page.addStyleTag({ content: css.replaceAll('./files/', '/__emoji/') });
  await page.evaluate(`document.fonts.load('16px "Noto Color Emoji"', '🛏').then(() => 0)`);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate('document.fonts.ready.then(() => 0)');
  await page.screenshot({ path: join(OUT, `${name}.png`), animations: 'disabled' });
}

async function story(page: Page, size: keyof typeof SIZES, content: ContentCopy): Promise<void> {
  const part = async (name: 'WhatsApp' | 'Messenger' | 'Détails') => {
    if (size === 'narrow') await page.getByRole('navigation').getByRole('button', { name }).click();
  };
  const phone = (name: string) => page.getByRole('region', { name, exact: true });
  await shoot(page, `${size}-1-start`);

  await part('Messenger');
  const messenger = phone('Messenger');
  await messenger.getByRole('button', { name: 'Démarrer' }).click();
  await messenger.getByRole('button', { name: /Gao/ }).click();
  await messenger
    .getByRole('button', { name: /Dormir/ })
    .first()
    .waitFor();
  await shoot(page, `${size}-2-quick`);
  await messenger.getByRole('button', { name: /Dormir/ }).click();
  await messenger.getByText('Maison du Migrant').first().waitFor();
  await shoot(page, `${size}-3-card-messenger`);

  await part('WhatsApp');
  const whatsapp = phone('WhatsApp');
  await whatsapp.getByLabel('Message', { exact: true }).fill('Bonjour');
  await whatsapp.getByLabel('Message', { exact: true }).press('Enter');
  await whatsapp.getByRole('button', { name: 'Choisir' }).click();
  await shoot(page, `${size}-4-sheet-regions`);
  await whatsapp.getByRole('radio', { name: /Gao/ }).check();
  await whatsapp.getByRole('dialog').getByRole('button', { name: 'Envoyer' }).click();
  await whatsapp.getByRole('button', { name: 'Choisir' }).nth(1).click();
  await whatsapp.getByRole('radio', { name: /Dormir/ }).check();
  await shoot(page, `${size}-5-sheet`);
  await whatsapp.getByRole('dialog').getByRole('button', { name: 'Envoyer' }).click();
  await whatsapp.getByText('Maison du Migrant').first().waitFor();
  await shoot(page, `${size}-6-card`);
  await part('Détails');
  await shoot(page, `${size}-7-details`);
  await page.getByRole('tab', { name: 'Personne' }).click();
  await shoot(page, `${size}-8-person`);
  await page.getByRole('tab', { name: 'Essais' }).click();
  await shoot(page, `${size}-9-trials`);

  await page.getByLabel('Réponse de Meta').selectOption('server-error');
  await page.getByRole('button', { name: 'Appliquer' }).click();
  await part('WhatsApp');
  await whatsapp.getByRole('button', { name: 'Autres envois' }).click();
  await whatsapp.getByText('En double').click();
  await shoot(page, `${size}-10-tray`);
  await whatsapp.getByRole('button', { name: 'Message vocal' }).click();
  await whatsapp.getByText('Pas arrivé').waitFor();
  await shoot(page, `${size}-11-fault`);
  content.replace('locales/fr.yaml', 'Choisir la région', 'Choisir {la région');
  await page.getByText('fr.yaml:').first().waitFor();
  await shoot(page, `${size}-12-problem`);
  content.restore('locales/fr.yaml');
}

const folder = tempFolder();
const content = copyContent(folder.path);
const server = await startServer({ ...content.env, DATABASE_URL: `sqlite:${join(folder.path, 'shots.db')}`, EMULATOR: 'on' });
const browser = await launchBrowser();
mkdirSync(OUT, { recursive: true });
try {
  for (const size of ['wide', 'narrow'] as const) {
    for (const colorScheme of size === 'wide' ? (['light', 'dark'] as const) : (['light'] as const)) {
      const { page, close } = await openPage(browser, `${server.url}/emulator`, { viewport: SIZES[size], bypassCSP: true, colorScheme });
      page.setDefaultTimeout(5000);
      await page.getByRole('button', { name: 'Recommencer' }).first().click();
      await withEmoji(page);
      if (colorScheme === 'light') await story(page, size, content);
      else await shoot(page, `${size}-13-dark`);
      await close();
      await Promise.all(['whatsapp', 'messenger'].map((channel) => reset(channel, colorScheme)));
    }
  }
} finally {
  await browser.close();
  await server.stop();
  folder.remove();
}

/** The dark picture shows the chats of the light ones. */
async function reset(channel: string, after: string): Promise<void> {
  if (after === 'light') return;
  await fetch(`${server.url}/emulator/api/reset`, {
    method: 'POST',
    body: JSON.stringify({ channel }),
    headers: { 'content-type': 'application/json', origin: server.url },
  });
}
