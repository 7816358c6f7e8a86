import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { takeRandom } from './random.ts';

/**
 * Pseudonyms and encryption at rest under one 32-byte data key. Two keys are derived from it (HKDF-SHA-256), because one key
 * must not serve two algorithms.
 */
export type Vault = {
  /** Keyed hash, 16 bytes: same parts, same hash. Parts are length-prefixed, so `a|bc` and `ab|c` differ. */
  readonly pseudonym: (...parts: readonly string[]) => Buffer;
  /** AES-256-GCM: nonce (12), tag (16), ciphertext. */
  readonly seal: (plain: string) => Buffer;
  /** Throws on a wrong key or a changed byte. */
  readonly open: (sealed: Uint8Array) => string;
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PSEUDONYM_BYTES = 16;
export const DATA_KEY_BYTES = 32;

export function makeVault(dataKey: Uint8Array): Vault {
  if (dataKey.length !== DATA_KEY_BYTES) throw new Error(`the data key must have ${DATA_KEY_BYTES} bytes, not ${dataKey.length}`);
  // Key objects and not bytes: with bytes, Node 24 prepares the key anew at each call, at five times the price of the hash itself.
  const derive = (purpose: string) => createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', purpose, DATA_KEY_BYTES)));
  const hashKey = derive('anoura pseudonym v1');
  const sealKey = derive('anoura seal v1');

  return {
    pseudonym: (...parts) => {
      const mac = createHmac('sha256', hashKey);
      for (const part of parts) mac.update(`${Buffer.byteLength(part)}:${part}`);
      return mac.digest().subarray(0, PSEUDONYM_BYTES);
    },
    seal: (plain) => {
      const nonce = takeRandom(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const body = cipher.update(plain, 'utf8');
      // GCM is a stream: nothing is left for the end.
      cipher.final();
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      // Without a fixed length Node would take a shortened tag for a whole one.
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
