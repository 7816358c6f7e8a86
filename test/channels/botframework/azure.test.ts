import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import nock from 'nock';
import { compose } from '../../../src/channels/botframework/compose.ts';
import { type BotFramework, makeBotFramework } from '../../../src/channels/botframework/index.ts';
import { outboundRef } from '../../../src/model/ids.ts';
import type { Reply } from '../../../src/model/reply.ts';
import { fixture, NOW, requestOf } from './support.ts';

/** Azure Bot Service played by nock, with keys of our own: botbuilder's check of tokens and its way of getting one are the real ones. */
const APP_ID = '12345678-1111-2222-3333-444444444444';
const TENANT = '87654321-1111-2222-3333-444444444444';
const PASSWORD = 'secret-of-the-tests';
const REF = outboundRef('AbCdEfGhIjKlMnOpQrSt_-');
const BODY = fixture('teams-text');
const SERVICE_URL = String(BODY.serviceUrl);

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });

type Claims = Record<string, unknown>;
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(claims: Claims = {}, header: Claims = {}, key = ours.privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: 'https://api.botframework.com', aud: APP_ID, serviceurl: SERVICE_URL, nbf: now - 60, exp: now + 600, ...claims };
  const signed = `${base64url({ alg: 'RS256', kid: 'key-1', typ: 'JWT', ...header })}.${base64url(all)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
}

/** The documents that say which keys sign, for tokens of Azure's connector and for those of other bots and the Emulator. */
function publishKeys(): void {
  const keys = { keys: [{ ...ours.publicKey.export({ format: 'jwk' }), kid: 'key-1', endorsements: ['msteams', 'webchat'] }] };
  for (const path of ['/v1/.well-known/openidconfiguration', '/common/v2.0/.well-known/openid-configuration']) {
    for (const host of ['https://login.botframework.com', 'https://login.microsoftonline.com']) {
      nock(host).persist().get(path).reply(200, { jwks_uri: 'https://login.botframework.com/v1/.well-known/keys' });
    }
  }
  nock('https://login.botframework.com').persist().get('/v1/.well-known/keys').reply(200, keys);
}

let channel: BotFramework;
beforeAll(async () => {
  channel = await makeBotFramework({ microsoft: { appId: APP_ID, appType: 'SingleTenant', appPassword: PASSWORD, tenantId: TENANT } });
  // botbuilder tells the console about bad tokens.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterAll(() => channel.close());

const statusFor = async (authorization: string, body: object = BODY) => {
  const received = await channel.receive(requestOf(body, { host: 'bot.example.org', authorization }), NOW);
  return received.ok ? 200 : received.status;
};

test('while the keys cannot be had nobody is let in, and it is told as our trouble', async () => {
  nock('https://login.botframework.com')
    .get('/v1/.well-known/openidconfiguration')
    .replyWithError(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }));
  await expect(statusFor(`Bearer ${token()}`)).rejects.toThrow();
  nock('https://login.botframework.com').get('/v1/.well-known/openidconfiguration').reply(503);
  await expect(statusFor(`Bearer ${token()}`)).rejects.toThrow();
});

describe('tokens', () => {
  beforeEach(publishKeys);
  const past = Math.floor(Date.now() / 1000) - 3600;

  test.each<[string, () => string, number]>([
    ['Azure’s', () => token(), 200],
    ['nonsense', () => 'nonsense', 401],
    ['three words', () => 'a.b.c', 401],
    ['of another bot', () => token({ aud: '99999999-1111-2222-3333-444444444444' }), 401],
    ['for nobody', () => token({ aud: undefined }), 401],
    ['of another issuer', () => token({ iss: 'https://evil.example' }), 401],
    ['expired', () => token({ exp: past }), 401],
    ['of tomorrow', () => token({ nbf: past + 90_000 }), 401],
    ['for another service URL', () => token({ serviceurl: 'https://webchat.botframework.com/' }), 401],
    ['without a service URL', () => token({ serviceurl: undefined }), 401],
    ['with a key of somebody else', () => token({}, {}, theirs.privateKey), 401],
    ['with an unknown key', () => token({}, { kid: 'key-2' }), 401],
    ['unsigned', () => `${base64url({ alg: 'none', kid: 'key-1' })}.${token().split('.')[1]}.`, 401],
    ['signed with the public key as if it were a secret', () => token({}, { alg: 'HS256' }), 401],
    [
      'with other claims under the same signature',
      () => `${token().split('.')[0]}.${base64url({ aud: APP_ID })}.${token().split('.')[2]}`,
      401,
    ],
    // Real tokens of Microsoft's, for something else: the Emulator with our own id, another bot that would use us as its skill.
    ['of the Emulator', () => token({ iss: `https://sts.windows.net/${TENANT}/`, appid: APP_ID, ver: '1.0' }), 401],
    [
      'of the Emulator, at Microsoft’s tenant',
      () => token({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', appid: APP_ID, ver: '1.0' }),
      401,
    ],
    [
      'of a parent bot',
      () => token({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', appid: TENANT, ver: '1.0' }),
      401,
    ],
  ])('%s', async (_label, make, status) => {
    expect(await statusFor(`Bearer ${make()}`)).toBe(status);
  });

  test('for a channel that its key is not endorsed for', async () => {
    expect(await statusFor(`Bearer ${token()}`, { ...BODY, channelId: 'slack' })).toBe(401);
  });

  test('by way of another check that botbuilder has, for a channel of that name', async () => {
    const claims = { iss: `https://sts.windows.net/${TENANT}/`, appid: APP_ID, ver: '1.0' };
    expect(await statusFor(`Bearer ${token(claims)}`, { ...BODY, channelId: 'AseChannel' })).toBe(401);
  });
});

