import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8 * 1024;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/**
 * That many random bytes, at most 8,192, fit for keys and nonces. Drawn from the system in larger portions: a call for each nonce and
 * each ref would cost more than all else that is done with them. No byte is given out twice, and none stays behind once it is given.
 */
export function takeRandom(bytes: number): Buffer {
  if (used + bytes > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const taken = Buffer.from(pool.subarray(used, used + bytes));
  pool.fill(0, used, used + bytes);
  used += bytes;
  return taken;
}
