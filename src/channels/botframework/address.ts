import type { Address } from '../../model/channel.ts';
import { type Activity, Route } from './wire.ts';

/**
 * A person in one conversation of one client. Who they are is channel, conversation and user together: user ids are unique only within a
 * conversation (every Emulator has the same), and a new conversation is a new start on every client. Written as JSON, so that no id can
 * imitate the border between two parts.
 */
export function addressOf(activity: Activity, user: string, extras: Pick<Route, 'playground' | 'waiter'>): Address {
  const { channelId, serviceUrl, conversation, recipient, id } = activity;
  const { conversationType, tenantId } = conversation;
  const route: Route = {
    serviceUrl,
    channelId,
    conversation: { id: conversation.id, ...(conversationType && { conversationType }), ...(tenantId && { tenantId }) },
    user,
    ...(recipient?.id && { bot: recipient.id }),
    ...(id && { replyTo: id }),
    ...extras,
  };
  return { id: JSON.stringify([channelId, conversation.id, user]), route: JSON.stringify(route) };
}

/** Undefined for an address without a route, such as the one with which content is proved. */
export function routeOf({ route }: Address): Route | undefined {
  return route === undefined ? undefined : Route.parse(JSON.parse(route));
}
