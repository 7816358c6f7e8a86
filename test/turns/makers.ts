import type { Channel } from '../../src/channels/channel.ts';
import type { Engine, Turn } from '../../src/engine/engine.ts';
import type { Address, ChannelId } from '../../src/model/channel.ts';
import { type OutboundRef, outboundRef } from '../../src/model/ids.ts';
import type { InboundEvent } from '../../src/model/inbound.ts';
import type { Reply } from '../../src/model/reply.ts';
import { repairFlow } from '../engine/flows.ts';

export const NOW = Date.UTC(2026, 5, 1, 9);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const said = (platformId: string, at: number, words = 'hello', from: Address = { id: '15550000001' }): InboundEvent => ({
  channel: 'whatsapp',
  from,
  platformId,
  at,
  input: { kind: 'text', text: words },
});

export const bubble = (text: string): Reply => ({
  text,
  choices: [],
  navigation: [],
  locale: 'en',
  direction: 'ltr',
  chrome: { open: 'Choose', choices: 'Choices', navigation: 'Way' },
});

/** A channel whose payloads tell what went into them. A bubble with `/` in it becomes several payloads. */
export function plainChannel(id: ChannelId): Channel {
  const unused = () => {
    throw new Error('a turn sends nothing');
  };
  return {
    id,
    verify: unused,
    receive: unused,
    send: unused,
    sendReceipt: unused,
    close: async () => undefined,
    pace: { perSecond: 1 },
    compose: ({ text }, to) => (text === '' ? [] : text.split('/').map((words) => ({ to: to.id, words }))),
    receipts: (to, platformId) => [{ to: to.id, read: platformId }],
  };
}

const { flow } = repairFlow();

/** An engine that answers every turn in the same way, and keeps what it was asked. */
export function scriptedEngine(answer: Partial<Turn> = {}) {
  const asked: Parameters<Engine['turn']>[] = [];
  const trace = { matched: ['keyword'], node: 'need', texts: [], services: [], claims: [] } as const;
  const turn: Turn = {
    session: { v: 1, locale: 'en', node: 'need' },
    replies: [bubble('What is broken?')],
    erase: false,
    trace,
    ...answer,
  };
  const engine: Engine = {
    flow,
    turn: (...given) => {
      asked.push(given);
      return turn;
    },
  };
  return { engine, asked };
}

export function counter(): () => OutboundRef {
  let count = 0;
  return () => outboundRef(`ref-${++count}`);
}
