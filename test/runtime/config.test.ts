import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Config, type ConfigProblem, configFromProcess, readConfig, takesBotFramework } from '../../src/runtime/config.ts';
import { describeConfig, describeProblems } from '../../src/runtime/describe-config.ts';
import { EXAMPLES, environment } from '../../src/runtime/variables.ts';

type Env = Readonly<Record<string, string>>;

const KEY = Buffer.alloc(32, 7).toString('base64');
const META: Env = { META_APP_SECRET: 'invented-secret', META_VERIFY_TOKEN: 'invented-word' };
const WHATSAPP: Env = { WHATSAPP_PHONE_NUMBER_ID: '700800900', WHATSAPP_ACCESS_TOKEN: 'EAAinvented' };
const MESSENGER: Env = { MESSENGER_PAGE_ID: '1000', MESSENGER_PAGE_ACCESS_TOKEN: 'EAApage' };

function good(env: Env, dotenv?: string): Config {
  const result = readConfig(env, dotenv);
  if (!result.ok) throw new Error(describeProblems(result.problems));
  return result.config;
}

function problems(env: Env, dotenv?: string): readonly ConfigProblem[] {
  const result = readConfig(env, dotenv);
  return result.ok ? [] : result.problems;
}

const names = (env: Env) => problems(env).map(({ variable }) => variable);

test('nothing set: the defaults, all of them frozen', () => {
  const config = good({});
  expect(config).toEqual({
    production: false,
    host: '127.0.0.1',
    port: 3978,
    loopback: true,
    database: { kind: 'sqlite', path: 'data/anoura.db' },
    dataKey: { kind: 'file', path: 'data/data.key', database: 'data/anoura.db' },
    flowsDir: 'flows',
    localesDir: 'locales',
    graph: { url: 'https://graph.facebook.com', version: 'v25.0' },
    replyMaxAgeMs: 3_600_000,
    emulator: true,
    logLevel: 'info',
  });
  expect(Object.isFrozen(config)).toBe(true);
});

test('every section is frozen, the lists too', () => {
  const config = good({ ...META, ...WHATSAPP, ...MESSENGER, LOCALES_SERVED: 'fr', MICROSOFT_APP_ID: 'a', MICROSOFT_APP_PASSWORD: 'b' });
  const parts = Object.values(config).filter((value) => typeof value === 'object');
  expect(parts).toHaveLength(8);
  expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
});

describe('what is set', () => {
  const cases: readonly (readonly [string, Env, Partial<Config>])[] = [
    ['production', { NODE_ENV: 'production', DATA_KEY: KEY }, { production: true, host: '0.0.0.0', loopback: false, emulator: false }],
    ['the emulator in production, when asked for', { NODE_ENV: 'production', DATA_KEY: KEY, EMULATOR: 'on' }, { emulator: true }],
    ['no emulator', { EMULATOR: 'off' }, { emulator: false }],
    ['any free port', { PORT: '0' }, { port: 0 }],
    ['the other loopbacks', { HOST: '::1' }, { host: '::1', loopback: true }],
    ['a name that may point anywhere', { HOST: '127.example.org' }, { loopback: false }],
    ['an absolute SQLite path', { DATABASE_URL: 'sqlite:/srv/a.db' }, { database: { kind: 'sqlite', path: '/srv/a.db' } }],
    [
      'the key file stays beside the database',
      { DATABASE_URL: 'sqlite:a.db' },
      { dataKey: { kind: 'file', path: 'data.key', database: 'a.db' } },
    ],
    [
      'PostgreSQL',
      { DATABASE_URL: 'postgres://u:p@h/d', DATA_KEY: KEY },
      { database: { kind: 'postgres', url: 'postgres://u:p@h/d' }, dataKey: { kind: 'given', base64: KEY } },
    ],
    [
      'WhatsApp',
      { ...META, ...WHATSAPP, WHATSAPP_MESSAGES_PER_SECOND: '1000' },
      {
        whatsapp: { phoneNumberId: '700800900', accessToken: 'EAAinvented', messagesPerSecond: 1000 },
        meta: { appSecret: 'invented-secret', verifyToken: 'invented-word' },
      },
    ],
    ['Messenger', { ...META, ...MESSENGER }, { messenger: { pageId: '1000', accessToken: 'EAApage', messagesPerSecond: 300 } }],
    ['blanks around a value', { PORT: ' 80\n', LOG_LEVEL: ' warn' }, { port: 80, logLevel: 'warn' }],
    ['locales, each once', { LOCALES_SERVED: 'fr, en,ff-Adlm,fr' }, { localesServed: ['fr', 'en', 'ff-Adlm'] }],
    [
      'a Graph API on this machine',
      { GRAPH_API_URL: 'http://127.0.0.1:9000/' },
      { graph: { url: 'http://127.0.0.1:9000', version: 'v25.0' } },
    ],
    ['less than a minute', { REPLY_MAX_AGE_MINUTES: '0.5' }, { replyMaxAgeMs: 30_000 }],
    [
      'Bot Framework',
      { MICROSOFT_APP_ID: 'app', MICROSOFT_APP_PASSWORD: 'invented' },
      { microsoft: { appId: 'app', appType: 'MultiTenant', appPassword: 'invented' } },
    ],
    [
      'Bot Framework with a managed identity',
      { MICROSOFT_APP_ID: 'app', MICROSOFT_APP_TYPE: 'UserAssignedMSI', MICROSOFT_APP_TENANT_ID: 'tenant' },
      { microsoft: { appId: 'app', appType: 'UserAssignedMSI', tenantId: 'tenant' } },
    ],
  ];
  test.each(cases)('%s', (_label, env, expected) => {
    expect(good(env)).toMatchObject(expected);
  });

  test('what is off has no section', () => {
    expect(Object.keys(good({ ...META, ...WHATSAPP }))).toEqual(expect.not.arrayContaining(['messenger', 'microsoft', 'localesServed']));
  });
});

