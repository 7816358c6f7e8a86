import { makeEngine } from '../engine/engine.ts';
import { makeHttp } from '../http/http.ts';
import type { Flow } from '../model/flow.ts';
import { withLocales } from '../proof/content.ts';
import type { Config } from '../runtime/config.ts';
import { loadDataKey } from '../runtime/data-key.ts';
import { localNameOf } from '../runtime/emulator-address.ts';
import type { Log } from '../runtime/log.ts';
import { makeMetrics } from '../runtime/metrics.ts';
import type { StopStep } from '../runtime/shutdown.ts';
import { makeVault } from '../runtime/vault.ts';
import { startWorker } from '../runtime/worker.ts';
import { openStore } from '../store/open.ts';
import { makeChannels } from './channels.ts';
import type { Edition, GoodRead } from './live-content.ts';
import { observeDelivery, observeStore, observeTurns } from './observe.ts';
import { startPipeline } from './pipeline.ts';
import { makeReadiness } from './readiness.ts';
import { soundReader } from './sounds.ts';

export type Service = {
  readonly port: number;
  /** The address of its page, if the emulator is on. */
  readonly emulator: string | undefined;
  /** In the order in which they must run: emulator, socket, sweeper, turns, sends, store. */
  readonly steps: readonly StopStep[];
};

const SWEEP_MS = 60_000;
/** Between two bites of a long meal, for the turns: still some thousand rows a second, more than the highest rate leaves behind. */
const SWEEP_PAUSE_MS = 10;

/** `flow`: all languages there are; `served`: only those that may be sent to people; `live`: there when the emulator is to be on. */
export type ServiceContent = { readonly flow: Flow; readonly served: Flow; readonly live?: GoodRead };

/**
 * Builds every piece once and starts them in order: store, loops, socket last, so that nobody is let in before they can be answered.
 * A start that fails half way stops what was started.
 */
export async function startService(config: Config, content: ServiceContent, log: Log): Promise<Service> {
  const clock = Date.now;
  const metrics = makeMetrics({ runtime: true });
  let engine = makeEngine(content.served);
  /** What was swapped in and nobody has talked to yet: the page does not wait for it. */
  let next: Flow | undefined;
  const { webhooks, botFramework, outlets } = await makeChannels(config);
  const store = await openStore({ url: databaseUrl(config), vault: makeVault(loadDataKey(config.dataKey)) });
  const { receive, delivery, steps } = startPipeline({
    store,
    channels: outlets,
    engine: () => {
      if (next !== undefined) engine = makeEngine(next, engine);
      next = undefined;
      return engine;
    },
    readSound: soundReader(() => next ?? engine.flow),
    clock,
    replyMaxAgeMs: config.replyMaxAgeMs,
    turnEvents: observeTurns(metrics, log),
    deliveryEvents: observeDelivery(metrics, log),
  });
  const sweeper = startWorker({
    run: async () => ((await store.sweep(clock())).more ? SWEEP_PAUSE_MS : 'idle'),
    idleMs: SWEEP_MS,
    onError: (error) => log.error('old rows could not be removed', {}, error),
  });
  observeStore(metrics, store, clock);

  /** Under development people who write to the real channels get the new content, too. */
  const swap = ({ flow }: Edition): void => {
    const served = withLocales(flow, config.localesServed);
    if ('flow' in served) next = served.flow;
    log.info('content swapped', { revision: flow.revision, served: 'flow' in served });
  };
  let port = config.port;
  const local = localNameOf(config);
  const emulatorUrl = () => `http://${local}:${port}`;
  const emulator =
    local === undefined || content.live === undefined
      ? undefined
      : (await import('./emulator-host.ts')).hostEmulator({ config, content: content.live, url: emulatorUrl, onEdition: swap, clock, log });
  const http = makeHttp({
    channels: webhooks,
    ...(botFramework && { botFramework }),
    store: { receive },
    clock,
    readiness: makeReadiness(store, delivery, clock),
    ...(emulator && { emulator: emulator.routes }),
    metrics,
    log,
  });

  const started: readonly StopStep[] = [{ name: 'sweeper', stop: sweeper.stop }, ...steps];
  // Before the socket: open pages would hold it, and what the emulator still sends comes in by it.
  const first: readonly StopStep[] = emulator === undefined ? [] : [{ name: 'emulator', stop: emulator.stop }];
  try {
    ({ port } = await http.listen(config.port, config.host));
    const page = emulator && `${emulatorUrl()}/emulator`;
    return { port, emulator: page, steps: [...first, { name: 'socket', stop: http.close }, ...started] };
  } catch (error) {
    for (const step of [...first, ...started]) await step.stop();
    throw error;
  }
}

const databaseUrl = ({ database }: Config) => (database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url);
