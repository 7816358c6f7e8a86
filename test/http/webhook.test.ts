import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { MAX_BODY_BYTES } from '../../src/http/body.ts';
import type { Received } from '../../src/model/inbound.ts';
import type { ReceiveReport } from '../../src/store/store.ts';
import { ask, CHALLENGE, held, message, NOW, post, rawSocket, received, reportOf, startRig } from './support.ts';

const HEAD = 'POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\n';

describe('verification', () => {
  const query = (token: string) => `hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=${CHALLENGE}`;
  const cases: readonly (readonly [string, string, number, string])[] = [
    ['the right token', `/webhooks/whatsapp?${query('right')}`, 200, CHALLENGE],
    ['a slash at the end', `/webhooks/whatsapp/?${query('right')}`, 200, CHALLENGE],
    ['a challenge that is markup', '/webhooks/whatsapp?hub.verify_token=right&hub.challenge=%3Cb%3E', 200, '<b>'],
    ['a wrong token', `/webhooks/whatsapp?${query('wrong')}`, 403, ''],
    ['no query', '/webhooks/whatsapp', 403, ''],
    ['a token given twice', '/webhooks/whatsapp?hub.verify_token=right&hub.verify_token=right', 403, ''],
    ['brackets for nesting', '/webhooks/whatsapp?hub[verify_token]=right&hub[verify_token][x]=y', 403, ''],
    ['a prototype key', '/webhooks/whatsapp?__proto__[hub.verify_token]=right&constructor=1', 403, ''],
    ['broken percent escapes', '/webhooks/whatsapp?hub.verify_token=%E0%A4%A&%=%', 403, ''],
    ['many keys', `/webhooks/whatsapp?${'a=1&'.repeat(3_000)}`, 403, ''],
    ['a query larger than any head may be', `/webhooks/whatsapp?hub.verify_token=${'a'.repeat(40_000)}`, 431, ''],
    ['a channel that is off', `/webhooks/messenger?${query('right')}`, 404, ''],
    ['a channel that does not exist', `/webhooks/sms?${query('right')}`, 404, ''],
    ['a name that every object has', `/webhooks/constructor?${query('right')}`, 404, ''],
    ['a path that cannot be decoded', '/webhooks/%E0%A4%A', 400, ''],
  ];
  test.each(cases)('%s', async (_label, path, status, body) => {
    const { port } = await startRig();
    const answer = await ask(port, 'GET', path);
    expect([answer.status, answer.body]).toEqual([status, body]);
  });

  test('the challenge comes as plain text that no browser takes for a page', async () => {
    const { port } = await startRig();
    const { headers } = await ask(port, 'GET', `/webhooks/whatsapp?${query('right')}`);
    expect(headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-powered-by']));
    expect(headers.etag).toBeUndefined();
  });
});

describe('answers to a POST', () => {
  const ok = received(message('whatsapp', 'wamid.1'));
  const cases: readonly (readonly [string, () => Received, (() => Promise<ReceiveReport>) | undefined, number])[] = [
    ['stored', () => ok, undefined, 200],
    ['nothing to store', () => received(), () => Promise.reject(new Error('not to be called')), 200],
    ['signature refused', () => ({ ok: false, status: 401 }), undefined, 401],
    ['body refused', () => ({ ok: false, status: 400 }), undefined, 400],
    ['the store rejects', () => ok, () => Promise.reject(new Error('disk full')), 503],
    [
      'the store throws',
      () => ok,
      () => {
        throw new Error('closed');
      },
      503,
    ],
    [
      'the channel throws',
      () => {
        throw new Error('bonjour 15550100001');
      },
      undefined,
      500,
    ],
  ];
  test.each(cases)('%s', async (_label, receive, store, status) => {
    const rig = await startRig({ receive, ...(store && { store }) });
    const answer = await post(rig.port);
    expect([answer.status, answer.body]).toEqual([status, '']);
    expect(await rig.metrics()).toContain(`anoura_webhooks_total{channel="whatsapp",status="${status}"} 1`);
    expect(rig.logged()).not.toMatch(/bonjour|15550100001|disk full/);
    expect(rig.logged() === '').toBe(status < 500);
  });

  test('the channel gets the untouched bytes, the headers in lower case and the time', async () => {
    const bytes = Buffer.from([0x7b, 0x00, 0xff, 0xc3, 0x28, 0x0d, 0x0a, 0x7d]);
    const seen: unknown[] = [];
    const { port } = await startRig({
      receive: ({ headers, body }, now) => {
        seen.push(headers['x-hub-signature-256'], Buffer.from(body), now);
        return received();
      },
    });
    await post(port, bytes, { 'X-Hub-Signature-256': 'sha256=ab', 'Content-Type': 'text/html; charset=utf-16' });
    expect(seen).toEqual(['sha256=ab', bytes, NOW]);
  });

  test('an empty body and deep nesting are the channel business', async () => {
    const lengths: number[] = [];
    const { port } = await startRig({
      receive: ({ body }) => {
        lengths.push(body.length);
        return { ok: false, status: 401 };
      },
    });
    const deep = '['.repeat(200_000);
    expect([(await post(port, '')).status, (await post(port, deep)).status]).toEqual([401, 401]);
    expect(lengths).toEqual([0, deep.length]);
  });

  test('200 comes only after the store resolved', async () => {
    const asked = held<void>();
    const stored = held<ReceiveReport>();
    const order: string[] = [];
    const { port } = await startRig({
      store: () => {
        asked.resolve();
        return stored.promise;
      },
    });
    const answer = post(port).then(({ status }) => order.push(`answered ${status}`));
    await asked.promise;
    // Another whole request goes through meanwhile: the first one had every chance to be answered.
    await ask(port, 'GET', '/healthz');
    order.push('stored');
    stored.resolve({ messages: 1, duplicates: 0, statuses: 0 });
    await answer;
    expect(order).toEqual(['stored', 'answered 200']);
  });

  test('requests at the same time share nothing, and one that fails harms no other', async () => {
    const rig = await startRig({
      receive: ({ body }) => {
        const text = Buffer.from(body).toString();
        if (Number(text.slice(0, text.indexOf(' '))) % 7 === 0) throw new Error('every seventh');
        return received(message('whatsapp', text));
      },
    });
    const bodies = Array.from({ length: 60 }, (_, index) => `${index} ${String(index).repeat(index * 300)}`);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 12 });
    const answers = await Promise.all(bodies.map((body) => post(rig.port, body, {}, agent)));
    agent.destroy();
    expect(answers.map(({ status }) => status)).toEqual(bodies.map((_, index) => (index % 7 === 0 ? 500 : 200)));
    const ids = rig.stored.flat().map((update) => (update.kind === 'message' ? update.event.platformId : ''));
    expect(ids.toSorted()).toEqual(bodies.filter((_, index) => index % 7 !== 0).toSorted());
  });
});

