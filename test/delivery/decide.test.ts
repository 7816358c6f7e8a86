import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide, type MessageOutcome } from '../../src/delivery/decide.ts';
import { conversationKey, outboundRef } from '../../src/model/ids.ts';
import type { SendResult, SendWork } from '../../src/store/store.ts';

const NOW = 1_000_000;

const work = (changes: Partial<SendWork> = {}): SendWork => ({
  id: 7,
  ref: outboundRef('ref'),
  conversation: conversationKey('anna'),
  channel: 'whatsapp',
  payload: {},
  receipts: [],
  deadline: NOW + 3_600_000,
  attempt: 1,
  createdAt: NOW,
  ...changes,
});

const retry = (changes: { afterMs?: number; ambiguous?: boolean } = {}): MessageOutcome => ({
  kind: 'retry',
  code: '131056',
  ambiguous: false,
  ...changes,
});

type Case = { label: string; outcome: MessageOutcome; changes?: Partial<SendWork>; random?: number; result: SendResult };

describe('decide', () => {
  test.each<Case>([
    { label: 'sent', outcome: { kind: 'sent', messageId: 'mid' }, result: { kind: 'sent', id: 7, messageId: 'mid' } },
    { label: 'refused', outcome: { kind: 'refused', code: '100' }, result: { kind: 'failed', id: 7, code: '100' } },
    { label: 'window closed', outcome: { kind: 'window-closed', code: '131047' }, result: { kind: 'failed', id: 7, code: '131047' } },
    { label: 'opted out', outcome: { kind: 'opted-out', code: '551' }, result: { kind: 'failed', id: 7, code: '551' } },
    {
      label: 'first retry, about a second in the middle of its range',
      outcome: retry(),
      result: { kind: 'retry', id: 7, at: NOW + 1_250, code: '131056' },
    },
    {
      label: 'the range doubles',
      outcome: retry(),
      changes: { attempt: 4 },
      result: { kind: 'retry', id: 7, at: NOW + 8_250, code: '131056' },
    },
    {
      label: 'the range ends at five minutes',
      outcome: retry(),
      changes: { attempt: 60 },
      random: 0.999,
      result: { kind: 'retry', id: 7, at: NOW + 250 + 299_700, code: '131056' },
    },
    {
      label: 'the luckiest draw still waits',
      outcome: retry(),
      random: 0,
      result: { kind: 'retry', id: 7, at: NOW + 250, code: '131056' },
    },
    {
      label: 'what the platform asks for lies below the range',
      outcome: retry({ afterMs: 4_000 }),
      result: { kind: 'retry', id: 7, at: NOW + 5_000, code: '131056' },
    },
    {
      label: 'an unclear end leaves time for a status',
      outcome: retry({ ambiguous: true }),
      random: 0,
      result: { kind: 'retry', id: 7, at: NOW + 3_000, code: '131056' },
    },
    {
      label: 'a retry at the deadline',
      outcome: retry(),
      changes: { deadline: NOW + 1_250 },
      result: { kind: 'retry', id: 7, at: NOW + 1_250, code: '131056' },
    },
    {
      label: 'a retry past the deadline is given up',
      outcome: retry(),
      changes: { deadline: NOW + 1_249 },
      result: { kind: 'failed', id: 7, code: '131056' },
    },
  ])('$label', ({ outcome, changes, random = 0.5, result }) => {
    expect(decide(outcome, work(changes), NOW, () => random)).toEqual(result);
  });

  test('a retry is never sooner than asked, never past the deadline, never more than five minutes over what was asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 7_200_000 }),
        fc.integer({ min: 0, max: 3_600_000 }),
        fc.boolean(),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, afterMs, deadlineIn, ambiguous, random) => {
          const row = work({ attempt, deadline: NOW + deadlineIn });
          const result = decide(retry({ afterMs, ambiguous }), row, NOW, () => random);
          if (result.kind !== 'retry') {
            expect(result).toEqual({ kind: 'failed', id: 7, code: '131056' });
            return;
          }
          expect(result.at).toBeLessThanOrEqual(row.deadline);
          expect(result.at - NOW).toBeGreaterThanOrEqual(Math.max(afterMs, 250));
          expect(result.at - NOW).toBeLessThanOrEqual(Math.max(afterMs, 3_000) + 300_000);
        },
      ),
    );
  });
});
