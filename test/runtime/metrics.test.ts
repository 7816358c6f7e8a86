import { expect, test } from '@jest/globals';
import { makeMetrics } from '../../src/runtime/metrics.ts';

test('counters, gauges and durations show in the text', async () => {
  const metrics = makeMetrics({ runtime: false });
  metrics.counter('a_total', 'A', ['kind'])({ kind: 'x' }, 2);
  metrics.gauge('b', 'B')({}, 7);
  metrics.duration('c_seconds', 'C', ['kind'])({ kind: 'x' }, 0.2);
  const text = await metrics.text();
  for (const line of ['a_total{kind="x"} 2', 'b 7', 'c_seconds_bucket{le="0.25",kind="x"} 1', 'c_seconds_bucket{le="0.1",kind="x"} 0']) {
    expect(text).toContain(line);
  }
});

test('what is read before a scrape is in it, and one failing read spoils nothing', async () => {
  const metrics = makeMetrics({ runtime: false });
  const depth = metrics.gauge('depth', 'Depth');
  metrics.beforeScrape(() => Promise.reject(new Error('no database')));
  metrics.beforeScrape(async () => depth({}, 5));
  expect(await metrics.text()).toContain('depth 5');
});

test('two registries share nothing', async () => {
  const [one, two] = [makeMetrics({ runtime: false }), makeMetrics({ runtime: false })];
  one.counter('a_total', 'A')({});
  two.counter('a_total', 'A');
  expect([await one.text(), await two.text()].map((text) => text.includes('a_total 1'))).toEqual([true, false]);
});

test("Node's own numbers are there when asked for, event loop lag among them", async () => {
  expect(await makeMetrics({ runtime: true }).text()).toContain('nodejs_eventloop_lag_p99_seconds');
  expect(await makeMetrics({ runtime: false }).text()).not.toContain('nodejs_');
});
