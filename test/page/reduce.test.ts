import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EmulatorEvent, EmulatorState } from '../../src/model/emulator.ts';
import { applied, FIRST_VIEW, type Signal, type View, view } from '../../src/page/state/reduce.ts';
import { bot, person, START } from './samples.ts';

const channel = fc.constantFrom('whatsapp', 'messenger');
const id = fc.constantFrom('a', 'b', 'c');
const events: fc.Arbitrary<EmulatorEvent> = fc.oneof(
  fc.record({ kind: fc.constant('bubble'), channel, bubble: id.map((name) => bot(name, { name })) }),
  fc.record({ kind: fc.constant('bubble'), channel, bubble: id.map((name) => person(`p${name}`, { kind: 'start' })) }),
  fc.record({ kind: fc.constant('decision'), channel, bubble: id, decision: fc.constant({ kind: 'sent' } as const) }),
  fc.record({ kind: fc.constant('session'), channel, session: fc.record({ firstContact: fc.boolean() }) }),
  fc.record({ kind: fc.constant('pause'), channel }),
  fc.record({ kind: fc.constant('pause'), channel, until: fc.nat(9) }),
  fc.record({ kind: fc.constant('reset'), channel }),
  fc.record({ kind: fc.constant('fault'), fault: fc.record({ kind: fc.constant('throttled'), times: fc.nat(3) }) }),
  fc.record({ kind: fc.constant('turn'), channel, outcome: fc.constant('answered') }),
);

const viewed = (...signals: readonly Signal[]): View => signals.reduce(view, FIRST_VIEW);
const told = (event: EmulatorEvent): Signal => ({ kind: 'event', event });
const phone = (state: EmulatorState | undefined, of: string) => state?.phones.find((candidate) => candidate.channel === of);

describe('what the page knows', () => {
  test('a bubble goes to its phone and leaves the other alone', () => {
    const { state } = viewed({ kind: 'state', state: START }, told({ kind: 'bubble', channel: 'messenger', bubble: bot('a', {}) }));
    expect(phone(state, 'messenger')?.bubbles).toEqual([bot('a', {})]);
    expect(phone(state, 'whatsapp')).toBe(phone(START, 'whatsapp'));
  });

  test('a decision is told on the attempt that it is about', () => {
    const decision = { kind: 'failed', code: '131047' } as const;
    const bubbles = (['a', 'b'] as const).map((name) => told({ kind: 'bubble', channel: 'whatsapp', bubble: bot(name, {}) }));
    const { state } = viewed(
      { kind: 'state', state: START },
      ...bubbles,
      told({ kind: 'decision', channel: 'whatsapp', bubble: 'a', decision }),
    );
    expect(phone(state, 'whatsapp')?.bubbles).toEqual([bot('a', {}, { decision }), bot('b', {})]);
  });

  test('content and faults replace the earlier ones', () => {
    const content = { revision: 'def456', problems: [], swappedAt: 5 };
    const fault = { kind: 'throttled', times: 2 } as const;
    const { state } = viewed({ kind: 'state', state: START }, told({ kind: 'content', content }), told({ kind: 'fault', fault }));
    expect(state).toEqual({ ...START, content, fault });
  });

  test('how a turn ended is known until the person does something else', () => {
    const silent = [{ kind: 'state', state: START } as const, told({ kind: 'turn', channel: 'whatsapp', outcome: 'too-old' })];
    expect(viewed(...silent).turns).toEqual({ whatsapp: 'too-old' });
    const again = told({ kind: 'bubble', channel: 'whatsapp', bubble: person('p', { kind: 'start' }) });
    expect(viewed(...silent, again).turns).toEqual({});
    expect(viewed(...silent, told({ kind: 'reset', channel: 'messenger' })).turns).toEqual({ whatsapp: 'too-old' });
    expect(viewed(...silent, told({ kind: 'reset', channel: 'whatsapp' })).turns).toEqual({});
  });

  test('a lost server leaves what was seen; its return brings the state anew', () => {
    const seen = viewed({ kind: 'state', state: START }, { kind: 'lost' });
    expect(seen).toMatchObject({ link: 'lost', state: START });
    const fresh = { ...START, nodes: ['other'] };
    expect([{ kind: 'asked' } as const, { kind: 'state', state: fresh } as const].reduce<View>(view, seen)).toMatchObject({
      link: 'live',
      state: fresh,
    });
  });

  test('nothing falls between the events and the state, whenever the state was taken', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 12 }), fc.nat(12), fc.nat(12), (all, a, b) => {
        const [opened, taken] = [Math.min(a, b, all.length), Math.min(Math.max(a, b), all.length)];
        const server = all.slice(0, taken).reduce(applied, START);
        const page = viewed({ kind: 'asked' }, ...all.slice(opened).map(told), { kind: 'state', state: server });
        expect(page.state).toEqual(all.reduce(applied, START));
      }),
    );
  });
});
