import { type BotFramework, makeBotFramework } from '../channels/botframework/index.ts';
import type { Channel, Outlet } from '../channels/channel.ts';
import { makeMessenger } from '../channels/messenger/index.ts';
import { makeGraph } from '../channels/meta/graph.ts';
import { makeWhatsApp } from '../channels/whatsapp/index.ts';
import type { ChannelId } from '../model/channel.ts';
import { type Config, takesBotFramework } from '../runtime/config.ts';

/** By the door at which people's messages come in, and all together by the way out. */
export type Channels = {
  readonly webhooks: ReadonlyMap<ChannelId, Channel>;
  readonly botFramework: BotFramework | undefined;
  readonly outlets: ReadonlyMap<ChannelId, Outlet>;
};

/** The channels that a configuration turns on. */
export async function makeChannels(config: Config): Promise<Channels> {
  const webhooks = makeMetaChannels(config);
  const botFramework = takesBotFramework(config) ? await makeBotFramework(config) : undefined;
  const outlets = new Map<ChannelId, Outlet>(webhooks);
  if (botFramework) outlets.set(botFramework.id, botFramework);
  return { webhooks, botFramework, outlets };
}

/** Each with a Graph client of its own, since each has a token of its own. */
function makeMetaChannels({ meta, whatsapp, messenger, graph }: Config): ReadonlyMap<ChannelId, Channel> {
  const channels = new Map<ChannelId, Channel>();
  if (meta && whatsapp) {
    channels.set('whatsapp', makeWhatsApp({ ...meta, ...whatsapp, graph: makeGraph({ ...graph, accessToken: whatsapp.accessToken }) }));
  }
  if (meta && messenger) {
    channels.set('messenger', makeMessenger({ ...meta, ...messenger, graph: makeGraph({ ...graph, accessToken: messenger.accessToken }) }));
  }
  return channels;
}
