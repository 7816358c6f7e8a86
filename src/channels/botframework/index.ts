import type { RawRequest } from '../../model/channel.ts';
import type { Received } from '../../model/inbound.ts';
import type { Outcome, Payload } from '../../model/outbound.ts';
import type { Config } from '../../runtime/config.ts';
import type { Outlet } from '../channel.ts';
import { compose } from './compose.ts';
import type { Connector } from './connector.ts';
import { ConnectorFault } from './fault.ts';
import { outcomeOf } from './outcome.ts';
import { receive } from './receive.ts';
import { isLocalServiceUrl, isMicrosoftServiceUrl } from './service-url.ts';
import { makeWaiters } from './waiters.ts';
import { OutPayload } from './wire.ts';

export type BotFramework = Outlet & {
  /** A POST to `/api/messages`. Rejects only if Azure's keys, which prove who asks, cannot be had. */
  readonly receive: (request: RawRequest, now: number) => Promise<Received>;
};

/**
 * Teams' limits for one bot in one tenant and in one conversation (7 in a second, 60 in 30 s); no other client publishes any. Programs on
 * this machine need none.
 */
const AZURE_PACE = { perSecond: 50, pair: { burst: 7, everyMs: 500 } };
const LOCAL_PACE = { perSecond: 1000 };

/**
 * The Bot Framework: with an app id for Azure Bot Service and what is connected to it, without one for test clients on this machine.
 * `config` must come from a server that may have it on, see `takesBotFramework`.
 *
 * botbuilder is loaded with the first activity that needs it. With an app id it is loaded here, since the first thing every request
 * needs is its check of the token; then a wrong set of settings ends the start and not the first conversation.
 */
export async function makeBotFramework({ microsoft: app }: Pick<Config, 'microsoft'>): Promise<BotFramework> {
  const isServed = app === undefined ? isLocalServiceUrl : isMicrosoftServiceUrl;
  const waiters = makeWaiters();
  let loaded: Promise<Connector> | undefined;
  const connector = (): Promise<Connector> => {
    loaded ??= import('./connector.ts').then(({ makeConnector }) => makeConnector(app, isServed));
    return loaded;
  };
  if (app !== undefined) await connector();
  const authenticate =
    app === undefined ? undefined : async (...of: Parameters<Connector['authenticate']>) => (await connector()).authenticate(...of);

  const send = async (payload: Payload, ref: string): Promise<Outcome> => {
    const { activity, route, more } = OutPayload.parse(payload);
    if (route === undefined) return { kind: 'refused', code: 'bf:no-route' };
    if (route.waiter !== undefined) {
      const given = waiters.give(route.waiter, answered(activity, route, ref), more);
      return given ? { kind: 'sent', messageId: ref } : { kind: 'refused', code: 'bf:nobody-waits' };
    }
    // Once more, for rows from before a change of settings: what was written on loopback is no address for a server on the internet.
    if (!isServed(route.serviceUrl)) return { kind: 'refused', code: 'bf:foreign' };
    try {
      const id = await (await connector()).send(activity, route);
      return { kind: 'sent', messageId: id ?? ref };
    } catch (error) {
      if (!(error instanceof ConnectorFault)) throw error;
      return outcomeOf(error.fault);
    }
  };

  return {
    id: 'botframework',
    receive: (request, now) => receive(request, now, { isServed, authenticate, waiters }),
    compose,
    // Neither Bot Framework nor its clients know read marks, and a typing sign would cost a call for an answer that is there already.
    receipts: () => [],
    sendReceipt: async () => undefined,
    send,
    pace: app === undefined ? LOCAL_PACE : AZURE_PACE,
    close: async () => {
      waiters.close();
      if (loaded !== undefined) await (await loaded).close();
    },
  };
}

/** An activity as it stands in the answer to a request: with who says it to whom, which a connector would have filled in. */
function answered(
  activity: OutPayload['activity'],
  { serviceUrl, channelId, conversation, user, bot, replyTo }: NonNullable<OutPayload['route']>,
  id: string,
) {
  return {
    ...activity,
    id,
    serviceUrl,
    channelId,
    conversation,
    from: { id: bot ?? 'bot', role: 'bot' },
    recipient: { id: user },
    replyToId: replyTo,
  };
}
