import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Label names are fixed where a metric is made, so a call that forgets or invents one does not compile. */
type Labels<L extends string> = Readonly<Record<L, string>>;

export type Metrics = {
  readonly counter: <L extends string = never>(
    name: string,
    help: string,
    labels?: readonly L[],
  ) => (labels: Labels<L>, by?: number) => void;
  readonly gauge: <L extends string = never>(
    name: string,
    help: string,
    labels?: readonly L[],
  ) => (labels: Labels<L>, value: number) => void;
  /** In seconds. */
  readonly duration: <L extends string = never>(
    name: string,
    help: string,
    labels?: readonly L[],
  ) => (labels: Labels<L>, seconds: number) => void;
  /** Runs before every scrape, to set gauges that are read rather than counted. One that fails leaves the others be. */
  readonly beforeScrape: (refresh: () => Promise<void>) => void;
  /** The text for Prometheus. Never rejects because of a failing refresh. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
};

/** From a millisecond to Meta's 5 seconds and a little more. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * A registry of its own, not prom-client's global one: two servers in one process (tests) share no numbers. `runtime`: also
 * Node's own metrics, event loop lag among them; their observers can never be stopped, so once a process.
 */
export function makeMetrics(options: { readonly runtime: boolean }): Metrics {
  const registry = new Registry();
  const refreshes: (() => Promise<void>)[] = [];
  if (options.runtime) collectDefaultMetrics({ register: registry });
  const shared = (name: string, help: string, labels: readonly string[]) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });

  return {
    counter: (name, help, labels = []) => {
      const counter = new Counter(shared(name, help, labels));
      return (at, by = 1) => counter.inc(at, by);
    },
    gauge: (name, help, labels = []) => {
      const gauge = new Gauge(shared(name, help, labels));
      return (at, value) => gauge.set(at, value);
    },
    duration: (name, help, labels = []) => {
      const histogram = new Histogram({ ...shared(name, help, labels), buckets: DURATION_BUCKETS });
      return (at, seconds) => histogram.observe(at, seconds);
    },
    beforeScrape: (refresh) => {
      refreshes.push(refresh);
    },
    text: async () => {
      await Promise.allSettled(refreshes.map((refresh) => refresh()));
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
