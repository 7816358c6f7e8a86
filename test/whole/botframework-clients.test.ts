import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import express from 'express';
import nock from 'nock';
import type { Browser, Page } from 'playwright-core';
import { forPlayground } from '../../src/channels/botframework/playground.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Server, startServer, tempFolder } from '../support/server.ts';

/** Clients that people really use, against the real process: a Direct Line client, and the Agents Playground in a browser. */
const require = createRequire(import.meta.url);
const folder = tempFolder();
let server: Server;

beforeAll(async () => {
  nock.restore();
  server = await startServer({ EMULATOR: 'off', DATABASE_URL: `sqlite:${folder.path}/anoura.db` });
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

const listening = (http: HttpServer) =>
  new Promise<number>((resolve) => http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port)));
const closed = (http: HttpServer) =>
  new Promise<void>((resolve) => {
    http.close(() => resolve());
    http.closeAllConnections();
  });

test('Direct Line: welcome, Gao, shelter', async () => {
  // The server part speaks on the console.
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  Object.assign(globalThis, { XMLHttpRequest: require('xhr2'), WebSocket: require('ws') });
  // It wants a uuid of long ago, whose place the project's override has taken.
  jest.mock('uuid/v4', () => randomUUID, { virtual: true });
  const { getRouter } = require('offline-directline');
  const { DirectLine } = require('botframework-directlinejs');
  const app = express();
  const http = createServer(app);
  const port = await listening(http);
  const url = `http://127.0.0.1:${port}`;
  app.use(getRouter(url, `${server.url}/api/messages`));

  const client = new DirectLine({ domain: `${url}/directline`, secret: 'none', webSocket: false, pollingInterval: 200 });
  type Heard = { from: { id: string }; text?: string; suggestedActions?: { actions: { title: string; value: string }[] } };
  const heard: Heard[] = [];
  let wake: () => void = () => undefined;
  const hear = (activity: Heard): void => {
    if (activity.from.id !== 'person') heard.push(activity);
    wake();
  };
  // To end the conversation is an error to those who listen.
  client.activity$.subscribe(hear, () => undefined);
  const say = async (text: string): Promise<Heard> => {
    const before = heard.length;
    client.postActivity({ type: 'message', from: { id: 'person' }, text }).subscribe();
    while (heard.length === before) await new Promise<void>((resolve) => (wake = resolve));
    return heard.at(-1) ?? { from: { id: '' } };
  };
  // A tap sends the value here.
  const tap = ({ suggestedActions }: Heard, label: string) =>
    say(suggestedActions?.actions.find(({ title }) => title.includes(label))?.value ?? '');

  const welcome = await say('Bonjour');
  expect(welcome.text).toContain('robot');
  const card = await tap(await tap(welcome, 'Gao'), 'Dormir');
  expect(card.text).toMatch(/Maison du Migrant.*10 jours/s);
  client.end();
  await closed(http);
});

/** Between the Playground and the server, to see what it sends. */
function makeWitness(seen: Record<string, unknown>[]): HttpServer {
  return createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    seen.push(JSON.parse(body.toString()));
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => /^(content-type|x-ms-.*)$/.test(name)));
    const { status } = await fetch(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { ...headers } as Record<string, string>,
      body,
    });
    response.writeHead(status).end();
  });
}

/** It would listen on every address of the machine, and open a window. */
const ON_LOOPBACK = `--import=data:text/javascript,${encodeURIComponent(
  `import net from 'node:net';
   const { listen } = net.Server.prototype;
   net.Server.prototype.listen = function (port, ...more) { return listen.call(this, port, '127.0.0.1', ...more.filter((one) => typeof one === 'function')); };`,
)}`;

async function startPlayground(bot: string, port: number): Promise<ChildProcess> {
  const cli = require.resolve('@microsoft/m365agentsplayground/cli.js');
  const child = spawn(process.execPath, [cli, 'start', '-e', bot, '-c', 'emulator', '-p', String(port), '--disable-telemetry'], {
    env: { PATH: process.env.PATH ?? '', HOME: folder.path, TEAMSAPPTESTER_BROWSER: 'none', NODE_OPTIONS: ON_LOOPBACK },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the Playground ended at its start')));
    child.stdout.on('data', (chunk) => String(chunk).includes('Listening') && resolve());
  });
  return child;
}

test('Agents Playground: welcome, Gao by a tapped choice, the answer; lines and signs as they are written', async () => {
  const seen: Record<string, unknown>[] = [];
  const witness = makeWitness(seen);
  const bot = `http://127.0.0.1:${await listening(witness)}/api/messages`;
  const probe = createServer();
  const port = await listening(probe);
  await closed(probe);
  const [playground, browser] = await Promise.all([startPlayground(bot, port), launchBrowser()]);
  try {
    const page = await openOnLoopback(browser, `http://localhost:${port}/`);
    await tap(page, '1 Gao', 'robot');
    await tap(page, '1 🛏 Dormir, manger', 'De quoi avez-vous besoin');
    await page.getByText('Maison du Migrant').first().waitFor();
    const text = await page.evaluate('document.body.innerText');
    expect(text).toContain('\n1 Gao\n2 Ménaka\n');
    expect(text).toMatch(/Maison du Migrant.*10 jours/s);
    expect(seen.filter(({ type }) => type === 'message').map((one) => one.text)).toEqual(['1 Gao', '1 🛏 Dormir, manger']);

    // Whatever a content might say, by the way that our replies go.
    const first = seen[0] as { serviceUrl: string; conversation: { id: string } };
    for (const words of SIGNS) {
      await fetch(`${first.serviceUrl}/v3/conversations/${first.conversation.id}/activities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'message',
          text: forPlayground(words),
          textFormat: 'markdown',
          suggestedActions: { to: [], actions: [] },
        }),
      });
      await page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(words)})`, undefined, { timeout: 5_000 });
    }
  } finally {
    await browser.close();
    playground.kill();
    await closed(witness);
  }
});

const SIGNS = [
  'Tout *ceci* _est_ **dit** __tel__ ~~quel~~ `ici`\n# un\n- deux\n1. trois\n> quatre\n---\n| a | b |\n[cinq](six) ![sept](huit) [^9]',
  '<b>gras</b> <script>x</script> <!-- rien --> a < b > c & d &amp; &lt; \\* \\',
  '# titre',
  '- tiret',
  '1. un',
];

/** A page that can reach this machine only. */
async function openOnLoopback(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.route(
    ({ hostname }) => hostname !== 'localhost' && hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Taps once the words before it are there. */
async function tap(page: Page, title: string, after: string): Promise<void> {
  await page.getByText(after).first().waitFor();
  await page.getByRole('button', { name: title, exact: true }).click();
}
