import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { EmulatedFile, Emulator, GraphCall, Tab } from '../../src/http/emulator.ts';
import { emulatorRoutes } from '../../src/http/emulator-routes.ts';
import { makeHttp } from '../../src/http/http.ts';
import type { HttpServer } from '../../src/http/server.ts';
import type { EmulatorState } from '../../src/model/emulator.ts';
import { makeLog } from '../../src/runtime/log.ts';
import { makeMetrics } from '../../src/runtime/metrics.ts';
import { tempFolder } from '../support/server.ts';
import { ask, rawSocket } from './support.ts';

beforeAll(() => nock.restore());

const STATE: EmulatorState = {
  content: { revision: 'abc', problems: [], swappedAt: 1 },
  phones: [],
  locales: [],
  nodes: [],
  regions: [],
  needs: [],
  fault: { kind: 'none', times: 0 },
};

const FILES: Readonly<Record<string, EmulatedFile>> = {
  '7': { type: 'audio/ogg; codecs=opus', bytes: Buffer.from('sound') },
  '8': { type: 'text/html', bytes: Buffer.from('<script>') },
};

const folder = tempFolder();
let calls: unknown[];
let tabs: Set<Tab>;
let left: () => void;
let starts: () => Promise<Emulator | undefined>;
let logged: string;
let server: HttpServer;
let port: number;

const emulator: Emulator = {
  state: () => STATE,
  listen: (tab) => {
    tabs.add(tab);
    return () => {
      tabs.delete(tab);
      left();
    };
  },
  send: async (send) => {
    calls.push(send);
    return send.twice ? 503 : 200;
  },
  open: async (place) => {
    calls.push(place);
    return place.node === 'nowhere' ? undefined : 200;
  },
  speak: (channel, locale) => {
    calls.push({ channel, locale });
    return locale === 'fr';
  },
  fail: (fault) => void calls.push(fault),
  reset: (channel) => void calls.push({ channel }),
  test: (channel) => (channel === 'whatsapp' ? { ok: true, yaml: '- name: x\n' } : { ok: false, reason: 'nothing-said' }),
  graph: (call: GraphCall) => {
    calls.push({ ...call, body: Buffer.from(call.body).toString() });
    return call.account === '666' ? { kind: 'cut' } : { kind: 'answer', status: 400, body: { error: { code: 100 } } };
  },
  upload: ({ file, ...call }) => {
    calls.push({ ...call, file: file && { ...file, bytes: Buffer.from(file.bytes).toString() } });
    return call.account === '666' ? { kind: 'cut' } : { kind: 'answer', status: 200, body: { id: '7' } };
  },
  file: (id) => FILES[id],
};

beforeEach(async () => {
  calls = [];
  tabs = new Set();
  left = () => undefined;
  logged = '';
  starts = async () => emulator;
  const log = makeLog('trace', {
    write: (line) => {
      logged += line;
    },
  });
  server = makeHttp({
    channels: new Map(),
    store: { receive: async () => ({ messages: 0, duplicates: 0, statuses: 0 }) },
    clock: () => 0,
    readiness: async () => ({ ready: true, reasons: [] }),
    emulator: emulatorRoutes({ emulator: () => starts(), pageFolder: join(folder.path, 'page'), log }),
    metrics: makeMetrics({ runtime: false }),
    log,
    timeouts: { request: 2_000, check: 50 },
  });
  ({ port } = await server.listen(0, '127.0.0.1'));
});
afterEach(() => server.close());
afterAll(() => folder.remove());

