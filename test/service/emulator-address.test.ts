import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/runtime/config.ts';
import { describeEmulator, emulatorProblems, localNameOf } from '../../src/runtime/emulator-address.ts';

const DATA_KEY = Buffer.alloc(32, 7).toString('base64');
const PRODUCTION = { NODE_ENV: 'production', DATA_KEY };

function configOf(env: Record<string, string>) {
  const read = readConfig(env);
  if (!read.ok) throw new Error('the configuration is wrong');
  return read.config;
}

describe('where the emulator is', () => {
  test.each<[string, Record<string, string>, string | undefined, boolean]>([
    ['at home', {}, '127.0.0.1', false],
    ['on IPv6', { HOST: '::1' }, '[::1]', false],
    ['by name', { HOST: 'localhost' }, 'localhost', false],
    ['on all addresses', { HOST: '0.0.0.0' }, '127.0.0.1', false],
    ['on all addresses of IPv6', { HOST: '::' }, '[::1]', false],
    ['on one outer address alone', { HOST: '192.168.1.5' }, undefined, false],
    ['switched off', { EMULATOR: 'off' }, undefined, false],
    ['in production', PRODUCTION, undefined, false],
    ['in production, asked for', { ...PRODUCTION, EMULATOR: 'on' }, '127.0.0.1', true],
    ['in production, asked for at home', { ...PRODUCTION, EMULATOR: 'on', HOST: '127.0.0.1' }, '127.0.0.1', false],
  ])('%s', (_label, env, name, refused) => {
    const config = configOf(env);
    expect(localNameOf(config)).toBe(name);
    expect(emulatorProblems(config).map(({ variable }) => variable)).toEqual(refused ? ['EMULATOR'] : []);
    expect(describeEmulator(config)).toMatch(name === undefined ? /^emulator: off; to turn it on set \w+=/ : /^emulator: on/);
  });
});
