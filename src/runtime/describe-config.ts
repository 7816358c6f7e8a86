import { type Config, type ConfigProblem, takesBotFramework } from './config.ts';
import { describeEmulator } from './emulator-address.ts';

/** What is on, what is off and which variable turns it on, a line each, for the start of the server. Holds no secret. */
export function describeConfig(config: Config): readonly string[] {
  const metaMissing = config.meta === undefined ? ['META_APP_SECRET', 'META_VERIFY_TOKEN'] : [];
  return [
    channel('WhatsApp', config.whatsapp, ['WHATSAPP_PHONE_NUMBER_ID', 'WHATSAPP_ACCESS_TOKEN', ...metaMissing]),
    channel('Messenger', config.messenger, ['MESSENGER_PAGE_ID', 'MESSENGER_PAGE_ACCESS_TOKEN', ...metaMissing]),
    botFramework(config),
    config.database.kind === 'sqlite' ? `database: SQLite, ${config.database.path}` : 'database: PostgreSQL (DATABASE_URL)',
    config.dataKey.kind === 'given' ? 'data key: from DATA_KEY' : `data key: kept in ${config.dataKey.path} (DATA_KEY takes its place)`,
    `content: ${config.flowsDir}, ${config.localesDir}; locales served: ${config.localesServed?.join(', ') ?? 'all but drafts (LOCALES_SERVED chooses)'}`,
    describeEmulator(config),
    config.production ? 'mode: production' : 'mode: development (NODE_ENV=production for real people)',
  ];
}

/** Every problem on a line of its own. */
export function describeProblems(problems: readonly ConfigProblem[]): string {
  return problems.map(({ variable, wrong, cure }) => `${variable} ${wrong}: ${cure}`).join('\n');
}

function channel(name: string, section: { readonly messagesPerSecond: number } | undefined, variables: readonly string[]): string {
  if (section !== undefined) return `${name}: on, up to ${section.messagesPerSecond} messages/s`;
  return `${name}: off; to turn it on set ${variables.join(', ')}`;
}

function botFramework(config: Config): string {
  if (config.microsoft !== undefined) return 'Bot Framework: on at /api/messages, for Azure Bot Service';
  if (takesBotFramework(config)) return 'Bot Framework: on at /api/messages, for test clients on this machine (MICROSOFT_APP_ID for Azure)';
  return 'Bot Framework: off; to turn it on set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD (without them: on loopback and not in production)';
}
