import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator, Tab } from '../http/emulator.ts';
import { makeWebhook } from '../http/webhook.ts';
import type { EmulatedChannel, EmulatorEvent, EmulatorState } from '../model/emulator.ts';
import type { Flow } from '../model/flow.ts';
import type { Log } from '../runtime/log.ts';
import { DATA_KEY_BYTES, makeVault } from '../runtime/vault.ts';
import { openStore } from '../store/open.ts';
import type { TurnWork } from '../store/store.ts';
import type { Chat } from './emulator-chat.ts';
import { makeEmulatedGraph } from './emulator-graph.ts';
import { emulateMessenger } from './emulator-messenger.ts';
import { emulatorDeliveryEvents, emulatorTurnEvents, NO_METRICS } from './emulator-observe.ts';
import { makeOrigins } from './emulator-origins.ts';
import { actOf, isThere, makePhone, type Phone, standBeyond } from './emulator-phone.ts';
import { type Act, signedRequest } from './emulator-platform.ts';
import { watchedStore } from './emulator-store.ts';
import { emulateWhatsApp } from './emulator-whatsapp.ts';
import type { LiveContent } from './live-content.ts';
import { startPipeline } from './pipeline.ts';
import { soundReader } from './sounds.ts';

export type EmulatorParts = {
  /** Where this server itself is reached, without a slash at the end. */
  readonly url: string;
  readonly graphVersion: string;
  readonly content: LiveContent;
  readonly replyMaxAgeMs: number;
  readonly clock: () => number;
  readonly log: Log;
};

export type RunningEmulator = Emulator & { readonly stop: () => Promise<void> };

const HOUR_MS = 60 * 60 * 1000;

/**
 * A second pipeline beside the server's own, for people that are made up: the real channels with secrets made now, a database that is
 * thrown away, all languages, and a Graph API that ends at the page. What a page sends becomes a signed webhook; what it shows came out
 * of delivery over HTTP. Only the two ends are not Meta's.
 */
export async function startEmulator({ url, graphVersion, content, replyMaxAgeMs, clock, log }: EmulatorParts): Promise<RunningEmulator> {
  const { store, remove } = await throwAwayStore();
  const tabs = new Set<Tab>();
  const tell = (event: EmulatorEvent): void => {
    for (const tab of tabs) tab.tell(event);
  };
  const graphOptions = { url: `${url}/emulator/graph`, version: graphVersion };
  const phones: Readonly<Record<EmulatedChannel, Phone>> = {
    whatsapp: makePhone(emulateWhatsApp(graphOptions), tell),
    messenger: makePhone(emulateMessenger(graphOptions), tell),
  };
  const all = Object.values(phones);
  const chatOf = ({ channel, events }: TurnWork): Chat | undefined => {
    const chat = all.find(({ platform }) => platform.id === channel)?.chat();
    return chat?.person === events[0]?.event.from.id ? chat : undefined;
  };

  const origins = makeOrigins();
  let engine = origins.engine(content.edition());
  content.onChange(() => {
    if (engine.flow !== content.edition().flow) engine = origins.engine(content.edition());
    tell({ kind: 'content', content: content.told() });
  });

  const graph = makeEmulatedGraph({ phones: all, origins, clock, tell });
  const watched = watchedStore(store, {
    standing: (work) => chatOf(work)?.standing(work, clock()) ?? work,
    onOutbound: graph.expect,
    onKept: (work, result) => chatOf(work)?.kept(work, result),
    onDecision: graph.decide,
  });
  const pauses = new Map<EmulatedChannel, { readonly pausedUntil: number }>();
  /** Told by delivery when it begins, and when a message went through; the clock may end it before one is there. */
  const onPause = (channel: EmulatedChannel, ms: number): void => {
    const until = clock() + ms;
    if (ms > 0) {
      pauses.set(channel, { pausedUntil: until });
      setTimeout(() => onPause(channel, 0), ms).unref();
    } else pauses.delete(channel);
    tell({ kind: 'pause', channel, ...(ms > 0 && { until }) });
  };
  const pipeline = startPipeline({
    store: watched,
    channels: new Map(all.map(({ platform }) => [platform.id, origins.outlet(platform.channel)])),
    engine: () => engine,
    readSound: soundReader(() => engine.flow),
    clock,
    replyMaxAgeMs,
    turnEvents: emulatorTurnEvents(tell, log),
    deliveryEvents: emulatorDeliveryEvents(onPause, log),
  });
  const webhook = makeWebhook({ store: pipeline, clock, metrics: NO_METRICS, log });

  async function post({ platform, chat }: Phone, acts: readonly Act[], times: number): Promise<number> {
    const talking = chat();
    const request = signedRequest(platform.webhook(talking.person, acts), platform.appSecret);
    talking.writes(acts);
    const { status } = await webhook(platform.channel, request);
    talking.did(acts, status, clock(), times > 1);
    for (let again = 1; again < times; again += 1) await webhook(platform.channel, request);
    return status;
  }

  return {
    state: (): EmulatorState => ({
      content: content.told(),
      phones: all.map(({ platform, chat }) => ({ ...chat().phone(), ...pauses.get(platform.id) })),
      ...namesIn(content.edition().flow),
      fault: graph.fault(),
    }),
    listen: (tab) => {
      tabs.add(tab);
      return () => void tabs.delete(tab);
    },
    send: async ({ channel, inputs, twice = false, ageHours = 0 }) => {
      const at = clock() - ageHours * HOUR_MS;
      const acts = inputs.flatMap((input) => actOf(phones[channel], input, at) ?? []);
      return acts.length === inputs.length ? post(phones[channel], acts, twice ? 2 : 1) : undefined;
    },
    open: async (ask) => {
      const { flow } = content.edition();
      if (!isThere(flow, ask)) return undefined;
      return post(phones[ask.channel], [standBeyond(flow, phones[ask.channel], ask, clock())], 1);
    },
    speak: (channel, locale) => {
      const known = content.edition().flow.locales.has(locale);
      if (known) phones[channel].chat().speak(locale);
      return known;
    },
    fail: graph.fail,
    reset: (channel) => {
      for (const phone of channel === undefined ? all : [phones[channel]]) phone.reset();
    },
    test: (channel) => phones[channel].chat().test(content.edition().flow),
    graph: graph.answer,
    upload: graph.upload,
    file: graph.file,
    stop: async () => {
      for (const tab of tabs) tab.end();
      tabs.clear();
      try {
        for (const step of pipeline.steps) await step.stop();
      } finally {
        await remove();
      }
    },
  };
}

async function throwAwayStore() {
  const folder = await mkdtemp(join(tmpdir(), 'anoura-emulator-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const store = await openStore({ url: `sqlite:${join(folder, 'emulator.db')}`, vault: makeVault(randomBytes(DATA_KEY_BYTES)) });
    return { store, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function namesIn({ locales, nodes, directory }: Flow): Pick<EmulatorState, 'locales' | 'nodes' | 'regions' | 'needs'> {
  return {
    locales: [...locales.values()].map(({ id, name, direction, status }) => ({ id, name, direction, status })),
    nodes: [...nodes.keys()],
    regions: [...directory.regions.keys()],
    needs: [...new Set([...directory.topics.keys(), ...directory.needs.keys()])],
  };
}