describe('.env', () => {
  const cases: readonly (readonly [string, Env, string, number])[] = [
    ['is read', {}, 'PORT=1', 1],
    ['gives way to the environment', { PORT: '2' }, 'PORT=1', 2],
    ['stands where the environment has an empty string', { PORT: '' }, 'PORT=1', 1],
    ['may be blank too', { PORT: '  ' }, 'PORT=', 3978],
    ['may have comments, quotes, a byte order mark and Windows line ends', {}, '\uFEFFPORT="1"\r\n# PORT=9\r\n', 1],
    ['may be no .env at all', {}, '\u0000{}[]', 3978],
  ];
  test.each(cases)('%s', (_label, env, dotenv, port) => {
    expect(good(env, dotenv).port).toBe(port);
  });

  const folder = mkdtempSync(join(tmpdir(), 'anoura-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('the one in the folder of the process is used; without one it goes on', () => {
    const before = configFromProcess(folder);
    writeFileSync(join(folder, '.env'), 'REPLY_MAX_AGE_MINUTES=7');
    const after = configFromProcess(folder);
    expect([before, after]).toMatchObject([{ ok: true }, { ok: true, config: { replyMaxAgeMs: 420_000 } }]);
  });

  test('one that cannot be read is told', () => {
    const odd = join(folder, 'odd');
    mkdirSync(join(odd, '.env'), { recursive: true });
    expect(configFromProcess(odd)).toMatchObject({ ok: false, problems: [{ variable: '.env' }] });
  });

  test('.env.example names every variable there is, and every line in it would be taken', () => {
    const lines = [...readFileSync('.env.example', 'utf8').matchAll(/^# ([A-Z_]+)=(.*)$/gm)];
    expect(lines.map(([, name]) => name).toSorted()).toEqual(Object.keys(environment.shape).toSorted());
    expect(Object.keys(EXAMPLES).toSorted()).toEqual(Object.keys(environment.shape).toSorted());
    const values = Object.fromEntries(lines.map(([, name, value]) => [name, value]));
    expect(names({ ...values, NODE_ENV: '', MICROSOFT_APP_TYPE: '' })).toEqual([]);
  });
});

describe('refused', () => {
  const cases: readonly (readonly [string, Env, readonly string[]])[] = [
    ['a port that is a word', { PORT: 'http' }, ['PORT']],
    ['a port beyond the last', { PORT: '65536' }, ['PORT']],
    ['a negative port', { PORT: '-1' }, ['PORT']],
    ['a port in another notation', { PORT: '0x50' }, ['PORT']],
    ['a host with a path', { HOST: '127.0.0.1/x' }, ['HOST']],
    ['a mode that is nearly production', { NODE_ENV: 'prod' }, ['NODE_ENV']],
    ['a database of another kind', { DATABASE_URL: 'mysql://h/d', DATA_KEY: KEY }, ['DATABASE_URL']],
    ['SQLite without a path', { DATABASE_URL: 'sqlite:' }, ['DATABASE_URL']],
    ['a folder for SQLite', { DATABASE_URL: 'sqlite:data/' }, ['DATABASE_URL']],
    ['SQLite in memory', { DATABASE_URL: 'sqlite::memory:' }, ['DATABASE_URL']],
    ['a relative path that would be absolute', { DATABASE_URL: 'sqlite://data/a.db' }, ['DATABASE_URL']],
    ['PostgreSQL without a data key', { DATABASE_URL: 'postgres://u:p@h/d' }, ['DATA_KEY']],
    ['production without a data key', { NODE_ENV: 'production' }, ['DATA_KEY']],
    ['both, told once', { NODE_ENV: 'production', DATABASE_URL: 'postgres://u:p@h/d' }, ['DATA_KEY']],
    ['a key of 31 bytes', { DATA_KEY: Buffer.alloc(31, 7).toString('base64') }, ['DATA_KEY']],
    ['a key in hexadecimal', { DATA_KEY: '07'.repeat(32) }, ['DATA_KEY']],
    ['a token without its id', { ...META, WHATSAPP_ACCESS_TOKEN: 'x' }, ['WHATSAPP_PHONE_NUMBER_ID']],
    ['an id without its token', { ...META, MESSENGER_PAGE_ID: '1000' }, ['MESSENGER_PAGE_ACCESS_TOKEN']],
    ['a channel without secret and word', { ...WHATSAPP }, ['META_APP_SECRET', 'META_VERIFY_TOKEN']],
    ['a channel without the word', { ...MESSENGER, META_APP_SECRET: 'x' }, ['META_VERIFY_TOKEN']],
    ['a blank token', { ...META, ...WHATSAPP, WHATSAPP_ACCESS_TOKEN: ' ' }, ['WHATSAPP_ACCESS_TOKEN']],
    ['a token with a line end inside', { ...META, ...WHATSAPP, WHATSAPP_ACCESS_TOKEN: 'a\nb' }, ['WHATSAPP_ACCESS_TOKEN']],
    ['a phone number in place of its id', { ...META, ...WHATSAPP, WHATSAPP_PHONE_NUMBER_ID: '+1 555' }, ['WHATSAPP_PHONE_NUMBER_ID']],
    ['a Graph API in the clear', { GRAPH_API_URL: 'http://graph.example.org' }, ['GRAPH_API_URL']],
    ['a Graph API with a password', { GRAPH_API_URL: 'https://u:p@graph.example.org' }, ['GRAPH_API_URL']],
    ['a Graph API that is no address', { GRAPH_API_URL: 'graph' }, ['GRAPH_API_URL']],
    ['a version without its letter', { GRAPH_API_VERSION: '25.0' }, ['GRAPH_API_VERSION']],
    ['no messages a second', { WHATSAPP_MESSAGES_PER_SECOND: '0' }, ['WHATSAPP_MESSAGES_PER_SECOND']],
    ['replies older than the window', { REPLY_MAX_AGE_MINUTES: '1441' }, ['REPLY_MAX_AGE_MINUTES']],
    ['replies that are never young enough', { REPLY_MAX_AGE_MINUTES: '0' }, ['REPLY_MAX_AGE_MINUTES']],
    ['a locale that is a word', { LOCALES_SERVED: 'french' }, ['LOCALES_SERVED']],
    ['an emulator that is neither', { EMULATOR: 'yes' }, ['EMULATOR']],
    ['a level that pino does not know', { LOG_LEVEL: 'verbose' }, ['LOG_LEVEL']],
    ['a Bot Framework password alone', { MICROSOFT_APP_PASSWORD: 'x' }, ['MICROSOFT_APP_ID']],
    ['a Bot Framework id alone', { MICROSOFT_APP_ID: 'x' }, ['MICROSOFT_APP_PASSWORD']],
    [
      'one tenant without naming it',
      { MICROSOFT_APP_ID: 'x', MICROSOFT_APP_PASSWORD: 'y', MICROSOFT_APP_TYPE: 'SingleTenant' },
      ['MICROSOFT_APP_TENANT_ID'],
    ],
    [
      'everything wrong at once',
      { PORT: 'x', LOG_LEVEL: 'x', EMULATOR: 'x', NODE_ENV: 'production', WHATSAPP_ACCESS_TOKEN: 'x' },
      ['PORT', 'EMULATOR', 'LOG_LEVEL', 'WHATSAPP_PHONE_NUMBER_ID', 'META_APP_SECRET', 'META_VERIFY_TOKEN', 'DATA_KEY'],
    ],
  ];
  test.each(cases)('%s', (_label, env, expected) => {
    expect(names(env)).toEqual(expected);
  });

  test('each problem says what is wrong and what to write, on a line of its own', () => {
    const lines = describeProblems(problems({ PORT: 'x', WHATSAPP_PHONE_NUMBER_ID: '1', ...META })).split('\n');
    expect(lines).toEqual([
      'PORT must be a whole number from 0 to 65535: write PORT=3978',
      "WHATSAPP_ACCESS_TOKEN must be set together with WHATSAPP_PHONE_NUMBER_ID: write WHATSAPP_ACCESS_TOKEN=the system user's access token",
    ]);
  });
});

describe('no value of a variable is ever repeated', () => {
  /** Long enough to be no word of a message by chance; some with what makes a value wrong. */
  const value = fc.tuple(fc.stringMatching(/^[a-z0-9]{20,40}$/), fc.constantFrom('', ' x', '\nx', 'é', '/')).map((parts) => parts.join(''));
  const anyEnv = fc.dictionary(fc.constantFrom(...Object.keys(environment.shape)), value);

  test('in problems, whatever is pasted into whichever variable', () => {
    fc.assert(
      fc.property(anyEnv, anyEnv, (env, dotenv) => {
        const file = Object.entries(dotenv).map(([name, text]) => `${name}='${text}'`);
        const told = JSON.stringify(problems(env, file.join('\n')));
        return [...Object.values(env), ...Object.values(dotenv)].every((text) => !told.includes(text.slice(0, 20)));
      }),
    );
  });

  test('and no secret in the description of what is on', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{20,60}$/);
    fc.assert(
      fc.property(fc.tuple(secret, secret, secret, secret, fc.uint8Array({ minLength: 32, maxLength: 32 })), ([a, b, c, d, key]) => {
        const DATA_KEY = Buffer.from(key).toString('base64');
        const config = good({
          ...{ META_APP_SECRET: a, META_VERIFY_TOKEN: b, DATA_KEY, DATABASE_URL: `postgres://user:${a}@host/db` },
          ...{ WHATSAPP_PHONE_NUMBER_ID: '700800900', WHATSAPP_ACCESS_TOKEN: c, MESSENGER_PAGE_ID: '1000', MESSENGER_PAGE_ACCESS_TOKEN: d },
        });
        const told = describeConfig(config).join('\n');
        return [a, b, c, d, DATA_KEY].every((text) => !told.includes(text));
      }),
    );
  });
});

