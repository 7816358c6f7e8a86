import { createHash } from 'node:crypto';

const LENGTH = 8;

/**
 * Eight letters that change when a text changes: 32 bits of SHA-256, enough to tell two editions of one sentence apart. The letters a to
 * p instead of hexadecimal digits, because YAML reads `12345678` and `1234e567` as numbers. White space at the end does not count.
 */
export function fingerprint(text: string): string {
  const digest = createHash('sha256').update(text.trimEnd()).digest('hex').slice(0, LENGTH);
  return Array.from(digest, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}
