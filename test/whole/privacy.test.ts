import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FakeGraph, startFakeGraph } from '../support/fake-graph.ts';
import { messengerBody, SETTINGS, type Server, SMALL, signed, startServer, tempFolder, whatsappBody } from '../support/server.ts';

/** What is known of two invented people, and every secret of the server. Nothing of it may be found anywhere afterwards. */
const PHONE = '15550987654';
const PSID = '2000777888999';
const USER_ID = 'ML.4400ab77cd99';
const WORDS = 'xylophone turquoise';
const NAME = 'Test Person';
const PLACE = '16.271';
const MESSAGE_ID = 'wamid.KNOWN0001';
const SECRETS = [
  SETTINGS.META_APP_SECRET,
  SETTINGS.META_VERIFY_TOKEN,
  SETTINGS.WHATSAPP_ACCESS_TOKEN,
  SETTINGS.MESSENGER_PAGE_ACCESS_TOKEN,
];
const NEEDLES = [PHONE, PSID, USER_ID, WORDS, 'xylophone', NAME, PLACE, MESSAGE_ID, ...SECRETS];

let graph: FakeGraph;
let server: Server;
const folder = tempFolder();
const env = () => ({
  ...SETTINGS,
  ...SMALL,
  GRAPH_API_URL: graph.url,
  DATABASE_URL: `sqlite:${folder.path}/anoura.db`,
  LOG_LEVEL: 'trace',
});

beforeAll(async () => {
  graph = await startFakeGraph();
  server = await startServer(env());
});
afterAll(async () => {
  await graph.close();
  folder.remove();
});

function whatsapp(message: Record<string, unknown>): string {
  const body = JSON.parse(whatsappBody({ from: PHONE, text: WORDS }));
  const { value } = body.entry[0].changes[0];
  value.messages[0] = { ...value.messages[0], ...message };
  return JSON.stringify(body);
}

test('a known number, id, text, place, name and token are in no output, at the finest log level, whatever goes wrong', async () => {
  // Ordinary talk, a tap, a place, a person without a phone number.
  await server.post('whatsapp', whatsappBody({ from: PHONE, text: WORDS, id: MESSAGE_ID }));
  await graph.waitFor(PHONE, 1);
  await server.post('whatsapp', whatsapp({ type: 'location', location: { latitude: 16.271, longitude: -0.044, name: WORDS } }));
  await graph.waitFor(PHONE, 2);
  await server.post('whatsapp', whatsapp({ from: undefined, from_user_id: USER_ID }));
  await graph.waitFor(USER_ID, 1);
  await server.post('messenger', messengerBody({ from: PSID, text: WORDS }));
  await graph.waitFor(PSID, 1);
  // What a stranger sends.
  const forged = whatsappBody({ from: PHONE, text: WORDS });
  await server.post('whatsapp', forged, signed(forged, 'not the secret'));
  await server.post('whatsapp', `{"broken": "${WORDS} ${PHONE}`);
  await server.post('whatsapp', whatsapp({ type: 'text', text: { body: { deep: WORDS } } }));
  await fetch(`${server.url}/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=${PHONE}&hub.verify_token=${WORDS}`);
  // Refusals of the platform, which quote what they refuse; then a connection that breaks.
  graph.failWith((_call, nth) => (nth % 2 === 0 ? { status: 400, code: 100 } : 'cut'));
  const attempts = () => graph.calls.filter(({ kind }) => kind === 'message').length;
  const before = attempts();
  await server.post('whatsapp', whatsappBody({ from: PHONE, text: WORDS }));
  await server.post('messenger', messengerBody({ from: PSID, text: WORDS }));
  await graph.waitUntil(() => attempts() >= before + 2);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  graph.failWith(() => undefined);
  expect(await server.stop()).toBe(0);

  const output = server.output();
  expect(output).toContain('"level":"warn"');
  expect(NEEDLES.filter((needle) => output.includes(needle))).toEqual([]);
  expect(NEEDLES.filter((needle) => metrics.includes(needle))).toEqual([]);
});

test('nor can they be found in the files that are left', () => {
  const files = readdirSync(folder.path).map((file) => readFileSync(join(folder.path, file)));
  expect(files.length).toBeGreaterThan(0);
  const found = NEEDLES.filter((needle) =>
    files.some((bytes) => bytes.includes(needle) || bytes.includes(Buffer.from(needle).toString('base64'))),
  );
  expect(found).toEqual([]);
});
