import { makeEngine } from '../engine/engine.ts';
import { makeHttp } from '../http/http.ts';
import type { Flow } from '../model/flow.ts';
import type { Config } from '../runtime/config.ts';
import { loadDataKey } from '../runtime/data-key.ts';
import type { Log } from '../runtime/log.ts';
import { makeMetrics } from '../runtime/metrics.ts';
import type { StopStep } from '../runtime/shutdown.ts';
import { makeVault } from '../runtime/vault.ts';
import { startWorker } from '../runtime/worker.ts';
import { openStore } from '../store/open.ts';
import { makeChannels } from './channels.ts';
import { observeDelivery, observeStore, observeTurns } from './observe.ts';
import { startPipeline } from './pipeline.ts';
import { makeReadiness } from './readiness.ts';

export type Service = {
  readonly port: number;
  /** In the order in which they must run: socket, sweeper, turns, sends, store. */
  readonly steps: readonly StopStep[];
};

const SWEEP_MS = 60_000;

/**
 * Builds every piece once and starts them in order: store, loops, socket last, so that nobody is let in before they can be answered.
 * `flow` is checked content with the locales that may be spoken. A start that fails half way stops what was started.
 */
export async function startService(config: Config, flow: Flow, log: Log): Promise<Service> {
  const clock = Date.now;
  const metrics = makeMetrics({ runtime: true });
  const engine = makeEngine(flow);
  const channels = makeChannels(config);
  const store = await openStore({ url: databaseUrl(config), vault: makeVault(loadDataKey(config.dataKey)) });
  const { turns, delivery, steps } = startPipeline({
    store,
    channels,
    engine: () => engine,
    clock,
    replyMaxAgeMs: config.replyMaxAgeMs,
    turnEvents: observeTurns(metrics, log),
    deliveryEvents: observeDelivery(metrics, log),
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

  const started: readonly StopStep[] = [{ name: 'sweeper', stop: sweeper.stop }, ...steps];
  try {
    const { port } = await http.listen(config.port, config.host);
    return { port, steps: [{ name: 'socket', stop: http.close }, ...started] };
  } catch (error) {
    for (const step of started) await step.stop();
    throw error;
  }
}

const databaseUrl = ({ database }: Config) => (database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url);
