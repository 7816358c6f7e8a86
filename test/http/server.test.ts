import http from 'node:http';
import net from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { ReceiveReport } from '../../src/store/store.ts';
import { ask, held, post, rawSocket, startRig } from './support.ts';

describe('health', () => {
  test('healthz answers ok', async () => {
    const { port } = await startRig();
    const { status, body } = await ask(port, 'GET', '/healthz');
    expect([status, body]).toEqual([200, 'ok']);
  });

  const cases: readonly (readonly [string, () => Promise<{ ready: boolean; reasons: string[] }>, number, unknown])[] = [
    ['ready', async () => ({ ready: true, reasons: [] }), 200, { ready: true, reasons: [] }],
    ['not ready', async () => ({ ready: false, reasons: ['database'] }), 503, { ready: false, reasons: ['database'] }],
    [
      'the check fails',
      () => Promise.reject(new Error('postgres://user:secret@host')),
      503,
      { ready: false, reasons: ['the check itself failed'] },
    ],
  ];
  test.each(cases)('readyz: %s', async (_label, readiness, status, body) => {
    const rig = await startRig({ readiness });
    const answer = await ask(rig.port, 'GET', '/readyz');
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, body]);
    expect(rig.logged()).not.toContain('secret');
  });

  test('metrics are Prometheus text', async () => {
    const { port } = await startRig();
    await post(port);
    const { status, headers, body } = await ask(port, 'GET', '/metrics');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(body).toContain('# TYPE anoura_webhooks_total counter\n');
  });
});

describe('paths and methods', () => {
  const cases: readonly (readonly [string, string, number, string | undefined])[] = [
    ['GET', '/', 404, undefined],
    ['POST', '/', 404, undefined],
    ['GET', '/webhooks', 404, undefined],
    ['GET', '/webhooks/whatsapp/x', 404, undefined],
    ['GET', '/api/messages', 404, undefined],
    ['PUT', '/webhooks/whatsapp', 405, 'GET, HEAD, POST'],
    ['OPTIONS', '/webhooks/whatsapp', 405, 'GET, HEAD, POST'],
    ['DELETE', '/webhooks/messenger', 404, undefined],
    ['POST', '/webhooks/messenger', 404, undefined],
    ['POST', '/healthz', 405, 'GET, HEAD'],
    ['OPTIONS', '/readyz', 405, 'GET, HEAD'],
    ['DELETE', '/metrics', 405, 'GET, HEAD'],
    ['HEAD', '/healthz', 200, undefined],
    ['HEAD', '/webhooks/whatsapp', 403, undefined],
  ];
  test.each(cases)('%s %s: %i', async (method, path, status, allow) => {
    const { port } = await startRig();
    const answer = await ask(port, method, path, method === 'GET' || method === 'HEAD' ? {} : { body: 'x'.repeat(100_000) });
    expect([answer.status, answer.headers.allow, answer.body]).toEqual([status, allow, '']);
  });

  test('a handler that fails answers with a bare status and logs no message', async () => {
    const rig = await startRig({
      readiness: () => {
        throw new Error('bonjour 15550100001');
      },
    });
    const { status, body } = await ask(rig.port, 'GET', '/readyz');
    expect([status, body]).toEqual([500, '']);
    expect(rig.logged()).toContain('request failed');
    expect(rig.logged()).not.toMatch(/bonjour|1555/);
  });
});

describe('listening', () => {
  test('a port that is taken is told to the caller', async () => {
    const first = await startRig();
    const second = await startRig();
    await second.server.close();
    await expect(second.server.listen(first.port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('closing', () => {
  const holding = async () => {
    const asked = held<void>();
    const stored = held<ReceiveReport>();
    const rig = await startRig({
      store: () => {
        asked.resolve();
        return stored.promise;
      },
    });
    return { ...rig, asked: asked.promise, letGo: () => stored.resolve({ messages: 1, duplicates: 0, statuses: 0 }) };
  };

  test('the request in hand is answered, with word that it was the last; new connections are refused', async () => {
    const rig = await holding();
    const agent = new http.Agent({ keepAlive: true });
    const answer = post(rig.port, '{}', {}, agent);
    await rig.asked;
    let closed = false;
    const closing = rig.server.close().then(() => {
      closed = true;
    });
    await expect(ask(rig.port, 'GET', '/healthz')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(closed).toBe(false);
    rig.letGo();
    const { status, headers } = await answer;
    expect([status, headers.connection]).toEqual([200, 'close']);
    await closing;
    agent.destroy();
  });

  test('connections that are idle, or were never used, hold nothing up', async () => {
    const rig = await startRig({ timeouts: { request: 600_000, check: 1_000 } });
    const agent = new http.Agent({ keepAlive: true });
    await ask(rig.port, 'GET', '/healthz', { agent });
    const fresh = net.connect({ host: '127.0.0.1', port: rig.port });
    const gone = new Promise((resolve) => fresh.once('close', resolve));
    await new Promise((resolve) => fresh.resume().once('connect', resolve));
    // A round trip on a later connection: the server has met the fresh one by now.
    await ask(rig.port, 'GET', '/healthz');
    await rig.server.close();
    await gone;
    agent.destroy();
  });

  test('a body that never ends is cut when its time is over', async () => {
    const rig = await startRig({ timeouts: { request: 200, check: 20 } });
    const { socket, hears } = rawSocket(rig.port);
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await hears('ok');
    socket.write('POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    await ask(rig.port, 'GET', '/healthz');
    await rig.server.close();
    expect(rig.stored).toEqual([]);
  });
});
