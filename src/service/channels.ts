import type { Channel } from '../channels/channel.ts';
import { makeMessenger } from '../channels/messenger/index.ts';
import { makeGraph } from '../channels/meta/graph.ts';
import { makeWhatsApp } from '../channels/whatsapp/index.ts';
import type { ChannelId } from '../model/channel.ts';
import type { Config } from '../runtime/config.ts';

/** The channels that a configuration turns on, each with a Graph client of its own, since each has a token of its own. */
export function makeChannels({
  meta,
  whatsapp,
  messenger,
  graph,
}: Pick<Config, 'meta' | 'whatsapp' | 'messenger' | 'graph'>): ReadonlyMap<ChannelId, Channel> {
  const channels = new Map<ChannelId, Channel>();
  if (meta && whatsapp) {
    channels.set('whatsapp', makeWhatsApp({ ...meta, ...whatsapp, graph: makeGraph({ ...graph, accessToken: whatsapp.accessToken }) }));
  }
  if (meta && messenger) {
    channels.set('messenger', makeMessenger({ ...meta, ...messenger, graph: makeGraph({ ...graph, accessToken: messenger.accessToken }) }));
  }
  return channels;
}
