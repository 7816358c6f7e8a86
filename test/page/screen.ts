import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';

/** The parts of the page by what a person calls them, in French. */
export type PhoneName = 'WhatsApp' | 'Messenger';

export const phoneOn = (page: Page, name: PhoneName): Locator => page.getByRole('region', { name, exact: true });
export const panelOn = (page: Page): Locator => page.getByRole('region', { name: 'Détails', exact: true });
/** The messages of the bot on a phone, each with what hangs on it. */
export const answersOn = (phone: Locator): Locator => phone.locator('.line.bot');

export async function write(phone: Locator, words: string): Promise<void> {
  await phone.getByLabel('Message', { exact: true }).fill(words);
  await phone.getByLabel('Message', { exact: true }).press('Enter');
}

/** On the WhatsApp message that says so: opens its list, marks a row, sends it. */
export async function pickRow(phone: Locator, message: string, row: RegExp): Promise<void> {
  await answersOn(phone).filter({ hasText: message }).last().getByRole('button', { name: 'Choisir' }).click();
  await phone.getByRole('dialog').getByRole('radio', { name: row }).check();
  await phone.getByRole('dialog').getByRole('button', { name: 'Envoyer' }).click();
}

/** What axe finds serious or critical on the page as it is, with the elements. */
export async function barriers(page: Page): Promise<readonly string[]> {
  if (await page.evaluate<boolean>('window.axe === undefined')) await page.evaluate(axe.source);
  const found = await page.evaluate<axe.AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
