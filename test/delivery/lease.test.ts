import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { advance, fakeChannel, freezeTime, makeWorld, settle } from './world.ts';

const LEASE_MS = 60_000;

beforeEach(freezeTime);
afterEach(() => {
  jest.useRealTimers();
});

test('a clock set ahead while a message is on its way does not send it beside itself', async () => {
  const channel = fakeChannel('whatsapp');
  channel.sendMs = 2_000;
  const world = makeWorld([channel]);
  const row = world.store.add({});
  const delivery = world.start();
  await settle();
  jest.setSystemTime(Date.now() + 2 * LEASE_MS);
  await advance(5_000);
  expect(world.store.claims.length).toBeGreaterThan(1);
  expect(channel.calls.map((call) => call.row)).toEqual([row]);
  expect(world.store.ends()).toEqual(['sent']);
  await delivery.stop();
});

test('who slept between claim and call gives the message back, and sends it when it is due again', async () => {
  const channel = fakeChannel('whatsapp');
  channel.receiptMs = 200;
  const world = makeWorld([channel]);
  const row = world.store.add({ receipts: 1 });
  const delivery = world.start();
  await settle();
  expect(channel.receipts).toHaveLength(1);
  jest.setSystemTime(Date.now() + LEASE_MS);
  await advance(250);
  expect(world.store.rows[row]?.results[0]).toMatchObject({ kind: 'postponed', id: row });
  await advance(2_000);
  expect(channel.calls.map((call) => call.row)).toEqual([row]);
  expect(world.store.ends()).toEqual(['sent']);
  await delivery.stop();
});
