import {
  type Activity as BotActivity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type ConversationReference,
} from 'botbuilder';
import type { Config } from '../../runtime/config.ts';
import { makeHttpClient } from './call.ts';
import { ConnectorFault } from './fault.ts';
import type { ServiceUrlRule } from './service-url.ts';
import type { OutActivity, Route } from './wire.ts';

// The only file that loads botbuilder, a retired framework of 750 modules and 50 MB; no type of it leaves this room. It does two
// things: it proves that a request comes from Azure Bot Service, and it posts an activity with the token that Azure wants to see.

export type Connector = {
  /** Whether the token in the Authorization header is Azure's for this bot and this service URL. Rejects if Azure's keys cannot be had. */
  readonly authenticate: (activity: { readonly channelId: string; readonly serviceUrl: string }, authorization: string) => Promise<boolean>;
  /** Posts one activity; resolves to its id, if the client gives one. Rejects with a ConnectorFault and nothing else. */
  readonly send: (activity: OutActivity, route: Route) => Promise<string | undefined>;
  readonly close: () => Promise<void>;
};

/** Azure's own issuer. Tokens of the Emulator, of other bots (skills) and of AseChannel have others, and no service URL in them. */
const ISSUER = 'https://api.botframework.com';
/** Longest wait for Azure's keys. Whoever posted here waits for 15 s. */
const KEYS_MS = 10_000;
/** Longest wait for a token of ours and the call together; the lease on the row is a minute. */
const SEND_MS = 25_000;

/** `app` undefined: no token in, none out; then nobody but programs of this machine may get this far. */
export function makeConnector(app: Config['microsoft'], isServed: ServiceUrlRule): Connector {
  const settings = app === undefined ? {} : settingsOf(app);
  const { client: httpClient, close } = makeHttpClient(isServed);
  const credentials = new ConfigurationServiceClientCredentialFactory(settings);
  const auth = new ConfigurationBotFrameworkAuthentication(settings, credentials, undefined, undefined, { httpClient });
  const adapter = new CloudAdapter(auth);

  const post = async (activity: OutActivity, route: Route): Promise<string | undefined> => {
    let id: string | undefined;
    await adapter.continueConversationAsync(app?.appId ?? '', referenceOf(route), async (context) => {
      // A continued conversation has an activity of its own making in it, and botbuilder answers that one.
      context.onSendActivities((_context, activities, next) => {
        for (const one of activities) setReplyTo(one, route.replyTo);
        return next();
      });
      const { suggestedActions, ...rest } = activity;
      id = (await context.sendActivity({ ...rest, ...(suggestedActions && { suggestedActions }) }))?.id;
    });
    return id === '' ? undefined : id;
  };

  return {
    authenticate: async (activity, authorization) => {
      try {
        // Of an activity it reads the channel and the service URL.
        const check = auth.authenticateRequest(activity as BotActivity, authorization);
        const { claimsIdentity } = await within(KEYS_MS, check);
        const claim = (name: string) => claimsIdentity.getClaimValue(name);
        return claimsIdentity.isAuthenticated && claim('iss') === ISSUER && claim('serviceurl') === activity.serviceUrl;
      } catch (error) {
        if (isOutage(error)) throw error;
        return false;
      }
    },
    send: async (activity, route) => {
      try {
        return await within(SEND_MS, post(activity, route));
      } catch (error) {
        throw error instanceof ConnectorFault ? error : new ConnectorFault({ kind: 'token', denied: isDenied(error) });
      }
    },
    close,
  };
}

/** botbuilder waits without end for keys and tokens. What is late goes on by itself, and nobody hears of it any more. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new ConnectorFault({ kind: 'unreachable', code: 'TIMEOUT', sent: true })), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function settingsOf({ appId, appType, appPassword, tenantId }: NonNullable<Config['microsoft']>) {
  return {
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    // A managed identity has no password, and botbuilder refuses to start with both.
    ...(appPassword && appType !== 'UserAssignedMSI' && { MicrosoftAppPassword: appPassword }),
    ...(tenantId && { MicrosoftAppTenantId: tenantId }),
  };
}

/** As every client takes it. botbuilder's types want names as well, of people and of conversations, which we do not keep. */
function referenceOf({ serviceUrl, channelId, conversation, user, bot = 'bot' }: Route): Partial<ConversationReference> {
  return { serviceUrl, channelId, conversation, user: { id: user }, bot: { id: bot, role: 'bot' } } as Partial<ConversationReference>;
}

function setReplyTo(activity: { replyToId?: string }, replyTo: string | undefined): void {
  if (replyTo === undefined) delete activity.replyToId;
  else activity.replyToId = replyTo;
}

/** Not the caller's fault: Azure's keys could not be fetched. */
function isOutage(error: unknown): boolean {
  const { name, statusCode } = Object(error);
  return error instanceof ConnectorFault || name === 'FetchError' || statusCode === 500;
}

/** Azure says no to our id, password or tenant, and will go on saying so. Anything else is a line that is down. */
function isDenied(error: unknown): boolean {
  return /^(?:invalid_|unauthorized_)/.test(String(Object(error).errorCode));
}
