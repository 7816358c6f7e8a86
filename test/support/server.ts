import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './content.ts';

/** Settings of a server under test; every id is invented. */
export const SETTINGS = {
  META_APP_SECRET: 'test-app-secret',
  META_VERIFY_TOKEN: 'test-verify-token',
  WHATSAPP_PHONE_NUMBER_ID: '700800900',
  WHATSAPP_ACCESS_TOKEN: 'test-whatsapp-token',
  MESSENGER_PAGE_ID: '1000',
  MESSENGER_PAGE_ACCESS_TOKEN: 'test-page-token',
} as const;

/** A small tree, which is loaded and proved in a fraction of the time; for what does not depend on what is said. */
export const SMALL = { FLOWS_DIR: 'test/fixtures/flow/flows', LOCALES_DIR: 'test/fixtures/flow/locales' } as const;

export type Server = {
  readonly url: string;
  readonly pid: number;
  /** Everything it has written to standard output and error. */
  readonly output: () => string;
  readonly post: (channel: 'whatsapp' | 'messenger', body: string, headers?: Record<string, string>) => Promise<number>;
  /** Resolves with the exit code, or the signal. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | string>;
};

export type Folder = { readonly path: string; readonly remove: () => void };

/** An empty folder for one test's database, removed by `remove`. */
export function tempFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'anoura-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts the server as its own process, as `npm start` does, on a free port; resolves when it listens. */
export async function startServer(env: Readonly<Record<string, string | undefined>>): Promise<Server> {
  const child = spawn(process.execPath, ['src/main.ts', 'serve'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | string>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal ?? 'gone')));
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      const address = /^listening on (http:\S+)$/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    void exited.then((how) => reject(new Error(`the server ended at its start (${how}): ${output}`)));
  });
  return {
    url,
    pid: pidOf(child),
    output: () => output,
    post: async (channel, body, headers = signed(body)) => {
      const response = await fetch(`${url}/webhooks/${channel}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
      await response.arrayBuffer();
      return response.status;
    },
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the process did not start');
  return child.pid;
}

export const signed = (body: string, secret: string = SETTINGS.META_APP_SECRET): Record<string, string> => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

/** One message of a person as Meta posts it. `tap`: the id on a button. */
export type Said = { readonly from: string; readonly text: string; readonly tap?: string; readonly id?: string; readonly at?: number };

export function whatsappBody(...said: readonly Said[]): string {
  const messages = said.map(({ from, text, tap, id = `wamid.${randomUUID()}`, at = Date.now() }) => {
    const base = { from, id, timestamp: String(Math.floor(at / 1000)) };
    return tap === undefined
      ? { ...base, type: 'text', text: { body: text } }
      : { ...base, type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: tap, title: text } } };
  });
  const metadata = { display_phone_number: '15550100001', phone_number_id: SETTINGS.WHATSAPP_PHONE_NUMBER_ID };
  const contacts = said.map(({ from }) => ({ profile: { name: 'Test Person' }, wa_id: from }));
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages };
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '900100', changes: [{ field: 'messages', value }] }] });
}

export function messengerBody(...said: readonly Said[]): string {
  const messaging = said.map(({ from, text, tap, id = `m_${randomUUID()}`, at = Date.now() }) => {
    const base = { sender: { id: from }, recipient: { id: SETTINGS.MESSENGER_PAGE_ID }, timestamp: at };
    return { ...base, message: { mid: id, text, ...(tap === undefined ? {} : { quick_reply: { payload: tap } }) } };
  });
  return JSON.stringify({ object: 'page', entry: [{ id: SETTINGS.MESSENGER_PAGE_ID, time: Date.now(), messaging }] });
}

/** How far one of our messages got, as WhatsApp tells it. `ref`: what was sent along with it. */
export function statusBody(...statuses: readonly { readonly id: string; readonly status: string; readonly ref?: unknown }[]): string {
  const body = JSON.parse(whatsappBody());
  const { value } = body.entry[0].changes[0];
  delete value.messages;
  const timestamp = String(Math.floor(Date.now() / 1000));
  value.statuses = statuses.map(({ id, status, ref }) => ({ id, status, timestamp, biz_opaque_callback_data: ref }));
  return JSON.stringify(body);
}

/** Invented people that can write on either channel, always the same for the same numbers. */
export const peopleFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `1555${String(first + index).padStart(7, '0')}`);

/** Ids and titles of what can be tapped in a payload of either channel. */
export function tapsOf(body: unknown): readonly { readonly id: string; readonly title: string }[] {
  if (typeof body !== 'object' || body === null) return [];
  const { id, payload, title } = body as Record<string, unknown>;
  const own =
    typeof title === 'string' && (typeof id === 'string' || typeof payload === 'string') ? [{ id: String(id ?? payload), title }] : [];
  return [...own, ...Object.values(body).flatMap(tapsOf)];
}
