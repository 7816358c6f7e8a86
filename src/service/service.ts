import { randomBytes } from 'node:crypto';
import type { Channel } from '../channels/channel.ts';
import { makeMessenger } from '../channels/messenger/index.ts';
import { makeGraph } from '../channels/meta/graph.ts';
import { makeWhatsApp } from '../channels/whatsapp/index.ts';
import { startDelivery } from '../delivery/delivery.ts';
import { makeEngine } from '../engine/engine.ts';
import { makeHttp } from '../http/http.ts';
import type { ChannelId } from '../model/channel.ts';
import type { Flow } from '../model/flow.ts';
import { outboundRef } from '../model/ids.ts';
import type { Config } from '../runtime/config.ts';
import { loadDataKey } from '../runtime/data-key.ts';
import type { Log } from '../runtime/log.ts';
import { makeMetrics } from '../runtime/metrics.ts';
import type { StopStep } from '../runtime/shutdown.ts';
import { makeVault } from '../runtime/vault.ts';
import { startWorker } from '../runtime/worker.ts';
import { openStore } from '../store/open.ts';
import { startTurns } from '../turns/turns.ts';
import { observeDelivery, observeStore, observeTurns } from './observe.ts';
import { makeReadiness } from './readiness.ts';

export type Service = {
  readonly port: number;
  /** In the order in which they must run: socket, turns, sends, store. */
  readonly steps: readonly StopStep[];
};

const SWEEP_MS = 60_000;
const REF_BYTES = 16;

/**
 * Builds every piece once and starts them in order: store, delivery, turns, socket last, so that nobody is let in before they can be
 * answered. `flow` is checked content with the locales that may be spoken. A start that fails half way stops what was started.
 */
export async function startService(config: Config, flow: Flow, log: Log): Promise<Service> {
  const clock = Date.now;
  const metrics = makeMetrics({ runtime: true });
  const engine = makeEngine(flow);
  const channels = makeChannels(config);
  const store = await openStore({ url: databaseUrl(config), vault: makeVault(loadDataKey(config.dataKey)) });

  const delivery = startDelivery({
    store,
    channels: [...channels.values()],
    clock,
    random: Math.random,
    events: observeDelivery(metrics, log),
  });
  const turns = startTurns({
    store,
    engine: () => engine,
    channels,
    clock,
    newRef: () => outboundRef(randomBytes(REF_BYTES).toString('base64url')),
    replyMaxAgeMs: config.replyMaxAgeMs,
    events: observeTurns(metrics, log),
    onOutbound: delivery.nudge,
  });
  const sweeper = startWorker({
    run: async () => ((await store.sweep(clock())).more ? 'more' : 'idle'),
    idleMs: SWEEP_MS,
    onError: (error) => log.error('old rows could not be removed', {}, error),
  });
  observeStore(metrics, store, clock);
  const http = makeHttp({
    channels,
    store,
    clock,
    onReceived: turns.nudge,
    readiness: makeReadiness(store, delivery, clock),
    metrics,
    log,
  });

  const steps: readonly StopStep[] = [
    { name: 'socket', stop: http.close },
    { name: 'turns', stop: turns.stop },
    { name: 'sweeper', stop: sweeper.stop },
    { name: 'sends', stop: delivery.stop },
    { name: 'connections', stop: async () => void (await Promise.all([...channels.values()].map((channel) => channel.close()))) },
    { name: 'store', stop: store.close },
  ];
  try {
    const { port } = await http.listen(config.port, config.host);
    return { port, steps };
  } catch (error) {
    for (const step of steps.slice(1)) await step.stop();
    throw error;
  }
}

function makeChannels({ meta, whatsapp, messenger, graph }: Config): ReadonlyMap<ChannelId, Channel> {
  const channels = new Map<ChannelId, Channel>();
  if (meta && whatsapp) {
    channels.set('whatsapp', makeWhatsApp({ ...meta, ...whatsapp, graph: makeGraph({ ...graph, accessToken: whatsapp.accessToken }) }));
  }
  if (meta && messenger) {
    channels.set('messenger', makeMessenger({ ...meta, ...messenger, graph: makeGraph({ ...graph, accessToken: messenger.accessToken }) }));
  }
  return channels;
}

const databaseUrl = ({ database }: Config) => (database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url);
