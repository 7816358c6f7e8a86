import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { type Graph, type GraphAnswer, makeGraph } from '../../../src/channels/meta/graph.ts';

const TOKEN = 'EAAtoken0123456789';
const HOST = 'https://graph.test';
const BODY = { to: '+22355501003', text: { body: 'été' } };

const opened: { close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

function graphAt(url: string, timeoutMs = 2000): Graph {
  const graph = makeGraph({ url, version: 'v25.0', accessToken: TOKEN, connections: 2, timeoutMs });
  opened.push(graph);
  return graph;
}

/** A server on loopback that answers as told; its address. */
async function serverOf(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

describe('the request', () => {
  test('is a POST of JSON to the node’s messages, with the token in a header only', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const scope = nock(HOST, { reqheaders: headers })
      .post('/v25.0/700800900/messages', BODY)
      .reply(200, { messages: [{ id: 'wamid.1' }] });
    const answer = await graphAt(HOST).post('700800900', BODY);
    expect(answer).toEqual({ kind: 'ok', body: { messages: [{ id: 'wamid.1' }] } });
    expect(scope.isDone()).toBe(true);
  });

  test('keeps the path of a base URL', async () => {
    nock(HOST).post('/fake/v25.0/1/messages').reply(200, {});
    expect(await graphAt(`${HOST}/fake/`).post('1', BODY)).toEqual({ kind: 'ok', body: {} });
  });

  test('uses its two connections again', async () => {
    const ports = new Set<number | undefined>();
    const url = await serverOf((request, response) => {
      ports.add(request.socket.remotePort);
      request.resume().on('end', () => response.end('{}'));
    });
    const graph = graphAt(url);
    for (let call = 0; call < 5; call += 1) await graph.post('1', BODY);
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

describe('the answer', () => {
  const error = (more: object) => ({ error: { message: `(#1) ${TOKEN}`, type: 'OAuthException', fbtrace_id: 'A', ...more } });
  test.each<[string, number, string | object, GraphAnswer]>([
    ['200', 200, { messages: [] }, { kind: 'ok', body: { messages: [] } }],
    ['200 without JSON', 200, 'OK', { kind: 'ok', body: undefined }],
    ['200 without a body', 200, '', { kind: 'ok', body: undefined }],
    ['400 with a code', 400, error({ code: 131056 }), { kind: 'error', status: 400, code: 131056 }],
    [
      '400 with code and subcode',
      400,
      error({ code: 10, error_subcode: 2018278 }),
      { kind: 'error', status: 400, code: 10, subcode: 2018278 },
    ],
    ['401', 401, error({ code: 190 }), { kind: 'error', status: 401, code: 190 }],
    ['a code that is no number', 400, error({ code: '190' }), { kind: 'error', status: 400 }],
    ['an error of another form', 500, { error: 'down' }, { kind: 'error', status: 500 }],
    ['502 of a proxy', 502, '<html>Bad Gateway</html>', { kind: 'error', status: 502 }],
    ['429 without a body', 429, '', { kind: 'error', status: 429 }],
    ['a redirect is not followed', 302, '', { kind: 'error', status: 302 }],
  ])('%s', async (_label, status, body, expected) => {
    nock(HOST).post('/v25.0/1/messages').reply(status, body, { location: 'https://elsewhere.test/' });
    const answer = await graphAt(HOST).post('1', BODY);
    expect(answer).toEqual(expected);
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
  });
});

describe('no answer', () => {
  test('headers that do not come: perhaps sent', async () => {
    const url = await serverOf((request) => request.resume());
    expect(await graphAt(url, 50).post('1', BODY)).toEqual({ kind: 'unreachable', code: 'UND_ERR_HEADERS_TIMEOUT', sent: true });
  });

  test('a body that stops: perhaps sent', async () => {
    const url = await serverOf((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
    });
    expect(await graphAt(url, 50).post('1', BODY)).toEqual({ kind: 'unreachable', code: 'UND_ERR_BODY_TIMEOUT', sent: true });
  });

  test('a connection cut in the middle: perhaps sent', async () => {
    const url = await serverOf((request) => request.socket.resetAndDestroy());
    const answer = await graphAt(url).post('1', BODY);
    expect(answer).toMatchObject({ kind: 'unreachable', sent: true });
    expect(answer.kind === 'unreachable' && answer.code).toMatch(/^(ECONNRESET|UND_ERR_SOCKET)$/);
  });

  test('a port where nobody listens: not sent', async () => {
    const url = await serverOf(() => {});
    await opened.pop()?.close();
    expect(await graphAt(url).post('1', BODY)).toEqual({ kind: 'unreachable', code: 'ECONNREFUSED', sent: false });
  });

  test('a name that does not exist: not sent', async () => {
    nock(HOST)
      .post('/v25.0/1/messages')
      .replyWithError(Object.assign(new Error(`getaddrinfo ${TOKEN}`), { code: 'ENOTFOUND' }));
    expect(await graphAt(HOST).post('1', BODY)).toEqual({ kind: 'unreachable', code: 'ENOTFOUND', sent: false });
  });

  test('an answer without end is given up', async () => {
    const url = await serverOf((_request, response) => response.end('x'.repeat(1_000_000)));
    expect(await graphAt(url).post('1', BODY)).toEqual({ kind: 'unreachable', code: 'ANSWER_TOO_LONG', sent: true });
  });

  test('an error whose code is a sentence keeps it to itself', async () => {
    nock(HOST)
      .post('/v25.0/1/messages')
      .replyWithError(Object.assign(new Error('x'), { code: `token ${TOKEN}` }));
    expect(await graphAt(HOST).post('1', BODY)).toEqual({ kind: 'unreachable', code: 'NETWORK', sent: true });
  });

  test('a closed client answers like a network that is gone', async () => {
    const graph = makeGraph({ url: HOST, version: 'v25.0', accessToken: TOKEN });
    await graph.close();
    expect(await graph.post('1', BODY)).toMatchObject({ kind: 'unreachable' });
  });
});
