import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Store, TurnWork } from '../../../src/store/store.ts';
import type { Harness, OpenHarness } from './harness.ts';
import { done, LEASE, message, reply, T0 } from './makers.ts';

type Step =
  | { readonly kind: 'receive'; readonly person: number; readonly number: number }
  | { readonly kind: 'claim' | 'commit' | 'fail' | 'drop' | 'claimSends' | 'record' | 'retry'; readonly worker: number }
  | { readonly kind: 'wait' };

const PEOPLE = 3;
const worker = fc.nat({ max: 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('receive'), person: fc.nat({ max: PEOPLE - 1 }), number: fc.nat({ max: 9 }) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom('claim', 'commit', 'claimSends', 'record'), worker }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('fail', 'drop', 'retry'), worker }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait') }) },
);

type Hand = { turns: readonly TurnWork[]; sends: readonly { id: number; ref: string }[] };

/**
 * Two workers do anything in any order, drop what they hold, come back late with it. Whatever they do: each message accepted
 * is in exactly one committed turn, each person's messages are answered in the order they came, and each answer is recorded
 * as sent exactly once.
 *
 * A turn answers with one message whose reference lists what it answers, so that the outside shows everything.
 */
export function modelContract(open: OpenHarness): void {
  test('every accepted message is answered exactly once and in order, whatever two workers do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const harness = await open();
        try {
          await run(harness, steps);
        } finally {
          await harness.close();
        }
      }),
      { numRuns: 60 },
    );
  });
}

async function run(harness: Harness, steps: readonly Step[]): Promise<void> {
  const stores: readonly Store[] = [harness.store, await harness.another()];
  const hands: Hand[] = stores.map(() => ({ turns: [], sends: [] }));
  const accepted = Array.from({ length: PEOPLE }, (): string[] => []);
  const committed: string[] = [];
  const recorded: string[] = [];
  let now = T0;
  let turns = 0;

  async function commit(store: Store, hand: Hand): Promise<void> {
    const results = hand.turns.map((work) => {
      turns += 1;
      const answers = work.events.map(({ event }) => event.platformId).join('+');
      return { ...done(work, { outbound: [reply(`${turns}:${answers}`)] }), answers };
    });
    const { stale } = await store.commitTurns(results, now);
    committed.push(...results.filter(({ conversation }) => !stale.includes(conversation)).map(({ answers }) => answers));
    hand.turns = [];
  }

  async function record(store: Store, hand: Hand): Promise<void> {
    await store.recordSends(
      hand.sends.map(({ id, ref }) => ({ kind: 'sent', id, messageId: `m-${ref}` })),
      now,
    );
    recorded.push(...hand.sends.map(({ ref }) => ref));
    hand.sends = [];
  }

  async function take(step: Step): Promise<void> {
    if (step.kind === 'wait') {
      now += LEASE;
      return;
    }
    if (step.kind === 'receive') {
      const id = `p${step.person}-${step.number}`;
      const { messages } = await harness.store.receive([message({ id: `1555${step.person}` }, id)], now);
      if (messages === 1) accepted[step.person]?.push(id);
      return;
    }
    const store = stores[step.worker];
    const hand = hands[step.worker];
    if (!store || !hand) return;
    switch (step.kind) {
      case 'claim':
        hand.turns = [...hand.turns, ...(await store.claimTurns({ limit: 2, now, leaseMs: LEASE }))];
        return;
      case 'claimSends':
        hand.sends = [...hand.sends, ...(await store.claimSends({ channel: 'whatsapp', limit: 2, now, leaseMs: LEASE }))];
        return;
      case 'commit':
        return commit(store, hand);
      case 'record':
        return record(store, hand);
      case 'drop':
        hand.turns = [];
        hand.sends = [];
        return;
      case 'retry':
        await store.recordSends(
          hand.sends.map(({ id }) => ({ kind: 'retry', id, at: now, code: 'x' })),
          now,
        );
        hand.sends = [];
        return;
      case 'fail':
        await store.commitTurns(
          hand.turns.map(({ conversation, lease, events }) => ({
            kind: 'failed',
            conversation,
            lease,
            events: events.map(({ id }) => id),
            dead: [],
            retryAt: now,
          })),
          now,
        );
        hand.turns = [];
        return;
    }
  }

  for (const step of steps) await take(step);
  // Then all leases end and one worker finishes what is left.
  now += 2 * LEASE;
  const [last] = stores;
  const hand: Hand = { turns: [], sends: [] };
  if (!last) return;
  do {
    hand.turns = await last.claimTurns({ limit: 9, now, leaseMs: LEASE });
    if (hand.turns.length > 0) await commit(last, hand);
    hand.sends = await last.claimSends({ channel: 'whatsapp', limit: 9, now, leaseMs: LEASE });
    if (hand.sends.length > 0) await record(last, hand);
  } while ((await last.stats(now)).inbox + (await last.stats(now)).outbox > 0);

  for (const [person, ids] of accepted.entries()) {
    const answered = committed.flatMap((answers) => answers.split('+')).filter((id) => id.startsWith(`p${person}-`));
    expect(answered).toEqual(ids);
  }
  const answers = recorded.map((ref) => ref.slice(ref.indexOf(':') + 1));
  expect([...new Set(answers)].sort()).toEqual([...committed].sort());
}
