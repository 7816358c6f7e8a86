import type { Outlet } from '../channels/channel.ts';
import type { Engine } from '../engine/engine.ts';
import type { ChannelId } from '../model/channel.ts';
import type { OutboundRef } from '../model/ids.ts';
import { faultPoint } from '../runtime/fault-points.ts';
import { type Next, startWorker, type Worker } from '../runtime/worker.ts';
import type { Store, TurnResult, TurnWork } from '../store/store.ts';
import type { TurnEvents } from './events.ts';
import { failedTurn, firstOnly, type Taken, takeTurn } from './turn.ts';

/** Far longer than a turn takes; a worker that wakes later finds its version superseded and throws its result away. */
const LEASE_MS = 60_000;
/** Polling is the safety net behind the nudge: for retries, and for leases that another worker let end. */
const IDLE_MS = 1_000;

export type TurnsOptions = {
  readonly store: Store;
  /** Asked anew for each batch, so that content can be swapped while the server runs. */
  readonly engine: () => Engine;
  readonly channels: ReadonlyMap<ChannelId, Outlet>;
  readonly clock: () => number;
  readonly newRef: () => OutboundRef;
  readonly replyMaxAgeMs: number;
  readonly events: TurnEvents;
  /** Something was written to the outbox. */
  readonly onOutbound: () => void;
  /** Conversations in one batch: one transaction to claim, one to commit. */
  readonly batch?: number;
};

/** A turn that is computed and not yet on disk; a failed one as well. */
type Ended = Omit<Taken, 'result'> & { readonly result: TurnResult };

/**
 * The loop from the inbox through the engine to one commit.
 *
 * A batch whose commit fails (disk full, database locked) is kept and committed by the next run: turns are values. Thrown away, they
 * would be claimed again only when their lease ends, and the people in it would wait a minute longer than the trouble lasted.
 */
export function startTurns(options: TurnsOptions): Worker {
  let batch: readonly Ended[] = [];
  const run = async (): Promise<Next> => {
    if (batch.length === 0) batch = await takeBatch(options);
    if (batch.length === 0) return 'idle';
    await commit(batch, options);
    batch = [];
    return 'more';
  };
  return startWorker({ run, idleMs: IDLE_MS, onError: options.events.onError });
}

async function takeBatch(options: TurnsOptions): Promise<readonly Ended[]> {
  const { store, clock, batch: limit = 64 } = options;
  const works = await store.claimTurns({ limit, now: clock(), leaseMs: LEASE_MS });
  if (works.length > 0) faultPoint('after-claim');
  const engine = options.engine();
  return works.map((work) => attempt(work, engine, options));
}

async function commit(batch: readonly Ended[], { store, clock, events, onOutbound }: TurnsOptions): Promise<void> {
  const results = batch.map(({ result }) => result);
  faultPoint('after-turn');
  const { stale } = await store.commitTurns(results, clock());
  const lost = new Set(stale);
  for (const ended of batch) tellKept(lost.has(ended.result.conversation) ? { ...ended, outcome: 'stale' } : ended, events);
  if (results.some((result) => result.kind === 'done' && result.outbound.length > 0)) onOutbound();
}

/** Tells how a turn ended, once that is on disk. */
function tellKept({ channel, result, outcome, matched }: Ended, events: TurnEvents): void {
  events.onTurn(channel, outcome, result.events.length);
  if (outcome === 'stale') return;
  for (const one of matched) events.onMatched(channel, one);
  if (result.kind === 'done') events.onReplies(channel, result.outbound.length);
}

/** A turn never throws past here: content or code that fails on one message must not stop everybody else's. */
function attempt(work: TurnWork, engine: Engine, options: TurnsOptions): Ended {
  const now = options.clock();
  try {
    return take(work, engine, options, now);
  } catch (error) {
    if (work.events.length > 1) return attempt(firstOnly(work), engine, options);
    const result = failedTurn(work, now);
    options.events.onPoison(work.channel, work.conversation, error, result.dead.length);
    return { channel: work.channel, result, outcome: 'failed', matched: [] };
  }
}

function take(work: TurnWork, engine: Engine, { channels, newRef, replyMaxAgeMs }: DeskOptions, now: number): Taken {
  const channel = channels.get(work.channel);
  if (channel === undefined) throw new Error(`channel ${work.channel} is off`);
  return takeTurn(work, { engine, channel, newRef, replyMaxAgeMs }, now);
}

export type DeskOptions = Pick<TurnsOptions, 'engine' | 'channels' | 'clock' | 'newRef' | 'replyMaxAgeMs' | 'events'>;

/**
 * The same turns, taken while the webhook that brought them is stored (`receiveAndAnswer`). What throws is left to the loop, which
 * tries again and sets aside.
 */
export function makeTurnDesk(options: DeskOptions) {
  return {
    turn: (work: TurnWork): Taken | undefined => {
      try {
        const taken = take(work, options.engine(), options, options.clock());
        faultPoint('after-turn');
        return taken;
      } catch {
        return undefined;
      }
    },
    /** Tells how turns ended, once they are on disk. */
    kept: (turns: readonly Taken[]): void => {
      for (const turn of turns) tellKept(turn, options.events);
    },
  };
}
