import { beforeAll, expect, test } from '@jest/globals';
import nock from 'nock';
import { FAULT_POINTS } from '../../src/runtime/fault-points.ts';
import { runChaos } from './chaos.ts';
import { reportOf } from './report.ts';

// nock reads along on every connection of this process, which is the whole load here; nothing leaves the machine.
beforeAll(() => nock.restore());

/** The short form of `npm run chaos`; another seed every day of the year, so that many are tried and each can be tried again. */
const seed = Math.floor(Date.now() / 86_400_000);

test('a server killed at every step and at random moments loses nothing, answers nothing twice, and stays in order', async () => {
  const report = await runChaos({
    seed,
    kills: FAULT_POINTS.length + 1,
    turns: 500,
    seconds: 3_600,
    channels: ['whatsapp', 'messenger'],
    people: 60,
    mood: 'calm',
    print: () => undefined,
  });
  if (report.fault !== undefined) throw new Error(reportOf(report, seed));
  expect(report.counts.turns).toBeGreaterThanOrEqual(500);
  const reached = report.kills.filter((kill) => kill.reached).map(({ name }) => name);
  expect(FAULT_POINTS.filter((point) => !reached.includes(point))).toEqual([]);
}, 180_000);
