import { type Conversation, readConversations, type Step } from '../flow/conversations.ts';
import { formatConversations } from '../flow/write-conversations.ts';
import type { Told } from '../http/emulator.ts';
import type { EmulatedChannel, EmulatorUntold } from '../model/emulator.ts';
import type { Flow } from '../model/flow.ts';
import { COMPOSERS } from '../proof/content.ts';
import { playAll, stepsNow } from '../proof/golden.ts';
import type { Act } from './emulator-platform.ts';

/** What a person did so far, as steps of a golden conversation; of taps also on which step's menu. */
export type Story = {
  /** Of several at once all must be words. `menuOf`: the step (from 1) that showed what was tapped. */
  readonly add: (acts: readonly Act[], menuOf: number | undefined) => void;
  /** Something happened that no message does: from here on the story cannot be told. */
  readonly spoil: (reason: EmulatorUntold) => void;
  readonly length: () => number;
  readonly tell: (flow: Flow, channel: EmulatedChannel, locale: string | undefined) => Told;
};

export function makeStory(): Story {
  const steps: Step[] = [];
  let spoiled: EmulatorUntold | undefined;
  const spoil = (reason: EmulatorUntold): void => {
    spoiled ??= reason;
  };
  return {
    add: (acts, menuOf) => {
      const step = stepOf(acts, menuOf === steps.length ? undefined : menuOf);
      if (step === undefined) spoil('mixed-burst');
      else steps.push(step);
    },
    spoil,
    length: () => steps.length,
    tell: (flow, channel, locale) => {
      const reason = spoiled ?? (steps.length === 0 ? 'nothing-said' : undefined);
      return reason === undefined ? told(flow, steps, channel, locale) : { ok: false, reason };
    },
  };
}

function stepOf(acts: readonly Act[], of: number | undefined): Step | undefined {
  const [first, ...others] = acts.map(({ input }) => input);
  if (first === undefined) return undefined;
  if (others.length > 0) {
    const texts = [first, ...others].flatMap((input) => (input.kind === 'text' ? [input.text] : []));
    return texts.length === acts.length ? { send: texts } : undefined;
  }
  switch (first.kind) {
    case 'text':
      return { send: first.text };
    case 'tap':
      return { tap: bare(first.offer.tap.title), ...(of === undefined ? {} : { of }) };
    case 'start':
      return { start: true };
    case 'attachment':
      return { attachment: first.medium };
  }
}

/** Without its number, which not every channel puts on a button. */
const bare = (title: string): string => title.replace(/^\u2068?\d\u2069? /, '');

/**
 * The steps, with what comes back to them today. Played by what `anoura test` plays with, so that what is handed out passes there; on
 * this channel alone if they cannot be taken on the others.
 */
function told(flow: Flow, steps: readonly Step[], channel: EmulatedChannel, locale: string | undefined): Told {
  const bareStory: Conversation = { name: nameOf(steps), ...(locale === undefined ? {} : { locale }), steps: [...steps] };
  const text = formatConversations([bareStory]);
  const { conversations } = readConversations([{ path: 'chat.yaml', text }], flow.locales);
  const plays = playAll(flow, COMPOSERS, conversations);
  const play = plays.find((one) => one.channel === channel);
  if (play === undefined || play.stuck !== undefined) return { ok: false, reason: 'content-changed' };
  const everywhere = plays.every(({ stuck }) => stuck === undefined);
  const { steps: _bare, ...head } = bareStory;
  const conversation = { ...head, ...(everywhere ? {} : { channels: [channel] }), steps: [...stepsNow(play)] };
  return { ok: true, yaml: formatConversations([conversation]) };
}

const NAME_LIMIT = 60;

/** To be replaced by the author: the first words, for want of a better name. */
function nameOf(steps: readonly Step[]): string {
  const words = steps.map(({ send, tap, attachment }) => [send ?? tap ?? attachment ?? 'start'].flat().join(' + '));
  return words.join(', ').slice(0, NAME_LIMIT).toWellFormed();
}
