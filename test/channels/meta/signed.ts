import { createHmac } from 'node:crypto';
import type { RawRequest } from '../../../src/model/channel.ts';

/** A webhook as Meta would send it: the body's bytes (an object is written as JSON first) and their signature. */
export function signed(body: unknown, appSecret: string): RawRequest {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return { headers: { 'x-hub-signature-256': signatureOf(bytes, appSecret) }, body: bytes };
}

export const signatureOf = (bytes: Uint8Array, appSecret: string) =>
  `sha256=${createHmac('sha256', appSecret).update(bytes).digest('hex')}`;
