import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from '../support/browser.ts';
import { copyRepair } from '../support/content-copy.ts';
import { record } from '../support/recordings.ts';
import { type Server, startServer, tempFolder } from '../support/server.ts';
import { answersOn, barriers, phoneOn, write } from './screen.ts';

// A recording on the page, in a browser, under the page's own rules.

const folder = tempFolder();
const opened: (() => Promise<unknown>)[] = [];
let browser: Browser;
let server: Server;

beforeAll(async () => {
  browser = await launchBrowser();
  opened.push(() => browser.close());
  const env = copyRepair(folder.path);
  record(env.LOCALES_DIR, { 'en/welcome.say': 2, 'en/region.ask': 3 });
  server = await startServer({ ...env, DATABASE_URL: `sqlite:${folder.path}/emulator.db` });
  opened.push(() => server.stop());
});
afterAll(async () => {
  for (const close of opened.toReversed()) await close();
  folder.remove();
});

test('🔊 is tapped, and the voice note can be played where it stands', async () => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/emulator`);
  page.setDefaultTimeout(10_000);
  const phone = phoneOn(page, 'WhatsApp');
  await write(phone, 'hello');
  await answersOn(phone).filter({ hasText: 'repair robot' }).getByRole('button', { name: 'Choose' }).click();
  await phone
    .getByRole('dialog')
    .getByRole('radio', { name: /🔊 Listen/ })
    .check();
  await phone.getByRole('dialog').getByRole('button', { name: 'Envoyer' }).click();
  const audio = phone.locator('audio');
  await audio.waitFor();
  const seconds = await audio.evaluate(
    (element) =>
      new Promise<number>((resolve, reject) => {
        const player = element as unknown as {
          duration: number;
          readyState: number;
          addEventListener: (name: string, then: () => void) => void;
        };
        const tell = () => resolve(player.duration);
        if (player.readyState > 0) tell();
        player.addEventListener('loadedmetadata', tell);
        player.addEventListener('error', () => reject(new Error('it cannot be played')));
      }),
  );
  expect(Math.round(seconds)).toBe(5);
  expect(await barriers(page)).toEqual([]);
  expect(complaints()).toEqual([]);
  await close();
});
