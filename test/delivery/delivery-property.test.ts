import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../src/model/outbound.ts';
import { fakeChannel, freezeTime, makeWorld, settle } from './world.ts';

beforeEach(freezeTime);
afterEach(() => {
  jest.useRealTimers();
});

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Outcome>({ kind: 'sent', messageId: 'mid' }) },
  {
    weight: 4,
    arbitrary: fc
      .record({ afterMs: fc.option(fc.integer({ min: 0, max: 8_000 })), ambiguous: fc.boolean() })
      .map(({ afterMs, ambiguous }): Outcome => ({ kind: 'retry', code: '2', ambiguous, ...(afterMs === null ? {} : { afterMs }) })),
  },
  { weight: 1, arbitrary: fc.constant<Outcome>({ kind: 'suspended', code: '190' }) },
  { weight: 1, arbitrary: fc.constantFrom<Outcome>({ kind: 'refused', code: '100' }, { kind: 'window-closed', code: '131047' }) },
  { weight: 1, arbitrary: fc.constant<Outcome>({ kind: 'opted-out', code: '551' }) },
);

const row = fc.record({
  conversation: fc.integer({ min: 0, max: 3 }),
  addedAt: fc.integer({ min: 0, max: 20 }).map((step) => step * 250),
  lifeMs: fc.integer({ min: 0, max: 20_000 }),
  sendMs: fc.integer({ min: 0, max: 3_000 }),
  outcomes: fc.array(outcome, { minLength: 1, maxLength: 5 }),
  receipts: fc.integer({ min: 0, max: 2 }),
});

const LAST_DEADLINE_MS = 5_000 + 20_000;
/** A lane may sit out a pause and then look once for each of the rows that expired meanwhile. */
const ENOUGH_MS = LAST_DEADLINE_MS + 60_000;
const STEP_MS = 250;

test('whatever happens, each message ends once, in order, one at a time, within its deadline and in few attempts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 14 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      fc.array(fc.record({ step: fc.integer({ min: 0, max: 60 }), call: fc.constantFrom('claim' as const, 'record' as const) }), {
        maxLength: 6,
      }),
      async (rows, draws, faults) => {
        jest.setSystemTime(0);
        const plan = rows.toSorted((a, b) => a.addedAt - b.addedAt);
        const channels = [
          fakeChannel('whatsapp', { perSecond: 5, pair: { burst: 2, everyMs: 3_000 } }),
          fakeChannel('messenger', { perSecond: 3 }),
        ];
        const { store, start } = makeWorld(channels, {
          random: () => draws.next().value ?? 0,
          maxInFlight: 4,
          maxInFlightForReceipts: 2,
        });
        const spans: { row: number; from: number; to: number }[] = [];
        for (const channel of channels) {
          const { send } = channel;
          channel.send = async (payload) => {
            const span = { row: Number(payload.id), from: performance.now(), to: Number.POSITIVE_INFINITY };
            spans.push(span);
            channel.sendMs = plan[span.row]?.sendMs ?? 0;
            const result = await send(payload);
            span.to = performance.now();
            return result;
          };
        }
        const delivery = start();
        let next = 0;
        for (let now = 0; now < ENOUGH_MS; now += STEP_MS) {
          for (let entry = plan[next]; entry !== undefined && entry.addedAt <= now; entry = plan[next]) {
            const channel = entry.conversation % 2 === 0 ? 'whatsapp' : 'messenger';
            const id = store.add({
              conversation: String(entry.conversation),
              channel,
              createdAt: now,
              deadline: now + entry.lifeMs,
              receipts: entry.receipts,
            });
            for (const fake of channels) fake.script.set(id, entry.outcomes);
            next += 1;
          }
          for (const { step, call } of faults) if (step * STEP_MS === now) store.failures[call] += 1;
          if (next === plan.length && !store.ends().includes('open')) break;
          delivery.nudge();
          await settle();
          jest.advanceTimersByTime(STEP_MS);
          await settle();
        }
        const stopping = delivery.stop();
        jest.advanceTimersByTime(1);
        await stopping;

        expect(store.ends()).not.toContain('open');
        const order = new Map<string, number[]>();
        const busyUntil = new Map<string, number>();
        for (const span of spans) {
          const conversation = String(plan[span.row]?.conversation);
          expect(span.from).toBeGreaterThanOrEqual(busyUntil.get(conversation) ?? 0);
          busyUntil.set(conversation, span.to);
          order.set(conversation, [...(order.get(conversation) ?? []), span.row]);
        }
        for (const sent of order.values()) expect(sent).toEqual(sent.toSorted((a, b) => a - b));

        const calls = channels.flatMap((channel) => channel.calls);
        for (const { work, results } of store.rows) {
          const mine = calls.filter((call) => call.row === work.id);
          // Receipts may hold a message back after it was claimed in time.
          for (const { at } of mine) expect(at).toBeLessThanOrEqual(work.deadline + 300);
          expect(mine.length).toBeLessThanOrEqual(1 + (work.deadline - work.createdAt) / 250);
          expect(results.filter(({ kind }) => kind === 'sent' || kind === 'failed' || kind === 'expired')).toHaveLength(1);
          const tried = results.filter(({ kind }) => kind === 'retry' || kind === 'sent' || kind === 'failed').length;
          expect(tried).toBeLessThanOrEqual(mine.length);
        }
        for (const channel of channels) {
          for (const [n, { at }] of channel.calls.entries()) {
            const later = channel.calls[n + channel.pace.perSecond];
            if (later !== undefined) expect(later.at - at).toBeGreaterThanOrEqual(1_000 - 300);
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});