describe('the Bot Framework', () => {
  const APP = {
    MICROSOFT_APP_ID: '12345678-1111-2222-3333-444444444444',
    MICROSOFT_APP_PASSWORD: 'secret',
    MICROSOFT_APP_TYPE: 'SingleTenant',
    MICROSOFT_APP_TENANT_ID: '87654321-1111-2222-3333-444444444444',
  };
  const PRODUCTION = { NODE_ENV: 'production', DATA_KEY: KEY };
  test.each<[string, Record<string, string>, boolean, RegExp]>([
    ['on this machine', {}, true, /on .*test clients/],
    ['on this machine by another address of it', { HOST: '127.0.0.2' }, true, /on .*test clients/],
    ['on all addresses', { HOST: '0.0.0.0' }, false, /off/],
    ['on a name of its own', { HOST: 'bot.example.org' }, false, /off/],
    ['in production', PRODUCTION, false, /off/],
    ['in production on this machine', { ...PRODUCTION, HOST: '127.0.0.1' }, false, /off/],
    ['in production with an app id', { ...PRODUCTION, ...APP }, true, /on .*Azure/],
    ['on all addresses with an app id', { HOST: '0.0.0.0', ...APP }, true, /on .*Azure/],
  ])('%s', (_label, env, on, told) => {
    const config = good(env);
    expect(takesBotFramework(config)).toBe(on);
    expect(describeConfig(config).find((line) => line.startsWith('Bot Framework'))).toMatch(told);
  });
});