describe('replies', () => {
  const reply: Reply = {
    text: 'Bonjour',
    choices: [],
    navigation: [],
    locale: 'fr',
    direction: 'ltr',
    chrome: { open: 'Choisir', choices: 'Choix', navigation: 'Navigation' },
  };

  async function payload() {
    publishKeys();
    const received = await channel.receive(requestOf(BODY, { authorization: `Bearer ${token()}` }), NOW);
    const update = received.ok ? received.updates[0] : undefined;
    if (update?.kind !== 'message') throw new Error('no message');
    return compose(reply, update.event.from)[0] ?? {};
  }
  const login = (tenant = TENANT) => nock('https://login.microsoftonline.com').post(`/${tenant}/oauth2/v2.0/token`).query(true);

  test('without a token to be had nothing goes out: refused, the channel stops; out of reach, it tries again', async () => {
    const out = await payload();
    login().reply(401, { error: 'invalid_client', error_description: `AADSTS7000215 ${PASSWORD}` });
    expect(await channel.send(out, REF)).toEqual({ kind: 'suspended', code: 'bf:token' });

    const tenant = '00000000-1111-2222-3333-444444444444';
    const another = await makeBotFramework({
      microsoft: { appId: tenant, appType: 'SingleTenant', appPassword: PASSWORD, tenantId: tenant },
    });
    login(tenant).replyWithError(Object.assign(new Error('cut'), { code: 'ECONNRESET' }));
    expect(await another.send(out, REF)).toEqual({ kind: 'retry', code: 'bf:token', ambiguous: false });
    await another.close();
  });

  test('go to Azure’s connector with a token of this bot, asked for once', async () => {
    const out = await payload();
    const asked: string[] = [];
    nock('https://login.microsoftonline.com')
      .post(`/${TENANT}/oauth2/v2.0/token`, (form) => asked.push(JSON.stringify(form)) > 0)
      .query(true)
      .reply(200, { token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600, access_token: 'connector-token' });
    const path = '/emea/11111111-2222-3333-4444-555555555555/v3/conversations/a%3A1AbCdEfGhIjKlMnOp/activities/1790000099123';
    const sent: unknown[] = [];
    for (const id of ['1:1', '1:2']) {
      nock('https://smba.trafficmanager.net', { reqheaders: { authorization: 'Bearer connector-token' } })
        .post(path, (body) => sent.push(body) > 0)
        .reply(201, { id });
    }
    expect(await channel.send(out, REF)).toEqual({ kind: 'sent', messageId: '1:1' });
    expect(await channel.send(out, REF)).toEqual({ kind: 'sent', messageId: '1:2' });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(APP_ID);
    expect(sent[0]).toMatchObject({
      type: 'message',
      text: 'Bonjour',
      conversation: { id: 'a:1AbCdEfGhIjKlMnOp', conversationType: 'personal', tenantId: '11111111-2222-3333-4444-555555555555' },
      recipient: { id: '29:1ZyXwVuTsRqPo' },
      replyToId: '1790000099123',
    });
    expect(JSON.stringify(sent)).not.toContain('Test Person');
  });
});
