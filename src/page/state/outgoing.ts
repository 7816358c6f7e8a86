import type { EmulatedChannel, EmulatorInput, EmulatorSend } from '../../model/emulator.ts';

/** How the next thing goes out: as usual, its webhook delivered twice, together with one more, or a day late. */
export const MODES = ['once', 'twice', 'pair', 'old'] as const;
export type Mode = (typeof MODES)[number];

/** `held`: the first of two messages that go out at once. */
export type Outgoing = { readonly mode: Mode; readonly held?: EmulatorInput };

export const USUAL: Outgoing = { mode: 'once' };

/** Just over the 24 hours after which neither platform lets us answer. */
export const OLD_HOURS = 25;

/** What a person's act sends, if anything yet, and how the one after it will go: anything special is for one message only. */
export function put(
  { mode, held }: Outgoing,
  channel: EmulatedChannel,
  input: EmulatorInput,
): { readonly next: Outgoing; readonly send?: EmulatorSend } {
  switch (mode) {
    case 'once':
      return { next: USUAL, send: { channel, inputs: [input] } };
    case 'twice':
      return { next: USUAL, send: { channel, inputs: [input], twice: true } };
    case 'old':
      return { next: USUAL, send: { channel, inputs: [input], ageHours: OLD_HOURS } };
    case 'pair':
      return held === undefined ? { next: { mode, held: input } } : { next: USUAL, send: { channel, inputs: [held, input] } };
  }
}
