import { outboundRef } from '../../src/model/ids.ts';
import type { InboundEvent } from '../../src/model/inbound.ts';
import type { DoneTurn, SendWork, Store, TurnWork } from '../../src/store/store.ts';
import type { Image } from './image.ts';
import { Broken, nameOf, type Taken, take } from './judge.ts';

/**
 * A small world around the real store: some messages, two processes, a platform. A state is a value; an action is one step that some
 * process, the platform or the clock can take next; every order of them is a path that the explorer walks.
 */
export type Process = 'A' | 'B';
export const PROCESSES: readonly Process[] = ['A', 'B'];

/** `sent`: the platform has it and the process knows; `unclear`: it has it, and the answer was lost. */
type Sending = { readonly work: SendWork; readonly step: 'claimed' | 'sent' | 'unclear'; readonly leaseEnd: number };

/** What a process holds in its memory. It is gone when it dies. */
export type Hand = {
  readonly turns: readonly TurnWork[];
  readonly sending?: Sending;
  /** Only under a broken rule: answered 200 and not stored yet. */
  readonly unstored?: number;
};

export type State = {
  readonly image: Image;
  readonly now: number;
  readonly hands: Readonly<Record<Process, Hand>>;
  /** How many messages were answered 200. */
  readonly acked: number;
  readonly taken: readonly Taken[];
  /** Refs that may come once more: the record of their sending was cut off, or their answer was lost. */
  readonly excused: readonly string[];
  /** Refs that are known to be out, by their status or by the record of their sending: they must not be claimed any more. */
  readonly told: readonly string[];
  readonly turns: number;
  readonly left: Budget;
};

/** How often each may happen. `wait`: a lease and more goes by. `again`: a webhook comes once more. `unclear`: an answer of the platform is lost. */
export type Budget = {
  readonly crash: number;
  readonly wait: number;
  readonly again: number;
  readonly status: number;
  readonly unclear: number;
};

export type Size = Budget & {
  /** The person of each message, in the order of arrival. */
  readonly messages: readonly number[];
  /** Messages of one answer. */
  readonly parts: number;
  /** Whether messages are answered while they are stored, or wait in the inbox (unless told), or either. */
  readonly desk?: 'always' | 'either';
};

/** The rules of the loops, which are not the store's: each can be broken to see that it is needed. */
export type Rules = {
  readonly storeBeforeAnswer: boolean;
  readonly sendBeforeRecord: boolean;
  /** Nothing is sent once its lease is over. */
  readonly sendWithinLease: boolean;
};
export const RULES: Rules = { storeBeforeAnswer: true, sendBeforeRecord: true, sendWithinLease: true };

export type Action =
  | {
      readonly kind: 'receive' | 'answer' | 'store' | 'claim' | 'commit' | 'claimSend' | 'send' | 'lose' | 'drop' | 'record' | 'crash';
      readonly by: Process;
    }
  | { readonly kind: 'again'; readonly message: number }
  | { readonly kind: 'status'; readonly ref: string }
  | { readonly kind: 'wait' };

export const T0 = 1_790_000_000_000;
const LEASE_MS = 60_000;
const WAIT_MS = LEASE_MS + 1_000;
const RETRY_MS = 3_000;

export function actionsOf(state: State, { messages, desk }: Size, rules: Rules): readonly Action[] {
  const { left, hands, taken, told } = state;
  const own = PROCESSES.flatMap((by): Action[] => {
    const { turns, sending, unstored } = hands[by];
    const late = sending !== undefined && rules.sendWithinLease && state.now >= sending.leaseEnd;
    return [
      ...(state.acked < messages.length && unstored === undefined && desk !== 'always' ? [{ kind: 'receive', by } as const] : []),
      ...(state.acked < messages.length && desk !== undefined ? [{ kind: 'answer', by } as const] : []),
      ...(unstored === undefined ? [] : [{ kind: 'store', by } as const]),
      turns.length === 0 ? { kind: 'claim', by } : { kind: 'commit', by },
      ...(sending === undefined ? [{ kind: 'claimSend', by } as const] : []),
      ...(sending?.step === 'claimed' ? [{ kind: late ? 'drop' : 'send', by } as const] : []),
      ...(sending?.step === 'claimed' && !late && left.unclear > 0 ? [{ kind: 'lose', by } as const] : []),
      ...(sending !== undefined && sending.step !== 'claimed' ? [{ kind: 'record', by } as const] : []),
      ...(left.crash > 0 ? [{ kind: 'crash', by } as const] : []),
    ];
  });
  return [
    ...own,
    ...(left.again > 0 ? Array.from({ length: state.acked }, (_, message): Action => ({ kind: 'again', message })) : []),
    ...(left.status > 0
      ? [...new Set(taken.map(({ ref }) => ref))].filter((ref) => !told.includes(ref)).map((ref): Action => ({ kind: 'status', ref }))
      : []),
    ...(left.wait > 0 ? [{ kind: 'wait' } as const] : []),
  ];
}

