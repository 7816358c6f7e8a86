import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv, types } from 'node:util';
import type { DataKeySource } from './data-key.ts';
import { type Database, type Environment, EXAMPLES, environment, isLoopback, type VariableName } from './variables.ts';

/** Everything that can be set, read once. A channel's section is there only when the channel is on, and then it is whole. */
export type Config = {
  readonly production: boolean;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Only callers on this machine reach the server. */
  readonly loopback: boolean;
  readonly database: Database;
  readonly dataKey: DataKeySource;
  readonly flowsDir: string;
  readonly localesDir: string;
  /** Unset: the reviewed and team-written ones. */
  readonly localesServed?: readonly string[];
  /** There when META_APP_SECRET and META_VERIFY_TOKEN both are; always there when a Meta channel is on. */
  readonly meta?: { readonly appSecret: string; readonly verifyToken: string };
  readonly whatsapp?: { readonly phoneNumberId: string; readonly accessToken: string; readonly messagesPerSecond: number };
  readonly messenger?: { readonly pageId: string; readonly accessToken: string; readonly messagesPerSecond: number };
  /** `url` without a slash at its end. */
  readonly graph: { readonly url: string; readonly version: string };
  readonly microsoft?: {
    readonly appId: string;
    readonly appType: NonNullable<Environment['MICROSOFT_APP_TYPE']>;
    readonly appPassword?: string;
    readonly tenantId?: string;
  };
  readonly replyMaxAgeMs: number;
  readonly emulator: boolean;
  readonly logLevel: Environment['LOG_LEVEL'];
};

/** Printed to the operator: which variable (or file), what is wrong, what to write. Never the value that is there. */
export type ConfigProblem = { readonly variable: string; readonly wrong: string; readonly cure: string };

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * `FAULT_POINT`, for tests that kill the server at a named step (see fault-points.ts). No setting of the product: it is in no list of
 * variables, is not read from `.env`, and production has none.
 */
export const faultPointFromProcess = ({ production }: Config): string | undefined => (production ? undefined : process.env.FAULT_POINT);

type Variables = Readonly<Record<string, string | undefined>>;

/** The configuration of this process: its environment, and `.env` in `cwd` if there is one. */
export function configFromProcess(cwd: string): ConfigResult {
  try {
    return readConfig(process.env, readFileSync(join(cwd, '.env'), 'utf8'));
  } catch (error) {
    if (types.isNativeError(error) && 'code' in error && error.code === 'ENOENT') return readConfig(process.env);
    const cure = 'make it a file that this user may read, or remove it';
    return { ok: false, problems: [{ variable: '.env', wrong: 'is there but cannot be read', cure }] };
  }
}

/**
 * Environment in, frozen configuration out, or every problem at once. A variable of the environment wins over its line in
 * `.env`; one that is empty or blank counts as not set, because compose files and CI hand over empty strings for what is not set.
 */
export function readConfig(env: Variables, dotenvText = ''): ConfigResult {
  const set: Record<string, string> = {};
  for (const source of [parseEnv(dotenvText.replace(/^\uFEFF/, '')), env]) {
    for (const name of Object.keys(environment.shape)) {
      const value = source[name]?.trim();
      if (value) set[name] = value;
    }
  }
  const parsed = environment.safeParse(set);
  const problems = [...(parsed.success ? [] : parsed.error.issues.map(wrongValue)), ...missing(set)];
  return parsed.success && problems.length === 0 ? { ok: true, config: derive(parsed.data) } : { ok: false, problems };
}

/**
 * Whether `/api/messages` is there at all: with an app id, whose secret proves every request; or for programs of this machine, on a
 * server that only they can reach and that no real person uses.
 */
export function takesBotFramework({ microsoft, loopback, production }: Pick<Config, 'microsoft' | 'loopback' | 'production'>): boolean {
  return microsoft !== undefined || (loopback && !production);
}

function wrongValue(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): ConfigProblem {
  const name = environment.keyof().parse(issue.path[0]);
  return { variable: name, wrong: issue.message, cure: `write ${name}=${EXAMPLES[name]}` };
}

