import { createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Channel } from '../channels/channel.ts';
import type { RawRequest } from '../model/channel.ts';
import type { EmulatedChannel, EmulatorFault, EmulatorInput } from '../model/emulator.ts';
import type { Shown, Tap } from '../proof/shown.ts';

/** Something that was offered to the person: the words on it, in what form it stood there, and in which message. */
export type Offer = { readonly tap: Tap; readonly on: Shown['kind']; readonly messageId: string };

/** One thing that a person does, ready to be put into a webhook. */
export type Act = { readonly id: string; readonly at: number; readonly input: Exclude<EmulatorInput, { readonly kind: 'tap' }> | Tapped };
export type Tapped = { readonly kind: 'tap'; readonly offer: Offer };

/** A call to the Graph API as that platform reads it: whom it is for, and our own correlation in a message. */
export type Call =
  | { readonly kind: 'receipt'; readonly to: { readonly person: string } | { readonly message: string } }
  | { readonly kind: 'message'; readonly to: string; readonly ref: string };

export type FaultKind = Exclude<EmulatorFault['kind'], 'none' | 'connection-cut'>;

/** What a platform is towards us, with secrets and ids made for this run alone: posts webhooks, takes sends. */
export type Platform = {
  readonly id: EmulatedChannel;
  /** The real one; it sends to the emulated Graph API. */
  readonly channel: Channel;
  /** Number or page that calls name in their path. */
  readonly account: string;
  readonly accessToken: string;
  readonly appSecret: string;
  readonly newPerson: () => string;
  readonly newMessageId: () => string;
  readonly webhook: (person: string, acts: readonly Act[]) => unknown;
  /** Undefined for what this platform would not take. */
  readonly read: (body: unknown) => Call | undefined;
  /** Where files are uploaded, and what is answered. */
  readonly files: { readonly edge: string; readonly kept: (id: string) => unknown };
  readonly accepted: (call: Call, messageId: string) => unknown;
  /** Body and HTTP status of a refusal, as Meta words it. */
  readonly refused: (fault: FaultKind) => { readonly status: number; readonly body: unknown };
};

export const secret = (): string => randomBytes(24).toString('base64url');
export const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

/** A webhook as it comes over the wire: signed bytes. */
export function signedRequest(webhook: unknown, appSecret: string): RawRequest {
  const body = Buffer.from(JSON.stringify(webhook));
  const signature = createHmac('sha256', appSecret).update(body).digest('hex');
  return { headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }, body };
}

/** Meta's form of an error, beside its HTTP status. */
export function errorBody(status: number, error: Readonly<Record<string, unknown>>): { readonly status: number; readonly body: unknown } {
  return { status, body: { error: { type: 'OAuthException', ...error, fbtrace_id: 'Aemulator' } } };
}