export type Machine = {
  /** The stores, opened on the state's image. */
  readonly store: (process: Process) => Store;
  /** The process dies and starts anew: its memory is gone, its leases are not. */
  readonly restart: (process: Process) => Promise<void>;
};

/** The state after an action, but for its image, which is the machine's to take. Throws Broken when the world sees what must not be. */
export async function act(state: State, action: Action, size: Size, rules: Rules, machine: Machine): Promise<Omit<State, 'image'>> {
  const { now, hands, left } = state;
  const hold = (by: Process, hand: Hand) => ({ ...hands, [by]: hand });
  switch (action.kind) {
    case 'receive': {
      const { by } = action;
      if (!rules.storeBeforeAnswer) return { ...state, acked: state.acked + 1, hands: hold(by, { ...hands[by], unstored: state.acked }) };
      await receive(machine.store(by), state.acked, size, now);
      return { ...state, acked: state.acked + 1 };
    }
    case 'answer': {
      const { sends, turns } = await answer(machine.store(action.by), state, state.acked, size, hands[action.by].sending === undefined);
      const [work] = sends;
      const sending: Pick<Hand, 'sending'> = work === undefined ? {} : { sending: { work, step: 'claimed', leaseEnd: now + LEASE_MS } };
      const hand = { ...hands[action.by], ...sending };
      return { ...state, acked: state.acked + 1, turns: state.turns + turns, hands: hold(action.by, hand) };
    }
    case 'store': {
      const { unstored = 0, ...hand } = hands[action.by];
      await receive(machine.store(action.by), unstored, size, now);
      return { ...state, hands: hold(action.by, hand) };
    }
    case 'again':
      if (size.desk === 'always') {
        const { turns } = await answer(machine.store('A'), state, action.message, size, false);
        if (turns > 0) throw new Broken('answered again when it came again');
      } else await receive(machine.store('A'), action.message, size, now);
      return { ...state, left: { ...left, again: left.again - 1 } };
    case 'claim': {
      const turns = await machine.store(action.by).claimTurns({ limit: 64, now, leaseMs: LEASE_MS });
      return { ...state, hands: hold(action.by, { ...hands[action.by], turns }) };
    }
    case 'commit': {
      const works = hands[action.by].turns;
      const results = works.map((work, index) => turnOf(work, state.turns + index, size.parts, now));
      await machine.store(action.by).commitTurns(results, now);
      return { ...state, turns: state.turns + works.length, hands: hold(action.by, { ...hands[action.by], turns: [] }) };
    }
    case 'claimSend': {
      const [work] = await machine.store(action.by).claimSends({ channel: 'whatsapp', limit: 1, now, leaseMs: LEASE_MS });
      if (work === undefined) return state;
      if (state.told.includes(work.ref)) throw new Broken('claimed although it is known to be out');
      if (!rules.sendBeforeRecord) await record(machine.store(action.by), work, now);
      return { ...state, hands: hold(action.by, { ...hands[action.by], sending: { work, step: 'claimed', leaseEnd: now + LEASE_MS } }) };
    }
    case 'send':
    case 'lose': {
      const { sending, ...hand } = hands[action.by];
      if (sending === undefined) return state;
      const lost = action.kind === 'lose';
      const seen = take(state, sending.work, lost);
      const after: Hand = rules.sendBeforeRecord ? { ...hand, sending: { ...sending, step: lost ? 'unclear' : 'sent' } } : hand;
      return { ...state, ...seen, hands: hold(action.by, after), left: { ...left, unclear: left.unclear - (lost ? 1 : 0) } };
    }
    case 'drop': {
      const { sending: _dropped, ...hand } = hands[action.by];
      return { ...state, hands: hold(action.by, hand) };
    }
    case 'record': {
      const { sending, ...hand } = hands[action.by];
      if (sending === undefined) return state;
      const { work, step } = sending;
      const store = machine.store(action.by);
      if (step === 'unclear') await store.recordSends([{ kind: 'retry', id: work.id, at: now + RETRY_MS, code: 'net' }], now);
      else await record(store, work, now);
      const told = step === 'unclear' ? state.told : [...new Set([...state.told, work.ref])];
      return { ...state, told, hands: hold(action.by, hand) };
    }
    case 'status':
      await machine
        .store('A')
        .receive([{ kind: 'status', channel: 'whatsapp', ref: action.ref, messageId: `m-${action.ref}`, status: 'sent', at: now }], now);
      return { ...state, told: [...state.told, action.ref], left: { ...left, status: left.status - 1 } };
    case 'crash': {
      const excused = excuse(state, hands[action.by]);
      await machine.restart(action.by);
      return { ...state, excused, hands: hold(action.by, { turns: [] }), left: { ...left, crash: left.crash - 1 } };
    }
    case 'wait': {
      const excused = PROCESSES.reduce((all, by) => excuse({ ...state, excused: all }, hands[by]), state.excused);
      return { ...state, excused, now: now + WAIT_MS, left: { ...left, wait: left.wait - 1 } };
    }
  }
}

