/**
 * The steps between a webhook and the record of its answer at which tests kill the process, to prove that nothing is lost there. In
 * the order in which one message meets them; `before-commit` and `after-commit` are met by every transaction on its way.
 */
export const FAULT_POINTS = [
  'before-commit',
  'after-commit',
  'before-answer',
  'after-claim',
  'after-turn',
  'before-send',
  'after-graph',
  'before-record',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

let armed: { readonly point: FaultPoint; left: number } | undefined;

/**
 * Marks a step. Does nothing unless a step is armed: one comparison, 2 to 5 ns (`node test/chaos/fault-points-cost.ts`), of which a
 * message meets about ten and its turn takes some thousand times as long. No hooks and no mocks instead: the proof is to be about what
 * really runs.
 */
export function faultPoint(point: FaultPoint): void {
  if (armed !== undefined) pass(point);
}

/**
 * `point:passes`: the process kills itself at that pass of the step, 1 for the first. With SIGKILL and not with an exit: nothing may
 * be written or told any more, as when the machine goes. Undefined arms nothing. Throws on anything else.
 */
export function armFaultPoint(spec: string | undefined): void {
  if (spec === undefined) return;
  const [name, passes = ''] = spec.split(':');
  const point = FAULT_POINTS.find((known) => known === name);
  if (point === undefined || !/^[1-9]\d{0,8}$/.test(passes)) throw new Error('a fault point is a step and a pass, such as after-commit:3');
  armed = { point, left: Number(passes) };
}

function pass(point: FaultPoint): void {
  if (armed?.point !== point) return;
  armed.left -= 1;
  if (armed.left === 0) process.kill(process.pid, 'SIGKILL');
}