describe('the description', () => {
  test('says what is off and which variables turn it on', () => {
    expect(describeConfig(good({}))).toEqual([
      'WhatsApp: off; to turn it on set WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_ACCESS_TOKEN, META_APP_SECRET, META_VERIFY_TOKEN',
      'Messenger: off; to turn it on set MESSENGER_PAGE_ID, MESSENGER_PAGE_ACCESS_TOKEN, META_APP_SECRET, META_VERIFY_TOKEN',
      'Bot Framework: on at /api/messages, for test clients on this machine (MICROSOFT_APP_ID for Azure)',
      'database: SQLite, data/anoura.db',
      'data key: kept in data/data.key (DATA_KEY takes its place)',
      'content: flows, locales; locales served: all but drafts (LOCALES_SERVED chooses)',
      'emulator: on, for browsers on this machine (EMULATOR=off turns it off)',
      'mode: development (NODE_ENV=production for real people)',
    ]);
  });

  test('asks for no more than is missing', () => {
    expect(describeConfig(good({ ...META, ...WHATSAPP }))).toEqual(
      expect.arrayContaining([
        'WhatsApp: on, up to 80 messages/s',
        'Messenger: off; to turn it on set MESSENGER_PAGE_ID, MESSENGER_PAGE_ACCESS_TOKEN',
      ]),
    );
  });
});
