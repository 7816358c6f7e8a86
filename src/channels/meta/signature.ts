import { createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'sha256=';
const HEX_LENGTH = 64;

/**
 * Whether `header` (X-Hub-Signature-256) is the HMAC-SHA256 of the untouched bytes under the app secret. Bytes, because Meta signs
 * what is on the wire (`\u00e4`, `\/`): a body parsed and written again has another signature. Constant time; a header that is
 * missing, repeated or of another form is simply false.
 */
export function isSigned(body: Uint8Array, header: string | string[] | undefined, appSecret: string): boolean {
  if (typeof header !== 'string' || header.length !== PREFIX.length + HEX_LENGTH || !header.startsWith(PREFIX)) return false;
  const given = Buffer.from(header.slice(PREFIX.length), 'hex');
  const expected = createHmac('sha256', appSecret).update(body).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}