/** What must be set because something else is: nothing may be half on. Looks at presence alone, so wrong values hide nothing. */
function missing(set: Variables): ConfigProblem[] {
  const { NODE_ENV, DATABASE_URL, MICROSOFT_APP_TYPE: appType } = set;
  const whatsapp = firstOf(set, 'WHATSAPP_PHONE_NUMBER_ID', 'WHATSAPP_ACCESS_TOKEN');
  const messenger = firstOf(set, 'MESSENGER_PAGE_ID', 'MESSENGER_PAGE_ACCESS_TOKEN');
  const channel = whatsapp ?? messenger;
  const microsoft = firstOf(set, 'MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TYPE', 'MICROSOFT_APP_TENANT_ID');
  const rules: readonly (readonly [VariableName, string | undefined])[] = [
    ['WHATSAPP_PHONE_NUMBER_ID', whatsapp],
    ['WHATSAPP_ACCESS_TOKEN', whatsapp],
    ['MESSENGER_PAGE_ID', messenger],
    ['MESSENGER_PAGE_ACCESS_TOKEN', messenger],
    ['META_APP_SECRET', channel],
    ['META_VERIFY_TOKEN', channel],
    ['MICROSOFT_APP_ID', microsoft],
    ['MICROSOFT_APP_PASSWORD', microsoft && (appType === 'UserAssignedMSI' ? undefined : microsoft)],
    ['MICROSOFT_APP_TENANT_ID', appType && appType !== 'MultiTenant' ? 'a MICROSOFT_APP_TYPE for one tenant' : undefined],
    ['DATA_KEY', NODE_ENV === 'production' ? 'NODE_ENV=production' : undefined],
    ['DATA_KEY', DATABASE_URL?.startsWith('postgres') ? 'a PostgreSQL DATABASE_URL' : undefined],
  ];
  const found = new Map<string, ConfigProblem>();
  for (const [variable, because] of rules) {
    if (because === undefined || set[variable] !== undefined || found.has(variable)) continue;
    found.set(variable, { variable, wrong: `must be set together with ${because}`, cure: `write ${variable}=${EXAMPLES[variable]}` });
  }
  return [...found.values()];
}

function firstOf(set: Variables, ...names: readonly VariableName[]): VariableName | undefined {
  return names.find((name) => set[name] !== undefined);
}

function derive(env: Environment): Config {
  const production = env.NODE_ENV === 'production';
  const host = env.HOST ?? (production ? '0.0.0.0' : '127.0.0.1');
  const database = Object.freeze(env.DATABASE_URL);
  return Object.freeze({
    production,
    host,
    port: env.PORT,
    loopback: isLoopback(host),
    database,
    dataKey: dataKeySource(env.DATA_KEY, database),
    flowsDir: env.FLOWS_DIR,
    localesDir: env.LOCALES_DIR,
    ...(env.LOCALES_SERVED && { localesServed: Object.freeze(env.LOCALES_SERVED) }),
    ...sections(env),
    graph: Object.freeze({ url: env.GRAPH_API_URL, version: env.GRAPH_API_VERSION }),
    replyMaxAgeMs: Math.round(env.REPLY_MAX_AGE_MINUTES * 60_000),
    emulator: (env.EMULATOR ?? (production ? 'off' : 'on')) === 'on',
    logLevel: env.LOG_LEVEL,
  });
}

function dataKeySource(base64: string | undefined, database: Database): DataKeySource {
  if (base64 !== undefined) return Object.freeze({ kind: 'given', base64 });
  if (database.kind === 'postgres') throw new Error('PostgreSQL without DATA_KEY got past the check');
  return Object.freeze({ kind: 'file', path: join(dirname(database.path), 'data.key'), database: database.path });
}

/** The sections of what is on. Which variables go together was checked before. */
function sections(env: Environment): Pick<Config, 'meta' | 'whatsapp' | 'messenger' | 'microsoft'> {
  const { META_APP_SECRET: appSecret, META_VERIFY_TOKEN: verifyToken } = env;
  const { WHATSAPP_PHONE_NUMBER_ID: phoneNumberId, WHATSAPP_ACCESS_TOKEN: whatsappToken } = env;
  const { MESSENGER_PAGE_ID: pageId, MESSENGER_PAGE_ACCESS_TOKEN: pageToken } = env;
  const { MICROSOFT_APP_ID: appId, MICROSOFT_APP_PASSWORD: appPassword, MICROSOFT_APP_TENANT_ID: tenantId } = env;
  return {
    ...(appSecret && verifyToken && { meta: Object.freeze({ appSecret, verifyToken }) }),
    ...(phoneNumberId &&
      whatsappToken && {
        whatsapp: Object.freeze({ phoneNumberId, accessToken: whatsappToken, messagesPerSecond: env.WHATSAPP_MESSAGES_PER_SECOND }),
      }),
    ...(pageId &&
      pageToken && { messenger: Object.freeze({ pageId, accessToken: pageToken, messagesPerSecond: env.MESSENGER_MESSAGES_PER_SECOND }) }),
    ...(appId && {
      microsoft: Object.freeze({
        appId,
        // The Bot Framework's own default when no type is given.
        appType: env.MICROSOFT_APP_TYPE ?? 'MultiTenant',
        ...(appPassword && { appPassword }),
        ...(tenantId && { tenantId }),
      }),
    }),
  };
}