const here = () => ({ host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` });
const post = (path: string, body: unknown, headers = {}) =>
  ask(port, 'POST', `/emulator/${path}`, {
    headers: { ...here(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('who may come in', () => {
  test.each([
    ['its own address', () => ({}), 200],
    ['localhost', () => ({ host: `localhost:${port}` }), 200],
    ['another loopback address', () => ({ host: `127.8.8.8:${port}` }), 200],
    ['loopback of IPv6', () => ({ host: `[::1]:${port}` }), 200],
    ['a name that was rebound to this machine', () => ({ host: `evil.example:${port}` }), 403],
    ['a name that begins like this machine', () => ({ host: `localhost.evil.example:${port}` }), 403],
    ['a number that begins like this machine', () => ({ host: `127.0.0.1.evil.example:${port}` }), 403],
    ['another port', () => ({ host: '127.0.0.1:1' }), 403],
    ['no port', () => ({ host: '127.0.0.1' }), 403],
    ['an address on the network', () => ({ host: `192.168.1.5:${port}` }), 403],
    ['a user before the name', () => ({ host: `x@127.0.0.1:${port}` }), 403],
    ['a proxy that passes it on', () => ({ 'x-forwarded-for': '203.0.113.7' }), 403],
    ['a proxy of the newer kind', () => ({ forwarded: 'for=203.0.113.7' }), 403],
  ])('%s', async (_label, headers, status) => {
    const answer = await ask(port, 'GET', '/emulator/api/state', { headers: { host: `127.0.0.1:${port}`, ...headers() } });
    expect(answer.status).toBe(status);
    expect(answer.body === '').toBe(status === 403);
  });

  test.each([
    ['none', { origin: undefined }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['another page', { origin: 'https://evil.example' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['another name of this machine', () => ({ origin: `http://localhost:${port}` }), 403],
    ['the page itself', {}, 204],
  ])('a POST from %s', async (_label, headers, status) => {
    const { origin, ...own } = here();
    const given = typeof headers === 'function' ? headers() : headers;
    const sent = 'origin' in given && given.origin === undefined ? own : { origin, ...own, ...given };
    const answer = await ask(port, 'POST', '/emulator/api/reset', { headers: sent, body: '{}' });
    expect([answer.status, answer.body]).toEqual([status, '']);
    expect(calls).toHaveLength(status === 204 ? 1 : 0);
  });

  test('nothing is inline, framed, or from elsewhere', async () => {
    for (const path of ['/emulator/', '/emulator/api/state', '/emulator/no-such-thing']) {
      const { headers } = await ask(port, 'GET', path, { headers: here() });
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('what the page asks', () => {
  test('the state', async () => {
    const { status, headers, body } = await ask(port, 'GET', '/emulator/api/state', { headers: here() });
    expect([status, headers['content-type'], JSON.parse(body)]).toEqual([200, 'application/json; charset=utf-8', STATE]);
  });

  const text = { kind: 'text', text: 'bonjour' };
  test.each([
    ['words', 'send', { channel: 'whatsapp', inputs: [text] }],
    ['a tap', 'send', { channel: 'messenger', inputs: [{ kind: 'tap', id: 'need:health?l=fr', title: 'Santé' }] }],
    ['several things', 'send', { channel: 'messenger', inputs: [text, { kind: 'start' }, { kind: 'attachment', medium: 'voice' }] }],
    ['an old message', 'send', { channel: 'whatsapp', inputs: [text], ageHours: 25.5, twice: false }],
    ['a fault', 'fault', { kind: 'throttled', times: 3 }],
    ['a language', 'locale', { channel: 'whatsapp', locale: 'fr' }],
    ['a node', 'node', { channel: 'whatsapp', node: 'need' }],
    ['a node with a place', 'node', { channel: 'whatsapp', node: 'need', region: 'gao', need: 'health' }],
    ['a new person', 'reset', { channel: 'messenger' }],
  ])('%s is passed on', async (_label, path, body) => {
    expect((await post(`api/${path}`, body)).status).toBe(204);
    expect(calls).toEqual([body]);
  });

  test.each([
    ['no JSON', 'send', 'hello'],
    ['nothing', 'send', ''],
    ['half a body', 'send', '{"channel":"whatsapp"'],
    ['nested without end', 'send', '['.repeat(100_000)],
    ['a list', 'send', []],
    ['no inputs', 'send', { channel: 'whatsapp', inputs: [] }],
    ['too many inputs', 'send', { channel: 'whatsapp', inputs: Array.from({ length: 21 }, () => text) }],
    ['empty words', 'send', { channel: 'whatsapp', inputs: [{ kind: 'text', text: '' }] }],
    ['endless words', 'send', { channel: 'whatsapp', inputs: [{ kind: 'text', text: 'x'.repeat(5001) }] }],
    ['an unknown kind', 'send', { channel: 'whatsapp', inputs: [{ kind: 'scream' }] }],
    ['an unknown medium', 'send', { channel: 'whatsapp', inputs: [{ kind: 'attachment', medium: 'smell' }] }],
    ['an unknown channel', 'send', { channel: 'sms', inputs: [text] }],
    ['a channel without a phone', 'send', { channel: 'botframework', inputs: [text] }],
    ['a key too many', 'send', { channel: 'whatsapp', inputs: [text], admin: true }],
    ['a message of tomorrow', 'send', { channel: 'whatsapp', inputs: [text], ageHours: -1 }],
    ['an age that is none', 'send', '{"channel":"whatsapp","inputs":[{"kind":"start"}],"ageHours":1e999}'],
    ['an unknown fault', 'fault', { kind: 'earthquake', times: 1 }],
    ['half a fault', 'fault', { kind: 'throttled', times: 0.5 }],
    ['a language that is not there', 'locale', { channel: 'whatsapp', locale: 'tlh' }],
    ['a node that is not there', 'node', { channel: 'whatsapp', node: 'nowhere' }],
    ['somebody of the prototype', 'reset', { channel: '__proto__' }],
  ])('%s is a bare 400', async (_label, path, body) => {
    const answer = await post(`api/${path}`, body);
    expect([answer.status, answer.body]).toEqual([400, '']);
    expect(logged).toBe('');
  });

  test('a webhook that was refused is told', async () => {
    const { status, body } = await post('api/send', { channel: 'whatsapp', inputs: [text], twice: true });
    expect([status, JSON.parse(body)]).toEqual([409, { status: 503 }]);
  });

  test('a body without end is cut, a compressed one is not unpacked', async () => {
    expect((await post('api/send', 'x'.repeat(600_000))).status).toBe(413);
    expect((await post('api/send', '{}', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  test('a saved test, or why there is none', async () => {
    const saved = await ask(port, 'GET', '/emulator/api/test?channel=whatsapp', { headers: here() });
    expect([saved.status, saved.headers['content-type'], saved.body]).toEqual([200, 'text/yaml; charset=utf-8', '- name: x\n']);
    const none = await ask(port, 'GET', '/emulator/api/test?channel=messenger', { headers: here() });
    expect([none.status, JSON.parse(none.body)]).toEqual([409, { reason: 'nothing-said' }]);
    expect((await ask(port, 'GET', '/emulator/api/test?channel=sms', { headers: here() })).status).toBe(400);
    expect((await ask(port, 'GET', '/emulator/api/test', { headers: here() })).status).toBe(400);
  });

  test.each([
    ['POST', 'api/state', 'GET, HEAD'],
    ['GET', 'api/send', 'POST'],
    ['DELETE', 'graph/v25.0/1/messages', 'POST'],
    ['GET', 'graph/v25.0/1/media', 'POST'],
    ['POST', 'file/7', 'GET, HEAD'],
    ['DELETE', '', 'GET, HEAD'],
  ])('%s on %s is not allowed', async (method, path, allowed) => {
    const { status, headers } = await ask(port, method, `/emulator/${path}`, { headers: here() });
    expect([status, headers.allow]).toEqual([405, allowed]);
  });

  test.each(['api', 'api/', 'api/secrets', 'graph/v25.0', 'api/%2e%2e/state'])('there is nothing at %s', async (path) => {
    expect((await ask(port, 'GET', `/emulator/${path}`, { headers: here() })).status).toBe(404);
  });

  test('an emulator that cannot start, or is about to stop, is a bare 503', async () => {
    starts = async () => undefined;
    expect((await ask(port, 'GET', '/emulator/api/state', { headers: here() })).status).toBe(503);
    expect(logged).toBe('');
    starts = async () => Promise.reject(new Error('disk full'));
    const { status, body } = await post('api/reset', {});
    expect([status, body]).toEqual([503, '']);
    expect(logged).toContain('the emulator cannot start');
  });
});

describe('the emulated Graph API', () => {
  test('hears account, token and body, asks for no origin, and answers as told', async () => {
    const headers = { host: here().host, authorization: 'Bearer x' };
    const answer = await ask(port, 'POST', '/emulator/graph/v25.0/700800900/messages', { headers, body: '{"a":1}' });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([400, { error: { code: 100 } }]);
    expect(calls).toEqual([{ account: '700800900', authorization: 'Bearer x', body: '{"a":1}' }]);
  });

  test('hears uploads: the file, whatever else is in the form', async () => {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('file', new Blob(['sound'], { type: 'audio/ogg; codecs=opus' }), 'voice.ogg');
    const request = new Request('http://x', { method: 'POST', body: form });
    const headers = { host: here().host, authorization: 'Bearer x', 'content-type': request.headers.get('content-type') ?? '' };
    const body = Buffer.from(await request.arrayBuffer()).toString('latin1');
    const answer = await ask(port, 'POST', '/emulator/graph/v25.0/700800900/media', { headers, body });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { id: '7' }]);
    const file = { type: 'audio/ogg; codecs=opus', bytes: 'sound' };
    expect(calls).toEqual([{ account: '700800900', edge: 'media', authorization: 'Bearer x', file }]);
  });

  test('what is no form holds no file', async () => {
    await ask(port, 'POST', '/emulator/graph/v25.0/700800900/media', { headers: here(), body: 'sound' });
    expect(calls).toMatchObject([{ edge: 'media', file: undefined }]);
  });

  test('gives an uploaded sound to the page, and nothing that is none', async () => {
    const sound = await ask(port, 'GET', '/emulator/file/7', { headers: here() });
    expect([sound.status, sound.headers['content-type'], sound.body]).toEqual([200, 'audio/ogg; codecs=opus', 'sound']);
    expect(sound.headers['x-content-type-options']).toBe('nosniff');
    const part = await ask(port, 'GET', '/emulator/file/7', { headers: { ...here(), range: 'bytes=1-3' } });
    expect([part.status, part.headers['content-range'], part.body]).toEqual([206, 'bytes 1-3/5', 'oun']);
    for (const path of ['8', '9', '..%2f7'])
      expect((await ask(port, 'GET', `/emulator/file/${path}`, { headers: here() })).status).toBe(404);
  });

  test('breaks the connection when told', async () => {
    await expect(ask(port, 'POST', '/emulator/graph/v25.0/666/messages', { headers: here(), body: '{}' })).rejects.toThrow(
      'socket hang up',
    );
  });
});

describe('the stream of events', () => {
  const request = () => `GET /emulator/api/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;

  test('reaches every open page, until it goes or the emulator stops', async () => {
    const pages = [rawSocket(port), rawSocket(port)];
    for (const { socket, hears } of pages) {
      socket.write(request());
      await hears(': open');
    }
    expect(tabs.size).toBe(2);
    for (const tab of tabs) tab.tell({ kind: 'reset', channel: 'whatsapp' });
    for (const { hears } of pages) await hears('data: {"kind":"reset","channel":"whatsapp"}\n\n');
    const [first, second] = pages;
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    first?.socket.destroy();
    await gone;
    expect(tabs.size).toBe(1);
    for (const tab of tabs) tab.end();
    // The last chunk of an answer that is whole.
    await second?.hears('\r\n0\r\n\r\n');
    second?.socket.destroy();
  });

  test('does not hold the end of the server once it is ended', async () => {
    const { socket, hears, all } = rawSocket(port);
    socket.write(request());
    await hears(': open');
    for (const tab of tabs) tab.end();
    await server.close();
    socket.end();
    expect(await all).toContain('200 OK');
  });

  test('is not opened by HEAD, nor without limit', async () => {
    expect((await ask(port, 'HEAD', '/emulator/api/events', { headers: here() })).status).toBe(200);
    const pages = Array.from({ length: 50 }, () => rawSocket(port));
    for (const { socket, hears } of pages) {
      socket.write(request());
      await hears(': open');
    }
    expect((await ask(port, 'GET', '/emulator/api/events', { headers: here() })).status).toBe(503);
    for (const tab of tabs) tab.end();
    for (const { socket } of pages) socket.destroy();
  });
});

describe('the page', () => {
  test('says what to run while it is not built, and is there once it is', async () => {
    const missing = await ask(port, 'GET', '/emulator/', { headers: here() });
    expect([missing.status, missing.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(missing.body).toContain('npm run build');
    mkdirSync(join(folder.path, 'page', 'assets'), { recursive: true });
    writeFileSync(join(folder.path, 'page', 'index.html'), '<!doctype html><title>x</title>');
    writeFileSync(join(folder.path, 'page', 'assets', 'page.js'), 'export {}');
    writeFileSync(join(folder.path, 'secret'), 'x');
    const page = await ask(port, 'GET', '/emulator/', { headers: here() });
    expect([page.status, page.headers['content-type'], page.body]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html><title>x</title>',
    ]);
    const script = await ask(port, 'GET', '/emulator/assets/page.js', { headers: here() });
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    for (const path of ['../secret', '%2e%2e/secret', '..%2fsecret', 'assets/..%5c..%5csecret', 'nothing.js'])
      expect((await ask(port, 'GET', `/emulator/${path}`, { headers: here() })).status).not.toBe(200);
  });

  test('lies in a folder, so that what it names lies beside it', async () => {
    const { status, headers } = await ask(port, 'GET', '/emulator?lang=en', { headers: here() });
    expect([status, headers.location]).toEqual([308, '/emulator/?lang=en']);
  });

  test('is not there when the emulator is off', async () => {
    const log = makeLog('silent');
    const bare = makeHttp({
      channels: new Map(),
      store: { receive: async () => ({ messages: 0, duplicates: 0, statuses: 0 }) },
      clock: () => 0,
      readiness: async () => ({ ready: true, reasons: [] }),
      metrics: makeMetrics({ runtime: false }),
      log,
    });
    const { port: other } = await bare.listen(0, '127.0.0.1');
    expect((await ask(other, 'GET', '/emulator/')).status).toBe(404);
    await bare.close();
  });
});
