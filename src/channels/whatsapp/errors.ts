import type { Outcome } from '../../model/outbound.ts';
import type { GraphAnswer } from '../meta/graph.ts';
import { PAIR_EVERY_MS } from './limits.ts';
import { Accepted } from './wire.ts';

type Verdict = Exclude<Outcome['kind'], 'sent'> | { readonly waitMs: number };

const MINUTE_MS = 60_000;

/**
 * Meta's error codes and what they mean for delivery, from its page on error codes. The HTTP status is no help: throttling comes as 400, a
 * temporary fault as 400 or 500. A code that is answered by Meta itself means that nothing went out, so none of these is ambiguous.
 */
const VERDICTS: readonly (readonly [Verdict, readonly number[]])[] = [
  // Unknown, down, overloaded, number's throughput, something went wrong, unavailable, server unavailable.
  ['retry', [1, 2, 130429, 131000, 131016, 133004]],
  // Sent too fast to one person. The bucket regains one message in this time; from there on delivery backs off by itself.
  [{ waitMs: PAIR_EVERY_MS }, [131056]],
  // The number is being upgraded or under maintenance.
  [{ waitMs: MINUTE_MS }, [131057]],
  // Calls of the app or the account: windows of an hour that slide. To wait them out whole would outlive the reply. Also: the number
  // was registered or removed a moment ago.
  [{ waitMs: 5 * MINUTE_MS }, [4, 80007, 133015]],
  // Token, permission, account, payment, name, number, and 131048: the number is limited because people reported it. Every further
  // message would fail as well, and some make it worse. Registration and PIN (133xxx) are troubles of the number, not of a message.
  ['suspended', [0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 131048]],
  ['suspended', [133000, 133005, 133006, 133008, 133009, 133010, 133016]],
  // The person's last message is more than 24 h old.
  ['window-closed', [131047]],
  // No WhatsApp or blocked, country that the account may not write to, asked us to stop.
  ['opted-out', [130497, 131026, 131050]],
  // A request that is wrong: parameter, kind, media, flow, list of test numbers, our own number, key of the person's identity.
  ['refused', [100, 1026, 131008, 131009, 131021, 131030, 131051, 131052, 131053, 131055, 131059, 131060, 132068, 132069, 135000, 137000]],
  // Experiment, "not delivered to keep engagement healthy", marketing off, messaging limit, id instead of number: only templates and
  // advertising meet these, and their waits of a day or more outlive any reply.
  ['refused', [130472, 131049, 131062, 131063, 131064]],
  // Templates and payments, neither of which we send.
  ['refused', [132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 134011, 134100, 134101, 134102]],
];

const BY_CODE: ReadonlyMap<number, Verdict> = new Map(
  VERDICTS.flatMap(([verdict, codes]) => codes.map((code) => [code, verdict] as const)),
);

/** How an error code of the platform is written in outcomes, statuses and metrics. */
export const failureCode = (code: number): string => `wa:${code}`;

/** What one answer of the Graph API means for the message that was sent. Never throws. */
export function outcomeOf(answer: GraphAnswer): Outcome {
  switch (answer.kind) {
    case 'ok':
      return accepted(answer.body);
    case 'unreachable':
      return { kind: 'retry', code: `net:${answer.code}`, ambiguous: answer.sent };
    case 'error': {
      const { status, code } = answer;
      if (code === undefined || !Number.isSafeInteger(code)) return byStatus(status, `http:${status}`);
      const verdict = verdictOf(code);
      return verdict === undefined ? byStatus(status, failureCode(code)) : judged(verdict, failureCode(code));
    }
  }
}

/** A 2xx without a message id comes from something between us and Meta, or is cut: the message is probably out, hence ambiguous. */
function accepted(body: unknown): Outcome {
  const answer = Accepted.safeParse(body);
  if (!answer.success) return { kind: 'retry', code: 'wa:no-id', ambiguous: true };
  return { kind: 'sent', messageId: answer.data.messages[0].id };
}

function verdictOf(code: number): Verdict | undefined {
  if (code >= 200 && code <= 299) return 'suspended'; // permissions
  if (code >= 138000 && code <= 138018) return 'refused'; // calls
  return BY_CODE.get(code);
}

function judged(verdict: Verdict, code: string): Outcome {
  if (typeof verdict === 'object') return { kind: 'retry', code, afterMs: verdict.waitMs, ambiguous: false };
  return verdict === 'retry' ? { kind: 'retry', code, ambiguous: false } : { kind: verdict, code };
}

/** For codes that nobody has documented, and answers without one (a proxy, a wrong address, an outage). */
function byStatus(status: number, code: string): Outcome {
  if (status === 401 || status === 403) return { kind: 'suspended', code };
  // Without a code it is not the message that was not found but the API: another host, path or version.
  if (status === 404 && code.startsWith('http:')) return { kind: 'suspended', code };
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: 'refused', code };
  return { kind: 'retry', code, ambiguous: status === 408 || status >= 500 };
}
