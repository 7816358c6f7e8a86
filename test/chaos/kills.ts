import { FAULT_POINTS, type FaultPoint } from '../../src/runtime/fault-points.ts';
import { random } from './random.ts';

/**
 * How one life of the server ends. `step`: by its own hand, at that pass of a fault point. `moment`: by ours, after so many answered turns
 * and a little while. `start`: so soon that it hardly lives.
 */
export type Plan =
  | { readonly kind: 'step'; readonly point: FaultPoint; readonly pass: number }
  | { readonly kind: 'moment'; readonly turns: number; readonly ms: number }
  | { readonly kind: 'start'; readonly ms: number };

/** Passes of a step for one turn, roughly: a commit serves many turns, few are claimed, some webhooks only tell of statuses. */
const PASSES: Readonly<Record<FaultPoint, number>> = {
  'before-commit': 0.25,
  'after-commit': 0.25,
  'before-answer': 1.5,
  'after-claim': 0.01,
  'after-turn': 0.8,
  'before-send': 1.1,
  'after-graph': 1.1,
  'before-record': 1.1,
};

/** One plan for each life: first every step once, then steps and moments in turn. `turns`: answered turns in one life, on average. */
export function plansOf(seed: number, kills: number, turns: number): readonly Plan[] {
  const chance = random(seed, 'kills');
  const step = (point: FaultPoint): Plan => ({
    kind: 'step',
    point,
    // Of what is rare the first, or a short life would not come to it.
    pass: chance.int(1, Math.max(PASSES[point] < 0.1 ? 1 : 3, Math.round(PASSES[point] * turns * 1.5))),
  });
  const other = (): Plan => {
    const kind = chance.weighted({ step: 45, moment: 45, start: 10 });
    if (kind === 'step') return step(chance.pick(FAULT_POINTS));
    if (kind === 'start') return { kind, ms: chance.int(20, 900) };
    return { kind, turns: chance.int(Math.round(turns / 5), Math.round(turns * 1.8)), ms: chance.int(0, 30) };
  };
  return Array.from({ length: kills }, (_, index) => {
    const point = FAULT_POINTS[index];
    return point === undefined ? other() : step(point);
  });
}

export function nameOf(plan: Plan): string {
  switch (plan.kind) {
    case 'step':
      return plan.point;
    case 'moment':
      return 'a random moment';
    case 'start':
      return 'its start';
  }
}
