import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { makeLog } from '../../src/runtime/log.ts';
import { type StopStep, stopWithProcess } from '../../src/runtime/shutdown.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A process that notes its exit instead of ending. */
function rig(steps: readonly StopStep[]) {
  const host = new EventEmitter();
  const exits: number[] = [];
  const lines: string[] = [];
  const log = makeLog('trace', { write: (line) => void lines.push(line) });
  stopWithProcess({ steps, log, graceMs: 20_000, host: Object.assign(host, { exit: (code: number) => void exits.push(code) }) });
  return { host, exits, logged: () => lines.join('') };
}

const noted = (order: string[], name: string): StopStep => ({ name, stop: async () => void order.push(name) });
const hanging: StopStep = { name: 'delivery', stop: () => new Promise(() => undefined) };

describe('a signal', () => {
  test.each(['SIGTERM', 'SIGINT'])('%s stops the steps in order and exits with 0', async (signal) => {
    const order: string[] = [];
    const { host, exits } = rig([noted(order, 'http'), noted(order, 'turns'), noted(order, 'store')]);
    host.emit(signal);
    await jest.advanceTimersByTimeAsync(0);
    expect([order, exits]).toEqual([['http', 'turns', 'store'], [0]]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(exits).toEqual([0]);
  });

  test('a step that fails does not keep the next from stopping', async () => {
    const order: string[] = [];
    const failing: StopStep = { name: 'turns', stop: () => Promise.reject(new Error('15550100001')) };
    const { host, exits, logged } = rig([failing, noted(order, 'store')]);
    host.emit('SIGTERM');
    await jest.advanceTimersByTimeAsync(0);
    expect([order, exits]).toEqual([['store'], [1]]);
    expect(logged()).toContain('"step":"turns"');
    expect(logged()).not.toContain('1555');
  });

  test('a step that hangs is named and ended by the watchdog', async () => {
    const { host, exits, logged } = rig([hanging]);
    host.emit('SIGTERM');
    await jest.advanceTimersByTimeAsync(19_999);
    expect(exits).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(exits).toEqual([1]);
    expect(logged()).toContain('"step":"delivery"');
  });

  test('a second one ends it at once, unless it is the same Ctrl-C come twice', async () => {
    const { host, exits } = rig([hanging]);
    host.emit('SIGINT');
    host.emit('SIGINT');
    await jest.advanceTimersByTimeAsync(400);
    expect(exits).toEqual([]);
    await jest.advanceTimersByTimeAsync(600);
    host.emit('SIGINT');
    expect(exits).toEqual([1]);
  });
});

describe('an error nobody caught', () => {
  test.each(['uncaughtException', 'unhandledRejection'])('%s: logged without its words, stopped in order, exit 1', async (fault) => {
    const order: string[] = [];
    const { host, exits, logged } = rig([noted(order, 'store')]);
    host.emit(fault, new RangeError('15550100001'));
    await jest.advanceTimersByTimeAsync(0);
    expect([order, exits]).toEqual([['store'], [1]]);
    expect(logged()).toContain('RangeError');
    expect(logged()).not.toContain('1555');
  });

  test('one more while stopping changes the code and starts nothing anew', async () => {
    const order: string[] = [];
    const slow: StopStep = { name: 'http', stop: () => new Promise((resolve) => setTimeout(resolve, 1_000)) };
    const { host, exits } = rig([slow, noted(order, 'store')]);
    host.emit('SIGTERM');
    host.emit('unhandledRejection', 'x');
    await jest.advanceTimersByTimeAsync(1_000);
    expect([order, exits]).toEqual([['store'], [1]]);
  });
});
