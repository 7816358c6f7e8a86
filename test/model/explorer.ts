import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { vault } from '../store/sqlite-harness.ts';
import { type Images, openImages, renamer } from './image.ts';
import { Broken, checkAtRest } from './judge.ts';
import {
  type Action,
  act,
  actionsOf,
  type Machine,
  PROCESSES,
  type Process,
  RULES,
  type Rules,
  type Size,
  type State,
  T0,
} from './world.ts';

/** A store that breaks a rule. `db` looks into the same file, for what cannot be done through the store. */
export type Mutant = (store: Store, db: Images['db']) => Store;

export type Finding = { readonly what: string; readonly path: readonly string[] };
export type Exploration = {
  readonly states: number;
  readonly steps: number;
  readonly atRest: number;
  readonly broken: Finding | undefined;
};

export type Explorer = {
  /** Every order of every step, shortest paths first; ends at the first thing that must not be. */
  readonly explore: (size: Size, broken?: { readonly rules?: Partial<Rules>; readonly mutant?: Mutant }) => Promise<Exploration>;
  /** One path: `choose` picks among the steps that are possible. For worlds too large to be walked whole. */
  readonly walk: (size: Size, choose: (steps: number) => number, length: number) => Promise<Finding | undefined>;
  readonly close: () => Promise<void>;
};

const NOBODY = { turns: [] } as const;