/** A crash, or the end of its lease, excuses a sending whose record is still to come; whichever is first, and once. */
const excuse = ({ excused, now }: Pick<State, 'excused' | 'now'>, { sending }: Hand): readonly string[] =>
  sending?.step === 'sent' && now < sending.leaseEnd ? [...excused, sending.work.ref] : excused;

const record = (store: Store, { id, ref }: SendWork, now: number) => store.recordSends([{ kind: 'sent', id, messageId: `m-${ref}` }], now);

const receive = (store: Store, message: number, { messages }: Size, now: number) =>
  store.receive([{ kind: 'message', event: eventOf(message, messages) }], now);

/** As `receive`, with a desk that hands out one message if the process has a hand free for it. */
async function answer(store: Store, state: State, message: number, size: Size, isFree: boolean) {
  const report = await store.receiveAndAnswer([{ kind: 'message', event: eventOf(message, size.messages) }], state.now, {
    turn: (work) => ({ result: turnOf(work, state.turns, size.parts, state.now) }),
    room: () => (isFree ? 1 : 0),
    leaseMs: LEASE_MS,
  });
  return { sends: report.sends, turns: report.answered.length };
}

const eventOf = (message: number, messages: readonly number[]): InboundEvent => ({
  channel: 'whatsapp',
  from: { id: `1555000000${messages[message] ?? 0}` },
  platformId: nameOf(message),
  at: T0,
  input: { kind: 'text', text: nameOf(message) },
});

/** The smallest engine: a session remembers what was answered, a reply says what it answers and what came before. */
function turnOf(work: TurnWork, number: number, parts: number, now: number): DoneTurn {
  const { conversation, lease, session, events } = work;
  const answers = events.map(({ event }) => event.platformId);
  const after = session?.node ?? '';
  const person = Number(events[0]?.event.from.id.at(-1));
  return {
    kind: 'done',
    conversation,
    lease,
    events: events.map(({ id }) => id),
    session: { v: 1, locale: 'fr', node: [after, ...answers].filter((name) => name !== '').join(' ') },
    sessionAt: now,
    outbound: Array.from({ length: parts }, (_, part) => ({
      ref: outboundRef(`ref-${number}-${part}-${'x'.repeat(12)}`),
      payload: { person, answers, after, part },
      receipts: [],
      deadline: T0 * 2,
    })),
    erase: false,
  };
}