describe('size, encoding and pace of a body', () => {
  const sizes = async (port: number, lengths: number[]) => ({
    status: (await post(port, Buffer.alloc(MAX_BODY_BYTES, 0x20))).status,
    lengths,
  });

  test('3 MB exactly is read whole', async () => {
    const lengths: number[] = [];
    const { port } = await startRig({
      receive: ({ body }) => {
        lengths.push(body.length);
        return received();
      },
    });
    expect(await sizes(port, lengths)).toEqual({ status: 200, lengths: [MAX_BODY_BYTES] });
  });

  test('one byte more: 413, whether declared or streamed, and the channel never sees it', async () => {
    const rig = await startRig();
    const large = Buffer.alloc(MAX_BODY_BYTES + 1, 0x20);
    const answers = [await post(rig.port, large), await post(rig.port, large, { 'Transfer-Encoding': 'chunked' })];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [413, ''],
      [413, ''],
    ]);
    expect(rig.stored).toEqual([]);
  });

  test('a declared length over the limit is refused before a byte of it comes', async () => {
    const { port } = await startRig();
    const { socket, hears } = rawSocket(port);
    socket.write(`${HEAD}Content-Length: 99999999999\r\n\r\n`);
    await hears('HTTP/1.1 413 Payload Too Large\r\n');
    socket.destroy();
  });

  test('a stream that never ends is refused, and cut when its time is over', async () => {
    const { port } = await startRig({ timeouts: { request: 400, check: 20 } });
    const { socket, hears, all } = rawSocket(port);
    socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const pour = () => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', pour);
    pour();
    await hears('HTTP/1.1 413 Payload Too Large\r\n');
    expect(await all).toMatch(/^HTTP\/1\.1 413 /);
  });

  const encodings: readonly (readonly [string, string, number])[] = [
    ['gzip', 'gzip', 415],
    ['several', 'identity, br', 415],
    ['identity', 'Identity', 200],
  ];
  test.each(encodings)('content encoding: %s', async (_label, encoding, status) => {
    const { port } = await startRig();
    expect((await post(port, gzipSync('{}'), { 'Content-Encoding': encoding })).status).toBe(status);
  });

  const slow: readonly (readonly [string, string])[] = [
    ['a body that stops', `${HEAD}Content-Length: 100\r\n\r\n{"object"`],
    ['a body of which nothing comes', `${HEAD}Content-Length: 3000000\r\n\r\n`],
    ['a head that stops', HEAD],
  ];
  test.each(slow)('cut with 408: %s', async (_label, start) => {
    const rig = await startRig({ timeouts: { request: 200, check: 20 } });
    const { socket, all } = rawSocket(rig.port);
    socket.write(start);
    expect(await all).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(rig.stored).toEqual([]);
  });

  test('cut with 408: one that drips', async () => {
    const rig = await startRig({ timeouts: { request: 200, check: 20 } });
    const { socket, all } = rawSocket(rig.port);
    socket.write(`${HEAD}Content-Length: 100000\r\n\r\n`);
    const drip = setInterval(() => socket.writable && socket.write(' '), 10);
    expect(await all).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(drip);
    expect(await rig.metrics()).toContain('anoura_webhooks_total{channel="whatsapp",status="gone"} 1');
  });

  const malformed: readonly (readonly [string, string])[] = [
    ['two lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['length and chunks at once', `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a length that is no number', `${HEAD}Content-Length: -1\r\n\r\n`],
    ['a broken chunk', `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ];
  test.each(malformed)('not HTTP: %s', async (_label, bytes) => {
    const rig = await startRig();
    const { socket, all } = rawSocket(rig.port);
    socket.write(bytes);
    expect(await all).toMatch(/^HTTP\/1\.1 400 /);
    expect(rig.stored).toEqual([]);
  });

  test('bytes beyond the declared length are not part of the body', async () => {
    const seen: string[] = [];
    const { port } = await startRig({
      receive: ({ body }) => {
        seen.push(Buffer.from(body).toString());
        return received();
      },
    });
    const { socket, all } = rawSocket(port);
    socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}{"object":"page"}`);
    await all;
    expect(seen).toEqual(['{}']);
  });

  test('a body of single-byte chunks arrives as it was', async () => {
    const text = Buffer.from('é{"object":"page"}'.repeat(2_000));
    const seen: Uint8Array[] = [];
    const { port } = await startRig({
      receive: ({ body }) => {
        seen.push(body);
        return received();
      },
    });
    const { socket, hears } = rawSocket(port);
    const chunks = [...text].map((byte) => Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]));
    socket.write(Buffer.concat([Buffer.from(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`), ...chunks, Buffer.from('0\r\n\r\n')]));
    await hears('HTTP/1.1 200 OK');
    socket.destroy();
    expect(Buffer.concat(seen).equals(text)).toBe(true);
  });

  test('a client that leaves midway leaves nothing behind', async () => {
    const rig = await startRig();
    const { socket, all } = rawSocket(rig.port);
    socket.write(`${HEAD}Content-Length: 1000\r\n\r\n{`, () => socket.resetAndDestroy());
    await all;
    expect((await post(rig.port)).status).toBe(200);
    await expect(rig.metrics()).resolves.toContain('anoura_webhooks_total{channel="whatsapp",status="gone"} 1');
    expect(rig.stored).toHaveLength(1);
    expect(rig.logged()).toBe('');
  });

  test('a client that leaves before its answer is stored all the same', async () => {
    const asked = held<void>();
    const stored = held<ReceiveReport>();
    const rig = await startRig({
      store: () => {
        asked.resolve();
        return stored.promise;
      },
    });
    const { socket, all } = rawSocket(rig.port);
    socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}`);
    await asked.promise;
    socket.resetAndDestroy();
    await all;
    stored.resolve(reportOf([message('whatsapp', 'wamid.1')]));
    await stored.promise;
    await ask(rig.port, 'GET', '/healthz');
    expect(rig.stored).toHaveLength(1);
    expect(rig.logged()).toBe('');
  });
});