export async function openExplorer(): Promise<Explorer> {
  // In memory where that is possible: thousands of fsyncs say nothing about the order of steps.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'anoura-model-'));
  const path = join(folder, 'model.db');
  const open = () => openSqliteStore({ path, vault });
  const stores: Record<Process, Store> = { A: open(), B: open() };
  const owners: Record<Process, string> = { A: '', B: '' };
  const images = openImages(path);
  const nameOf = (owner: string) => PROCESSES.find((name) => owners[name] === owner) ?? owner;
  const ownerOf = (name: string) => (PROCESSES.find((known) => known === name) === undefined ? name : owners[name as Process]);
  const image = () => images.take(nameOf);
  const empty = image();
  const start = { now: T0, hands: { A: NOBODY, B: NOBODY }, acked: 0, taken: [], excused: [], told: [], turns: 0 };

  const event = { channel: 'whatsapp', from: { id: '15550000009' }, platformId: 'x', at: T0, input: { kind: 'start' } } as const;
  await stores.A.receive([{ kind: 'message', event }], T0);
  const oneWaits = image();
  images.put(empty, ownerOf);

  /** A store does not tell the name under which it claims, so it is asked to claim something. */
  async function learnOwner(process: Process): Promise<void> {
    const before = image();
    images.put(oneWaits, ownerOf);
    await stores[process].claimTurns({ limit: 1, now: T0, leaseMs: 1 });
    owners[process] = String(images.db.prepare('SELECT owner FROM turns').get()?.owner);
    images.put(before, ownerOf);
  }
  for (const process of PROCESSES) await learnOwner(process);

  const machineOf = (mutant: Mutant = (store) => store): Machine => ({
    store: (process) => mutant(stores[process], images.db),
    restart: async (process) => {
      await stores[process].close();
      stores[process] = open();
      await learnOwner(process);
    },
  });

  /** The same for all states that differ in nothing that matters, which of the two processes is called A included. */
  function keyOf(state: State): string {
    return [PROCESSES, PROCESSES.toReversed()].map((order) => describe(state, order)).toSorted()[0] ?? '';
  }

  function describe(state: State, order: readonly Process[]): string {
    const rename = renamer();
    const { hands, taken, excused, told, now, acked, left } = state;
    const held = order.map((process) => {
      const { turns, sending, unstored } = hands[process];
      const works = turns.map(({ conversation, lease, session, events }) => [
        conversation,
        rename('lease', lease.version),
        session?.node,
        events.map(({ id }) => id),
      ]);
      const send = sending && [rename('out', sending.work.id), rename('ref', sending.work.ref), sending.step, sending.leaseEnd];
      return [works, send, unstored];
    });
    const seen = taken.map(({ ref, answers, part }) => [rename('ref', ref), answers, part]);
    const refs = [excused, told].map((list) => list.map((ref) => rename('ref', ref)).toSorted());
    const names: readonly string[] = order;
    const ownerAs = (name: string) => String(names.indexOf(name));
    return JSON.stringify([held, seen, refs, now, acked, left, images.describe(state.image, rename, ownerAs)]);
  }

  async function step(state: State, action: Action, size: Size, rules: Rules, machine: Machine): Promise<State> {
    images.put(state.image, ownerOf);
    const next = await act(state, action, size, rules, machine);
    return { ...next, image: image() };
  }

  /** One process does what is left, with all the time it needs. */
  async function finish(state: State, size: Size, rules: Rules, machine: Machine): Promise<void> {
    let current: State = { ...state, left: { ...state.left, wait: Number.POSITIVE_INFINITY } };
    for (let quiet = 0; quiet < 2; ) {
      const before = keyOf({ ...current, now: T0 });
      current = await step(current, { kind: 'wait' }, size, rules, machine);
      for (const kind of ['drop', 'record', 'claim', 'commit', 'claimSend', 'send', 'record'] as const) {
        const action = actionsOf(current, size, rules).find((one) => one.kind === kind && 'by' in one && one.by === 'A');
        if (action !== undefined) current = await step(current, action, size, rules, machine);
      }
      quiet = keyOf({ ...current, now: T0 }) === before ? quiet + 1 : 0;
    }
    checkAtRest(current, size);
    const { inbox, outbox, dead } = await machine.store('A').stats(current.now);
    if (inbox + outbox + dead > 0) throw new Broken(`at rest ${inbox} messages wait, ${outbox} answers, and ${dead} are set aside`);
  }

  return {
    explore: async (size, { rules: changes = {}, mutant } = {}) => {
      const rules = { ...RULES, ...changes };
      const machine = machineOf(mutant);
      const first: State = { ...start, image: empty, left: size };
      const came = new Map<string, { readonly from: string; readonly action: string } | undefined>();
      const pathTo = (key: string): string[] => {
        const step = came.get(key);
        return step === undefined ? [] : [...pathTo(step.from), step.action];
      };
      came.set(keyOf(first), undefined);
      let [steps, atRest] = [0, 0];
      const end = (broken?: Finding): Exploration => ({ states: came.size, steps, atRest, broken });

      let front: readonly { readonly state: State; readonly key: string }[] = [{ state: first, key: keyOf(first) }];
      while (front.length > 0) {
        const next: { readonly state: State; readonly key: string }[] = [];
        for (const { state, key } of front) {
          let moves = false;
          for (const action of actionsOf(state, size, rules)) {
            try {
              const after = await step(state, action, size, rules, machine);
              steps += 1;
              const reached = keyOf(after);
              if (reached !== key && 'by' in action && action.kind !== 'crash') moves = true;
              if (came.has(reached)) continue;
              came.set(reached, { from: key, action: wordsOf(action) });
              next.push({ state: after, key: reached });
            } catch (error) {
              return end(findingOf(error, [...pathTo(key), wordsOf(action)]));
            }
          }
          if (moves) continue;
          atRest += 1;
          try {
            await finish(state, size, rules, machine);
          } catch (error) {
            return end(findingOf(error, pathTo(key)));
          }
        }
        front = next;
      }
      return end();
    },
    walk: async (size, choose, length) => {
      const machine = machineOf();
      const path: string[] = [];
      let state: State = { ...start, image: empty, left: size };
      try {
        for (let at = 0; at < length; at += 1) {
          const actions = actionsOf(state, size, RULES);
          const action = actions[choose(actions.length)];
          if (action === undefined) break;
          path.push(wordsOf(action));
          state = await step(state, action, size, RULES, machine);
        }
        await finish(state, size, RULES, machine);
      } catch (error) {
        return findingOf(error, path);
      }
      return undefined;
    },
    close: async () => {
      images.close();
      for (const process of PROCESSES) await stores[process].close();
      rmSync(folder, { recursive: true });
    },
  };
}

function findingOf(error: unknown, path: readonly string[]): Finding {
  if (!(error instanceof Broken)) throw error;
  return { what: error.message, path };
}

const wordsOf = (action: Action) => Object.values(action).join(' ');
