import { describe, expect, test } from '@jest/globals';
import type { Harness } from './harness.ts';
import { HOUR, T0 } from './makers.ts';

const KEY = { account: 'whatsapp:700800900', file: 'hash-of-a-file' };

/** Ids of files that a platform keeps for us. */
export function mediaContract(harness: () => Harness): void {
  describe('uploaded files', () => {
    test('are found by number and content, until their time has come', async () => {
      const { media } = harness().store;
      expect(await media.find(KEY, T0)).toBeUndefined();
      await media.keep(KEY, '300', T0 + HOUR);
      expect(await media.find(KEY, T0)).toBe('300');
      expect(await media.find({ ...KEY, account: 'messenger:700800900' }, T0)).toBeUndefined();
      expect(await media.find({ ...KEY, file: 'another' }, T0)).toBeUndefined();
      expect(await media.find(KEY, T0 + HOUR)).toBeUndefined();
    });

    test('uploaded anew, the newer id counts', async () => {
      const { media } = harness().store;
      await media.keep(KEY, '300', T0 + HOUR);
      await media.keep(KEY, '301', T0 + 2 * HOUR);
      expect(await media.find(KEY, T0 + HOUR)).toBe('301');
    });

    test('an id that is refused is forgotten, and no newer one with it', async () => {
      const { media } = harness().store;
      await media.keep(KEY, '300', T0 + HOUR);
      await media.forget(KEY, '299');
      expect(await media.find(KEY, T0)).toBe('300');
      await media.forget(KEY, '300');
      expect(await media.find(KEY, T0)).toBeUndefined();
    });

    test('past their time they are swept', async () => {
      const { store } = harness();
      await store.media.keep(KEY, '300', T0 + HOUR);
      await store.media.keep({ ...KEY, file: 'another' }, '301', T0 + 3 * HOUR);
      expect((await store.sweep(T0 + 2 * HOUR)).removed).toBe(1);
      expect(await store.media.find({ ...KEY, file: 'another' }, T0)).toBe('301');
    });
  });
}
