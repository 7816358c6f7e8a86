import { faultPoint } from '../../src/runtime/fault-points.ts';

/** What a fault point costs that is not armed, beside the same loop without it: `node test/chaos/fault-points-cost.ts`. */
const CALLS = 100_000_000;
const ROUNDS = 9;

function without(): number {
  let sum = 0;
  for (let call = 0; call < CALLS; call += 1) sum = (sum + call) | 0;
  return sum;
}

function withPoint(): number {
  let sum = 0;
  for (let call = 0; call < CALLS; call += 1) {
    sum = (sum + call) | 0;
    faultPoint('after-commit');
  }
  return sum;
}

function nanoseconds(work: () => number): number {
  const begun = performance.now();
  work();
  return ((performance.now() - begun) * 1e6) / CALLS;
}

// The fastest of some rounds: whatever else the machine does only makes it slower.
const fastest = (work: () => number) => Math.min(...Array.from({ length: ROUNDS }, () => nanoseconds(work)));
const [empty, marked] = [fastest(without), fastest(withPoint)];
process.stdout.write(`${(marked - empty).toFixed(2)} ns a call: ${marked.toFixed(2)} beside ${empty.toFixed(2)}\n`);
