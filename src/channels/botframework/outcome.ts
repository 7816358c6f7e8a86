import type { Outcome } from '../../model/outbound.ts';
import type { Fault } from './fault.ts';

/**
 * Words with which Teams refuses one conversation and no other, from Microsoft's list of status codes of bot conversations. Everything
 * else behind 403 may be about the bot itself.
 */
const ABOUT_ONE_PERSON = new Set([
  'BotDisabledByAdmin',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'ForbiddenOperationException',
  'InvalidBotApiHost',
  'MessageWritesBlocked',
  'NotEnoughPermissions',
]);

/** Where a connector says "too fast" without saying until when. */
const THROTTLED_MS = 5_000;

/** What a failed call means for the message. */
export function outcomeOf(fault: Fault): Outcome {
  switch (fault.kind) {
    case 'unreachable':
      return { kind: 'retry', code: `net:${fault.code}`, ambiguous: fault.sent };
    case 'token':
      return fault.denied ? { kind: 'suspended', code: 'bf:token' } : { kind: 'retry', code: 'bf:token', ambiguous: false };
    case 'foreign':
      return { kind: 'refused', code: 'bf:foreign' };
    case 'status':
      return byStatus(fault);
  }
}

function byStatus({ status, code: word = '', afterMs }: Extract<Fault, { kind: 'status' }>): Outcome {
  const code = `bf:${status}`;
  const later = afterMs === undefined ? {} : { afterMs };
  if (status === 403 && ABOUT_ONE_PERSON.has(word)) return { kind: 'opted-out', code: `bf:${word}` };
  if (status === 401 || status === 403) return { kind: 'suspended', code };
  if (status === 429) return { kind: 'retry', code, afterMs: afterMs ?? THROTTLED_MS, ambiguous: false };
  // 412: two things were done at once in that conversation, says Teams; it asks for another try, as with 502 to 504.
  if (status === 412) return { kind: 'retry', code, ...later, ambiguous: false };
  if (status === 408 || status >= 500) return { kind: 'retry', code, ...later, ambiguous: true };
  // Gone, too large, wrong; or sent elsewhere (3xx), where we do not go.
  return { kind: 'refused', code };
}
