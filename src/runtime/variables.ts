import { isIP } from 'node:net';
import { z } from 'zod';
import { decodeDataKey } from './data-key.ts';

/**
 * The environment, one variable a line: what it may hold and its default. A message says what must be and never quotes what is,
 * because what is may be a secret pasted into the wrong line; `EXAMPLES` has the cure.
 */
export const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production'], 'must be development, test or production').default('development'),
  PORT: wholeNumber(0, 65_535).default(3978),
  HOST: text(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address to listen on').optional(),
  DATABASE_URL: z.string().transform(toDatabase).default({ kind: 'sqlite', path: 'data/anoura.db' }),
  DATA_KEY: z
    .string()
    .refine((base64) => decodeDataKey(base64) !== undefined, 'must be 32 bytes in base64')
    .optional(),
  FLOWS_DIR: z.string().default('flows'),
  LOCALES_DIR: z.string().default('locales'),
  META_APP_SECRET: secret(),
  META_VERIFY_TOKEN: secret(),
  WHATSAPP_PHONE_NUMBER_ID: platformId('must be the id of the phone number: digits only, and not the number itself'),
  WHATSAPP_ACCESS_TOKEN: secret(),
  MESSENGER_PAGE_ID: platformId('must be the id of the page: digits only'),
  MESSENGER_PAGE_ACCESS_TOKEN: secret(),
  GRAPH_API_URL: z
    .string()
    .refine(isSafeBaseUrl, 'must be an https address without user, query and fragment (plain http only to this machine)')
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://graph.facebook.com'),
  GRAPH_API_VERSION: text(/^v\d{1,3}\.\d{1,3}$/, 'must be a version of the Graph API').default('v25.0'),
  WHATSAPP_MESSAGES_PER_SECOND: wholeNumber(1, 1_000_000).default(80),
  MESSENGER_MESSAGES_PER_SECOND: wholeNumber(1, 1_000_000).default(300),
  // Longer than a day makes no sense: both platforms close the window for free answers after 24 hours.
  REPLY_MAX_AGE_MINUTES: text(/^\d{1,4}(\.\d{1,6})?$/, 'must be minutes, above 0 and up to 1440')
    .transform(Number)
    .refine((minutes) => minutes > 0 && minutes <= 1440, 'must be minutes, above 0 and up to 1440')
    .default(60),
  LOCALES_SERVED: text(
    /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*(\s*,\s*[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)*$/,
    'must be locales with commas between',
  )
    .transform((list) => [...new Set(list.split(/\s*,\s*/))])
    .optional(),
  MICROSOFT_APP_ID: secret(),
  MICROSOFT_APP_PASSWORD: secret(),
  MICROSOFT_APP_TYPE: z
    .enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI'], 'must be MultiTenant, SingleTenant or UserAssignedMSI')
    .optional(),
  MICROSOFT_APP_TENANT_ID: secret(),
  EMULATOR: z.enum(['on', 'off'], 'must be on or off').optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'must be trace, debug, info, warn, error, fatal or silent')
    .default('info'),
});

export type Environment = z.output<typeof environment>;
export type VariableName = keyof Environment;
export type Database = Environment['DATABASE_URL'];

/** What a right value looks like, for the message about a wrong or missing one. */
export const EXAMPLES: Readonly<Record<VariableName, string>> = {
  NODE_ENV: 'production',
  PORT: '3978',
  HOST: '127.0.0.1',
  DATABASE_URL: 'sqlite:data/anoura.db (or postgres://user:password@host:5432/database)',
  DATA_KEY: 'the output of: openssl rand -base64 32',
  FLOWS_DIR: 'flows',
  LOCALES_DIR: 'locales',
  META_APP_SECRET: 'the app secret (Meta app dashboard, App settings, Basic)',
  META_VERIFY_TOKEN: 'a word of your own, the same as in the webhook settings of the Meta app',
  WHATSAPP_PHONE_NUMBER_ID: '700800900 (Meta app dashboard, WhatsApp, API setup)',
  WHATSAPP_ACCESS_TOKEN: "the system user's access token",
  MESSENGER_PAGE_ID: '1000 (Facebook page, About, Page transparency)',
  MESSENGER_PAGE_ACCESS_TOKEN: "the page's access token (Meta app dashboard, Messenger, API settings)",
  GRAPH_API_URL: 'https://graph.facebook.com',
  GRAPH_API_VERSION: 'v25.0',
  WHATSAPP_MESSAGES_PER_SECOND: '80',
  MESSENGER_MESSAGES_PER_SECOND: '300',
  REPLY_MAX_AGE_MINUTES: '60',
  LOCALES_SERVED: 'fr,en',
  MICROSOFT_APP_ID: 'the application id (Azure portal, Azure Bot, Configuration)',
  MICROSOFT_APP_PASSWORD: 'a client secret of that application',
  MICROSOFT_APP_TYPE: 'SingleTenant',
  MICROSOFT_APP_TENANT_ID: 'the directory (tenant) id of that application',
  EMULATOR: 'on',
  LOG_LEVEL: 'info',
};

/** Is this address reachable from this machine alone? A name other than localhost may point anywhere. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return text(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

function text(pattern: RegExp, message: string) {
  return z.string().regex(pattern, message);
}

/** Tokens go out in HTTP headers, which take neither spaces nor anything beyond ASCII. */
function secret() {
  return text(/^[\x21-\x7e]{1,4096}$/, 'must be one word of plain characters, without spaces or line ends').optional();
}

function platformId(message: string) {
  return text(/^\d{1,32}$/, message).optional();
}

/** Access tokens travel on it. */
function isSafeBaseUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const extras = url.username + url.password + url.search + url.hash;
  return extras === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
}

/**
 * `sqlite:PATH` takes the path as it stands. `sqlite://data/x` is refused, because it looks relative and is `/data/x`; so is
 * `:memory:`, because every message that was acknowledged would be lost with the process.
 */
function toDatabase(
  value: string,
  context: z.core.$RefinementCtx<string>,
): { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string } {
  const path = /^sqlite:(?!\/\/|:memory:|file:)(.*[^/])$/.exec(value)?.[1];
  if (path !== undefined) return { kind: 'sqlite', path };
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) return { kind: 'postgres', url: value };
  context.addIssue({ code: 'custom', message: 'must be sqlite:PATH (a file; no slashes before a relative path) or postgres://…' });
  return z.NEVER;
}