describe('counts', () => {
  test('events by kind, what was ignored by reason, duplicates, time to the answer', async () => {
    const rig = await startRig({
      receive: () => ({
        ok: true,
        updates: [
          message('whatsapp', 'wamid.1'),
          message('whatsapp', 'wamid.2'),
          { kind: 'status', channel: 'whatsapp', status: 'read', at: NOW },
          { kind: 'moved', channel: 'whatsapp', previous: '15550100001', current: '15550100002' },
        ],
        ignored: { echo: 2, 'foreign-number': 1, 'number 15550100001': 3, __proto__x: 1 },
      }),
      store: async () => ({ messages: 1, duplicates: 1, statuses: 1 }),
    });
    await post(rig.port);
    const text = await rig.metrics();
    for (const line of [
      'anoura_events_total{channel="whatsapp",kind="message"} 2',
      'anoura_events_total{channel="whatsapp",kind="status"} 1',
      'anoura_events_total{channel="whatsapp",kind="moved"} 1',
      'anoura_ignored_total{channel="whatsapp",reason="echo"} 2',
      'anoura_ignored_total{channel="whatsapp",reason="foreign-number"} 1',
      'anoura_ignored_total{channel="whatsapp",reason="other"} 4',
      'anoura_duplicates_total{channel="whatsapp"} 1',
      'anoura_ack_seconds_count{channel="whatsapp"} 1',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain('1555');
  });
});
