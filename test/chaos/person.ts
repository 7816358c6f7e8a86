import type { Address } from '../../src/model/channel.ts';
import type { InboundEvent, Input } from '../../src/model/inbound.ts';
import type { ChaosContent } from './content.ts';
import type { Random } from './random.ts';
import type { ChaosChannel } from './wire.ts';

/**
 * What a person does next. Each list of messages is one webhook; webhooks of one act are posted at once, in this order, and the next act
 * waits for all answers, unless `hurried`.
 */
export type Act = { readonly webhooks: readonly (readonly InboundEvent[])[]; readonly hurried: boolean };

export type Tap = { readonly id: string; readonly title: string };

const HOUR_MS = 60 * 60_000;

const WAYS = { one: 62, together: 8, burst: 8, reordered: 5, hurried: 6, old: 4, late: 3 } as const;

/** One invented person: who they are, and what they say, drawn from their own stream of chance. */
export function makePerson(channel: ChaosChannel, number: number, chance: Random, { words, forgetting }: ChaosContent) {
  const phone = `1555${String(number).padStart(7, '0')}`;
  const userId = `ML.P${number}`;
  const both = channel === 'whatsapp' && chance.chance(0.25);
  const plain: Address = { id: channel === 'whatsapp' ? phone : `2000${number}` };
  const whole: Address = both ? { id: userId, alias: phone } : plain;
  let said = 0;

  function say(input: Input, ageMs = 0, from = whole): InboundEvent {
    said += 1;
    const at = Date.now() - ageMs;
    const platformId = channel === 'whatsapp' ? `wamid.${number}.${said}` : `m_${number}.${said}`;
    // WhatsApp tells whole seconds.
    return { channel, from, platformId, at: channel === 'whatsapp' ? Math.floor(at / 1000) * 1000 : at, input };
  }

  function anything(taps: readonly Tap[]): Input {
    const text = (said: string): Input => ({ kind: 'text', text: said });
    const kind = chance.weighted({ tap: taps.length > 0 ? 35 : 0, number: 35, words: 25, attachment: 5, forget: 1 });
    switch (kind) {
      case 'tap':
        return { kind: 'choice', ...chance.pick(taps) };
      case 'number':
        return text(String(chance.int(0, 9)));
      case 'words':
        return text(chance.pick(words));
      case 'forget':
        return text(chance.pick(forgetting));
      case 'attachment':
        return { kind: 'attachment', medium: chance.pick(['voice', 'image']) };
    }
  }

  /**
   * `taps`: everything on the buttons shown so far. `known`: this person is certainly known, and nothing on its way can change that;
   * only then does one of two identifiers name them.
   */
  function act(taps: readonly Tap[], known: boolean): Act {
    const old = (ageMs: number) => say(anything(taps), ageMs);
    const some = (count: number) => Array.from({ length: count }, () => old(0));
    const way = said === 0 ? chance.weighted({ one: 80, together: 10, burst: 10 }) : chance.weighted(WAYS);
    const alone = chance.chance(0.5);
    switch (way) {
      case 'one': {
        const from = both && known ? chance.pick([whole, { id: phone }, { id: userId }]) : whole;
        return { webhooks: [[say(anything(taps), 0, from)]], hurried: false };
      }
      case 'hurried':
        return { webhooks: [some(1)], hurried: true };
      case 'together':
        return { webhooks: [some(chance.int(2, 4))], hurried: false };
      case 'burst':
        return { webhooks: some(chance.int(2, 3)).map((event) => [event]), hurried: false };
      case 'reordered': {
        const [first, second] = [old(5_000), old(0)];
        return { webhooks: [[second], [first]], hurried: false };
      }
      case 'old':
        return { webhooks: alone ? [[old(25 * HOUR_MS)]] : [[old(25 * HOUR_MS)], some(1)], hurried: false };
      case 'late':
        return { webhooks: [alone ? [old(2 * HOUR_MS)] : [old(2 * HOUR_MS), ...some(1)]], hurried: false };
    }
  }

  return { channel, name: plain.id, ids: both ? [phone, userId] : [plain.id], act };
}

export type Person = ReturnType<typeof makePerson>;
