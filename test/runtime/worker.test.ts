import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { errorPause, type Next, startWorker, type Worker } from '../../src/runtime/worker.ts';

let worker: Worker | undefined;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] });
});

afterEach(async () => {
  jest.useRealTimers();
  await worker?.stop();
});

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A worker whose runs answer in the order of `script`, then `idle`; an Error is thrown. */
function scripted(script: readonly (Next | Error)[], idleMs = 1_000) {
  const left = [...script];
  const seen = { runs: 0, errors: [] as unknown[] };
  worker = startWorker({
    run: async () => {
      seen.runs += 1;
      const next = left.shift() ?? 'idle';
      if (next instanceof Error) throw next;
      return next;
    },
    idleMs,
    onError: (error) => seen.errors.push(error),
  });
  return { worker, seen };
}

describe('worker', () => {
  test('runs once at the start, then sleeps', async () => {
    const { worker, seen } = scripted([]);
    await worker.idle();
    await turns(5);
    expect(seen.runs).toBe(1);
  });

  test('runs again at once while there is more, each time in its own turn of the event loop', async () => {
    const { worker, seen } = scripted(['more', 'more', 'more']);
    await turns(2);
    expect(seen.runs).toBeLessThan(4);
    await worker.idle();
    expect(seen.runs).toBe(4);
  });

  test('many nudges at once cause one run', async () => {
    const { worker, seen } = scripted([]);
    await worker.idle();
    for (let n = 0; n < 100; n += 1) worker.nudge();
    await worker.idle();
    await turns(5);
    expect(seen.runs).toBe(2);
  });

  test('nudges during a run cause one more', async () => {
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    worker = startWorker({
      run: async () => {
        runs += 1;
        if (runs === 1) await gate.promise;
        return 'idle';
      },
      idleMs: 1_000,
      onError: () => undefined,
    });
    await turns(2);
    worker.nudge();
    worker.nudge();
    gate.resolve();
    await worker.idle();
    await turns(5);
    expect(runs).toBe(2);
  });

  test.each<{ label: string; next: Next; before: number; after: number }>([
    { label: 'idle: after idleMs', next: 'idle', before: 999, after: 1 },
    { label: 'a number: after that long', next: 200, before: 199, after: 1 },
    { label: 'a number over idleMs: after idleMs', next: 5_000, before: 999, after: 1 },
  ])('without a nudge it runs again: $label', async ({ next, before, after }) => {
    const { worker, seen } = scripted([next]);
    await worker.idle();
    jest.advanceTimersByTime(before);
    await turns(3);
    expect(seen.runs).toBe(1);
    jest.advanceTimersByTime(after);
    await turns(3);
    expect(seen.runs).toBe(2);
  });

  test('an error is told and tried again after a growing pause, which nudges do not cut short', async () => {
    const { worker, seen } = scripted([new Error('one'), new Error('two'), 'idle', new Error('three')]);
    await turns(3);
    expect(seen.errors).toEqual([new Error('one')]);
    worker.nudge();
    jest.advanceTimersByTime(99);
    await turns(3);
    expect(seen.runs).toBe(1);
    jest.advanceTimersByTime(1);
    await turns(3);
    expect(seen.errors).toEqual([new Error('one'), new Error('two')]);
    jest.advanceTimersByTime(199);
    await turns(3);
    expect(seen.runs).toBe(2);
    jest.advanceTimersByTime(1);
    await worker.idle();
    expect(seen.runs).toBe(3);

    worker.nudge();
    await turns(3);
    expect(seen.errors).toHaveLength(3);
    jest.advanceTimersByTime(100);
    await worker.idle();
    expect(seen.runs).toBe(5);
  });

  test('idle waits while an error is being paused out', async () => {
    const { worker } = scripted([new Error('down')]);
    let idle = false;
    const waiting = worker.idle().then(() => {
      idle = true;
    });
    await turns(5);
    expect(idle).toBe(false);
    jest.advanceTimersByTime(100);
    await waiting;
    expect(idle).toBe(true);
  });

  test('the pause after errors is bounded', () => {
    expect([1, 2, 3, 6, 7, 1_000, 5_000].map(errorPause)).toEqual([100, 200, 400, 3_200, 5_000, 5_000, 5_000]);
  });

  test('stop waits for the run in hand, and nothing runs after it', async () => {
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    let stopped = false;
    worker = startWorker({
      run: async () => {
        runs += 1;
        await gate.promise;
        return 'more';
      },
      idleMs: 1_000,
      onError: () => undefined,
    });
    await turns(2);
    const stopping = worker.stop().then(() => {
      stopped = true;
    });
    await turns(5);
    expect(stopped).toBe(false);
    gate.resolve();
    await stopping;
    worker.nudge();
    await turns(5);
    expect(runs).toBe(1);
  });

  test.each([
    { label: 'asleep', script: [] },
    { label: 'in the pause after an error', script: [new Error('down')] },
  ])('stop ends at once while $label, and so does whoever waits for idle', async ({ script }) => {
    const { worker, seen } = scripted(script);
    await turns(3);
    const idle = worker.idle();
    await worker.stop();
    await idle;
    await worker.idle();
    expect(seen.runs).toBe(1);
  });
});
