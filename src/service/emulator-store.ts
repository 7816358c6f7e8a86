import type { EmulatorDecision } from '../model/emulator.ts';
import type { ConversationKey } from '../model/ids.ts';
import type { DoneTurn, NewOutbound, SendResult, Store, TurnResult, TurnWork } from '../store/store.ts';

/** What the page wants to know of the store, and the one thing that it says in its place. */
export type StoreWatch = {
  /** What a conversation is known as when its turn begins: as stored, or as somebody at the page wants it to be. */
  readonly standing: (work: TurnWork) => TurnWork;
  /** A turn is about to be kept, and its messages will be sent. */
  readonly onOutbound: (outbound: NewOutbound) => void;
  /** A turn was kept. */
  readonly onKept: (work: TurnWork, result: Extract<TurnResult, { readonly kind: 'done' }>) => void;
  /** What delivery made of an attempt. */
  readonly onDecision: (ref: string, decision: EmulatorDecision) => void;
};

/**
 * The store as the emulator's pipeline sees it: the real one, watched. It has no call that reads a person's session, and needs none;
 * what a turn leaves behind goes through here.
 */
export function watchedStore(store: Store, watch: StoreWatch): Store {
  const works = new Map<ConversationKey, TurnWork>();
  const refs = new Map<number, string>();
  return {
    ...store,
    claimTurns: async (options) => {
      const claimed = (await store.claimTurns(options)).map(watch.standing);
      for (const work of claimed) works.set(work.conversation, work);
      return claimed;
    },
    commitTurns: async (results, now) => {
      // Before they are kept: from then on a message may be on its way.
      for (const result of results) if (result.kind === 'done') for (const outbound of result.outbound) watch.onOutbound(outbound);
      const committed = await store.commitTurns(results, now);
      for (const result of results) {
        const work = works.get(result.conversation);
        works.delete(result.conversation);
        const kept = result.kind === 'done' && !committed.stale.includes(result.conversation);
        if (work !== undefined && kept) watch.onKept(work, result);
      }
      return committed;
    },
    claimSends: async (options) => {
      const claimed = await store.claimSends(options);
      for (const { id, ref } of claimed) refs.set(id, ref);
      return claimed;
    },
    receiveAndAnswer: async (updates, now, desk) => {
      const standings = new Map<DoneTurn, TurnWork>();
      const report = await store.receiveAndAnswer(updates, now, {
        ...desk,
        turn: (work) => {
          const standing = watch.standing(work);
          const taken = desk.turn(standing);
          if (taken === undefined) return undefined;
          standings.set(taken.result, standing);
          for (const outbound of taken.result.outbound) watch.onOutbound(outbound);
          return taken;
        },
      });
      for (const { id, ref } of report.sends) refs.set(id, ref);
      for (const { result } of report.answered) {
        const work = standings.get(result);
        if (work !== undefined) watch.onKept(work, result);
      }
      return report;
    },
    recordSends: async (results, now) => {
      const recorded = await store.recordSends(results, now);
      for (const result of results) {
        const ref = refs.get(result.id);
        refs.delete(result.id);
        if (ref !== undefined) watch.onDecision(ref, decisionOf(result));
      }
      return recorded;
    },
  };
}

function decisionOf(result: SendResult): EmulatorDecision {
  switch (result.kind) {
    case 'sent':
    case 'expired':
      return { kind: result.kind };
    case 'retry':
      return { kind: 'retry', at: result.at, code: result.code };
    case 'postponed':
      return { kind: 'postponed', at: result.at };
    case 'failed':
      return { kind: 'failed', code: result.code };
  }
}
