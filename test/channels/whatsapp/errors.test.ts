import { describe, expect, test } from '@jest/globals';
import { outcomeOf } from '../../../src/channels/whatsapp/errors.ts';
import type { Outcome, OutcomeKind } from '../../../src/model/outbound.ts';

type Verdict = Exclude<OutcomeKind, 'sent' | 'retry'> | 'retry' | number;

/** Code, HTTP status, meaning, and what delivery must do; a number is a retry after so many milliseconds. */
const TABLE: readonly [number, number, string, Verdict][] = [
  [0, 401, 'authentication failed', 'suspended'],
  [1, 400, 'unknown', 'retry'],
  [2, 503, 'down or overloaded', 'retry'],
  [3, 500, 'capability missing', 'suspended'],
  [4, 400, 'calls of the app', 300_000],
  [10, 403, 'permission missing', 'suspended'],
  [33, 400, 'number deleted', 'suspended'],
  [100, 400, 'invalid parameter', 'refused'],
  [190, 401, 'token expired', 'suspended'],
  [200, 403, 'permission', 'suspended'],
  [250, 403, 'permission', 'suspended'],
  [299, 403, 'permission', 'suspended'],
  [368, 403, 'blocked for policy', 'suspended'],
  [1026, 400, 'receiver incapable', 'refused'],
  [80007, 400, 'calls of the account', 300_000],
  [130429, 400, 'throughput', 'retry'],
  [130472, 400, 'experiment', 'refused'],
  [130497, 403, 'country', 'opted-out'],
  [131000, 500, 'something went wrong', 'retry'],
  [131005, 403, 'access denied', 'suspended'],
  [131008, 400, 'parameter missing', 'refused'],
  [131009, 400, 'parameter invalid', 'refused'],
  [131016, 500, 'service unavailable', 'retry'],
  [131021, 400, 'to ourselves', 'refused'],
  [131026, 400, 'undeliverable', 'opted-out'],
  [131030, 400, 'not in the list of test numbers', 'refused'],
  [131031, 403, 'account locked', 'suspended'],
  [131037, 400, 'name not approved', 'suspended'],
  [131042, 400, 'payment', 'suspended'],
  [131045, 500, 'certificate', 'suspended'],
  [131047, 400, 'more than 24 h', 'window-closed'],
  [131048, 400, 'reported as spam', 'suspended'],
  [131049, 400, 'chosen not to deliver', 'refused'],
  [131050, 400, 'person stopped marketing', 'opted-out'],
  [131051, 400, 'unsupported kind', 'refused'],
  [131052, 400, 'inbound media', 'refused'],
  [131053, 400, 'media upload', 'refused'],
  [131055, 400, 'method not allowed', 'refused'],
  [131056, 400, 'pair rate', 6_000],
  [131057, 500, 'maintenance', 60_000],
  [131059, 400, 'paging cursor', 'refused'],
  [131060, 400, 'inbound content', 'refused'],
  [131062, 400, 'id instead of number', 'refused'],
  [131063, 400, 'marketing disabled', 'refused'],
  [131064, 400, 'messaging limit', 'refused'],
  [132000, 400, 'template', 'refused'],
  [132001, 404, 'template', 'refused'],
  [132005, 400, 'template', 'refused'],
  [132007, 400, 'template', 'refused'],
  [132008, 400, 'template', 'refused'],
  [132012, 400, 'template', 'refused'],
  [132015, 400, 'template paused', 'refused'],
  [132016, 400, 'template disabled', 'refused'],
  [132068, 400, 'Flow blocked', 'refused'],
  [132069, 400, 'Flow throttled', 'refused'],
  [133000, 500, 'deregistration', 'suspended'],
  [133004, 503, 'server unavailable', 'retry'],
  [133005, 400, 'PIN wrong', 'suspended'],
  [133006, 400, 'number not verified', 'suspended'],
  [133008, 400, 'too many PINs', 'suspended'],
  [133009, 400, 'PIN too fast', 'suspended'],
  [133010, 400, 'not registered', 'suspended'],
  [133015, 400, 'wait to register', 300_000],
  [133016, 400, 'registered too often', 'suspended'],
  [134011, 400, 'terms of payments', 'refused'],
  [134100, 400, 'marketing', 'refused'],
  [134101, 500, 'marketing', 'refused'],
  [134102, 400, 'marketing', 'refused'],
  [135000, 400, 'generic', 'refused'],
  [137000, 400, 'identity key', 'refused'],
  [138000, 400, 'call', 'refused'],
  [138018, 400, 'call', 'refused'],
];

function outcome(verdict: Verdict, code: string): Outcome {
  if (typeof verdict === 'number') return { kind: 'retry', code, afterMs: verdict, ambiguous: false };
  return verdict === 'retry' ? { kind: 'retry', code, ambiguous: false } : { kind: verdict, code };
}

describe('error codes', () => {
  test.each(TABLE)('%i (HTTP %i, %s): %s', (code, status, _meaning, verdict) => {
    expect(outcomeOf({ kind: 'error', status, code })).toEqual(outcome(verdict, `wa:${code}`));
  });

  test('a known code says the same under any HTTP status', () => {
    for (const [code, , , verdict] of TABLE) {
      expect(outcomeOf({ kind: 'error', status: 418, code })).toEqual(outcome(verdict, `wa:${code}`));
    }
  });
});

describe('by HTTP status, when the code is unknown or missing', () => {
  test.each<[string, number, number | undefined, Outcome]>([
    ['400 with a new code', 400, 139999, { kind: 'refused', code: 'wa:139999' }],
    ['401 with a new code', 401, 139999, { kind: 'suspended', code: 'wa:139999' }],
    ['404 with a new code', 404, 139999, { kind: 'refused', code: 'wa:139999' }],
    ['500 with a new code', 500, 139999, { kind: 'retry', code: 'wa:139999', ambiguous: true }],
    ['a code that is no whole number', 400, 1.5, { kind: 'refused', code: 'http:400' }],
    ['400', 400, undefined, { kind: 'refused', code: 'http:400' }],
    ['401', 401, undefined, { kind: 'suspended', code: 'http:401' }],
    ['403', 403, undefined, { kind: 'suspended', code: 'http:403' }],
    ['404', 404, undefined, { kind: 'suspended', code: 'http:404' }],
    ['408', 408, undefined, { kind: 'retry', code: 'http:408', ambiguous: true }],
    ['413', 413, undefined, { kind: 'refused', code: 'http:413' }],
    ['429', 429, undefined, { kind: 'retry', code: 'http:429', ambiguous: false }],
    ['502', 502, undefined, { kind: 'retry', code: 'http:502', ambiguous: true }],
    ['302', 302, undefined, { kind: 'retry', code: 'http:302', ambiguous: false }],
  ])('%s', (_label, status, code, expected) => {
    expect(outcomeOf(code === undefined ? { kind: 'error', status } : { kind: 'error', status, code })).toEqual(expected);
  });
});
