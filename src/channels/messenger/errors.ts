import type { Outcome } from '../../model/outbound.ts';
import type { GraphAnswer } from '../meta/graph.ts';
import { Accepted } from './wire.ts';

/** `unclear`: try again, but it may have gone out. */
type Verdict = Exclude<Outcome['kind'], 'sent'> | 'unclear' | { readonly waitMs: number };

const MINUTE_MS = 60_000;

/**
 * Meta's error codes and what they mean for delivery, from its page on Messenger's error codes (25 June 2026). Code and subcode only
 * together say what happened. Written `code/subcode`; a code alone stands for all its subcodes that have no line of their own;
 * `code/-` is the code without a subcode and says nothing of others, because under 10, 100 and 200 Meta gathers troubles of one
 * person and of the whole app, and an unheard-of one must not stop the channel for everybody.
 */
const VERDICTS: readonly (readonly [Verdict, readonly string[]])[] = [
  // Unknown, unavailable, temporary; a file that could not be fetched.
  ['retry', ['1', '2', '1200', '100/2018008']],
  // "Invalid JSON reply": Meta's own example is a message that did arrive.
  ['unclear', ['1/1357046']],
  // Calls of the app or the page. Windows of an hour or a day that slide: to wait them out whole would outlive the reply.
  [{ waitMs: MINUTE_MS }, ['4', '32', '613', '613/2534040', '80006']],
  // Messenger's own automated questions to the person, which are soon over.
  [{ waitMs: 10_000 }, ['2018321']],
  // The person's last message is more than 24 h old; or another app holds the thread.
  ['window-closed', ['10/2018065', '10/2018278', '10/2534022', '100/2534037', '2018300']],
  // Blocked us, stopped us, cannot be reached now, or lives where the thread may not be used by a bot.
  ['opted-out', ['10/1893015', '10/2018108', '10/2018336', '551', '1545041']],
  // Token, permission, app that is not live, page that is restricted or blocked, terms, fees; and the last warning before a restriction.
  ['suspended', ['2/2018344', '10/-', '10/1893063', '100/33', '190', '200/-', '200/2018021', '200/2018027', '200/2018028']],
  ['suspended', ['368', '613/2018338', '2022']],
  // A request that is wrong: parameter, person of another page, message beside an action, medium, app, empty message, deleted message.
  ['refused', ['100/-', '100/2018001', '100/2018014', '100/2018047', '100/2018074', '100/2018109', '100/2018164', '100/2018294']],
  ['refused', ['2018034', '9000001']],
  // Marketing, account linking, profiles, games, receivers of the old handover, calls: none of which we use.
  ['refused', ['4/2018354', '9/2018352', '10/1404170', '613/1893016', '10303', '2018144', '2018171', '2018218', '2018234', '2018247']],
  ['refused', ['2018389', '2018390', '2018391', '2018392', '2018393', '2018394', '2018395', '2018396']],
];

const BY_CODE: ReadonlyMap<string, Verdict> = new Map(
  VERDICTS.flatMap(([verdict, codes]) => codes.map((code) => [code, verdict] as const)),
);

/** Numbers from here on mean one thing each, as a code or as a subcode of whichever code: Meta's table prints some as either. */
const UNIQUE_FROM = 1_000_000;

/** What one answer of the Graph API means for the message that was sent. Never throws. */
export function outcomeOf(answer: GraphAnswer): Outcome {
  switch (answer.kind) {
    case 'ok':
      return accepted(answer.body);
    case 'unreachable':
      return { kind: 'retry', code: `net:${answer.code}`, ambiguous: answer.sent };
    case 'error': {
      const { status, code, subcode } = answer;
      if (code === undefined || !Number.isSafeInteger(code)) return judged(byStatus(status), `http:${status}`);
      const verdict = verdictOf(code, subcode) ?? byStatusAndCode(status);
      return judged(verdict, subcode === undefined ? `fb:${code}` : `fb:${code}/${subcode}`);
    }
  }
}

/** A 2xx without a message id comes from something between us and Meta, or is cut: the message is probably out. */
function accepted(body: unknown): Outcome {
  const answer = Accepted.safeParse(body);
  if (!answer.success) return judged('unclear', 'fb:no-id');
  return { kind: 'sent', messageId: answer.data.message_id };
}

function verdictOf(code: number, subcode: number | undefined): Verdict | undefined {
  const exact = BY_CODE.get(`${code}/${subcode ?? '-'}`);
  const bySubcode = subcode !== undefined && subcode >= UNIQUE_FROM ? BY_CODE.get(`${subcode}`) : undefined;
  return exact ?? bySubcode ?? BY_CODE.get(`${code}`);
}

function judged(verdict: Verdict, code: string): Outcome {
  if (typeof verdict === 'object') return { kind: 'retry', code, afterMs: verdict.waitMs, ambiguous: false };
  if (verdict === 'retry' || verdict === 'unclear') return { kind: 'retry', code, ambiguous: verdict === 'unclear' };
  return { kind: verdict, code };
}

/** For an answer without a code: not Meta's word on the message, but a proxy's, or that of a wrong address or version. */
function byStatus(status: number): Verdict {
  return status === 401 || status === 403 || status === 404 ? 'suspended' : byStatusAndCode(status);
}

/** For codes that nobody has documented. 403 says little here: Meta gives it for one person's refusal as well. */
function byStatusAndCode(status: number): Verdict {
  if (status === 401) return 'suspended';
  if (status === 429) return { waitMs: MINUTE_MS };
  if (status === 408 || status >= 500) return 'unclear';
  return status >= 400 ? 'refused' : 'retry';
}
