import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeVault } from '../../src/runtime/vault.ts';

const KEY = Buffer.alloc(32, 7);
const OTHER = Buffer.alloc(32, 8);
const vault = makeVault(KEY);

describe('pseudonyms', () => {
  test('same key and parts, same 16 bytes, in this process and the next', () => {
    const again = makeVault(Buffer.from(KEY));
    expect(vault.pseudonym('whatsapp', '15550100001')).toHaveLength(16);
    expect(again.pseudonym('whatsapp', '15550100001').equals(vault.pseudonym('whatsapp', '15550100001'))).toBe(true);
  });

  test('another key, other bytes', () => {
    expect(makeVault(OTHER).pseudonym('whatsapp', '1').equals(vault.pseudonym('whatsapp', '1'))).toBe(false);
  });

  test('different lists of parts differ, wherever the text is cut', () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ':', '1', '|', 'é'), maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, two) => {
        const same = JSON.stringify(one) === JSON.stringify(two);
        return vault.pseudonym(...one).equals(vault.pseudonym(...two)) === same;
      }),
    );
  });
});

describe('sealing', () => {
  test('what was sealed opens as it was, for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => vault.open(vault.seal(text)) === text));
  });

  test('the same text never seals to the same bytes, and shows in neither', () => {
    const [one, two] = [vault.seal('15550100001'), vault.seal('15550100001')];
    expect(one.equals(two)).toBe(false);
    expect(one.includes('1555')).toBe(false);
  });

  test('a view into a larger buffer opens too', () => {
    const sealed = vault.seal('bonjour');
    const larger = new Uint8Array(sealed.length + 20);
    larger.set(sealed, 10);
    expect(vault.open(larger.subarray(10, 10 + sealed.length))).toBe('bonjour');
  });

  test('one changed bit anywhere and it does not open', () => {
    const sealed = vault.seal('bonjour');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.nat(7), (index, bit) => {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);
        expect(() => vault.open(changed)).toThrow();
      }),
    );
  });

  const broken: readonly (readonly [string, Uint8Array])[] = [
    ['nothing', new Uint8Array()],
    ['less than a nonce', new Uint8Array(5)],
    ['less than a tag', vault.seal('x').subarray(0, 20)],
    ['its end cut off', vault.seal('bonjour').subarray(0, -1)],
    ['sealed under another key', makeVault(OTHER).seal('bonjour')],
  ];
  test.each(broken)('does not open: %s', (_label, bytes) => {
    expect(() => vault.open(bytes)).toThrow();
  });
});

test.each([0, 16, 31, 33, 64])('a key of %i bytes is refused', (length) => {
  expect(() => makeVault(new Uint8Array(length))).toThrow('32 bytes');
});
