import { afterEach, expect, jest, test } from '@jest/globals';
import { type Config, faultPointFromProcess, readConfig } from '../../src/runtime/config.ts';
import { armFaultPoint, faultPoint } from '../../src/runtime/fault-points.ts';

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.FAULT_POINT;
});

function configOf(env: Record<string, string>): Config {
  const read = readConfig(env);
  if (!read.ok) throw new Error('the test has its variables wrong');
  return read.config;
}

test.each(['after-commit', 'after-commit:0', 'after-commit:x', 'nowhere:1', ''])('«%s» is refused', (spec) => {
  expect(() => armFaultPoint(spec)).toThrow('such as after-commit:3');
});

test('the process dies at that pass of that step, and not before', () => {
  const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
  faultPoint('after-commit');
  armFaultPoint(undefined);
  faultPoint('after-commit');
  armFaultPoint('after-commit:2');
  faultPoint('before-commit');
  faultPoint('after-commit');
  expect(kill).not.toHaveBeenCalled();
  faultPoint('after-commit');
  expect(kill.mock.calls).toEqual([[process.pid, 'SIGKILL']]);
});

test('production has no fault points', () => {
  process.env.FAULT_POINT = 'after-commit:1';
  expect(faultPointFromProcess(configOf({}))).toBe('after-commit:1');
  expect(faultPointFromProcess(configOf({ NODE_ENV: 'production', DATA_KEY: Buffer.alloc(32).toString('base64') }))).toBeUndefined();
});
