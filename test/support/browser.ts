import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core';

const UNPACKER = join(import.meta.dirname, 'unpack-chromium.ts');
const FONTS = 'fonts.conf';
const UNPACKED = join(tmpdir(), 'anoura-chromium-153');

/**
 * Of the package's own, for machines that run one function. A page under test must live under the rules of an ordinary browser, and in a
 * single process the whole browser ends with the first context that is closed.
 */
const LAX = ['--single-process', '--disable-web-security', '--allow-running-insecure-content', '--disable-site-isolation-trials'];
/** What a browser does by itself would count as traffic to the outside. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium out of an npm package. Close it. */
export async function launchBrowser(): Promise<Browser> {
  const home = await unpacked();
  // Pages are text and boxes: drawing them without an emulated graphics card is faster.
  chromium.setGraphicsMode = false;
  return playwright.launch({
    executablePath: join(home, 'chromium'),
    args: [...chromium.args.filter((flag) => !LAX.includes(flag)), ...QUIET],
    env: { ...process.env, FONTCONFIG_FILE: join(home, FONTS) },
  });
}

/**
 * The unpacked browser, kept between runs. Two test files may come here at once: each unpacks into a folder of its own, and the first
 * to be done gives it the common name.
 */
async function unpacked(): Promise<string> {
  if (existsSync(UNPACKED)) return UNPACKED;
  const own = await mkdtemp(`${UNPACKED}-`);
  await promisify(execFile)(process.execPath, [UNPACKER], { env: { ...process.env, TMPDIR: own } });
  await writeFile(join(own, FONTS), fontsIn(UNPACKED));
  await rename(own, UNPACKED).catch(() => rm(own, { recursive: true, force: true }));
  return UNPACKED;
}

/** The browser's own letters, and whatever the machine has. */
const fontsIn = (home: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`;

/** A page that is watched: what it complained about, and what its files weigh. */
export type Watched = {
  readonly page: Page;
  /** Errors of scripts, of the console (broken rules of the Content-Security-Policy are among them), requests to the outside. */
  readonly complaints: () => readonly string[];
  /** Bytes of the page's own files as a server with gzip would send them; answers of its API are not counted. */
  readonly weight: () => Promise<number>;
  readonly close: () => Promise<void>;
};

/** Opens an address in a browser that reaches loopback only. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'fr-FR',
    reducedMotion: 'reduce',
    ...options,
  });
  const complaints: string[] = [];
  const weights: Promise<number>[] = [];
  await context.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    (route) => {
      complaints.push(`asked the outside: ${route.request().url()}`);
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.includes('/api/') && response.status() < 300)
      weights.push(
        response.body().then(
          (body) => gzipSync(body).length,
          () => 0,
        ),
      );
  });
  await page.goto(url);
  return {
    page,
    complaints: () => complaints,
    weight: async () => (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0),
    close: () => context.close(),
  };
}
