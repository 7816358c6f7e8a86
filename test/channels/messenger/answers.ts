import type { GraphAnswer } from '../../../src/channels/meta/graph.ts';
import type { Outcome } from '../../../src/model/outbound.ts';

type Case = { readonly label: string; readonly answer: GraphAnswer; readonly outcome: Outcome };

const MINUTE = 60_000;

/** An error in the words of the documentation's table: `code` or `code/subcode`, answered with HTTP 400 as nearly all are. */
function error(name: string, outcome: (code: string) => Outcome, status = 400): Case {
  const [code, subcode] = name.split('/').map(Number);
  const answer: GraphAnswer = { kind: 'error', status, ...(code !== undefined && { code }), ...(subcode !== undefined && { subcode }) };
  return { label: `${name} (HTTP ${status})`, answer, outcome: outcome(`fb:${name}`) };
}

const again = (code: string): Outcome => ({ kind: 'retry', code, ambiguous: false });
const maybeOut = (code: string): Outcome => ({ kind: 'retry', code, ambiguous: true });
const later = (code: string): Outcome => ({ kind: 'retry', code, afterMs: MINUTE, ambiguous: false });
const soon = (code: string): Outcome => ({ kind: 'retry', code, afterMs: 10_000, ambiguous: false });
const closed = (code: string): Outcome => ({ kind: 'window-closed', code });
const unreachable = (code: string): Outcome => ({ kind: 'opted-out', code });
const refused = (code: string): Outcome => ({ kind: 'refused', code });
const stopped = (code: string): Outcome => ({ kind: 'suspended', code });

const CALLING = ['2018389', '2018390', '2018391', '2018392', '2018393', '2018394', '2018395', '2018396'];

/** Every row of Meta's table of error codes for Messenger, then what is in no table. */
export const ANSWERS: readonly Case[] = [
  {
    label: 'accepted',
    answer: { kind: 'ok', body: { recipient_id: '2000', message_id: 'm_1' } },
    outcome: { kind: 'sent', messageId: 'm_1' },
  },
  { label: 'accepted, person unnamed', answer: { kind: 'ok', body: { message_id: 'm_2' } }, outcome: { kind: 'sent', messageId: 'm_2' } },
  { label: 'accepted, no id', answer: { kind: 'ok', body: { recipient_id: '2000' } }, outcome: maybeOut('fb:no-id') },
  { label: 'accepted, not JSON', answer: { kind: 'ok', body: undefined }, outcome: maybeOut('fb:no-id') },

  error('1/99', again),
  error('1/1357046', maybeOut),
  error('2', again),
  error('2/2018344', stopped),
  error('4', later),
  error('4/2018354', refused),
  error('9/2018352', refused),
  error('10', stopped),
  error('10/2018278', closed),
  error('10/2534022', closed),
  error('10/2018065', closed),
  error('10/2018108', unreachable),
  error('10/1893063', stopped),
  error('10/1893015', unreachable),
  error('10/1404170', refused),
  error('10/2018336', unreachable),
  error('100', refused),
  error('100/33', stopped),
  error('100/2018001', refused),
  error('100/2018008', again),
  error('100/2018014', refused),
  ...['100/2018047', '100/2018074', '100/2018109', '100/2018294'].map((name) => error(name, refused)),
  error('100/2018164', refused),
  error('100/2534037', closed),
  error('190', stopped),
  error('190/463', stopped),
  error('200', stopped),
  error('200/2018028', stopped),
  error('200/2018027', stopped),
  error('200/1545041', unreachable),
  error('200/2018021', stopped),
  error('368', stopped),
  error('551', unreachable),
  error('551/1545041', unreachable),
  error('613', later),
  error('613/2018338', stopped),
  error('613/1893016', refused),
  error('613/2534040', later),
  error('2022', stopped),
  error('10303', refused),
  error('2018034', refused),
  error('2018144', refused),
  error('2018171', refused),
  error('2018234', refused),
  error('2018218', refused),
  error('2018247', refused),
  error('2018300', closed),
  error('2018321', soon),
  error('9000001', refused),
  error('1200', again),
  error('80006', later),
  error('32', later),
  error('1545041', unreachable),
  ...CALLING.map((name) => error(name, refused)),

  // A number of Meta's that comes under another code than the table prints it means the same.
  error('10/2018300', closed),
  error('100/1545041', unreachable),
  error('10/2018321', soon),
  // A subcode nobody has heard of: a temporary code stays one, and one person's trouble does not stop the channel.
  error('2/1', again, 500),
  error('4/1', later),
  error('190/1', stopped, 401),
  error('10/4', refused, 403),
  error('100/1', refused),
  error('200/190', refused, 403),
  // Codes nobody has heard of, by what HTTP says.
  error('777', refused),
  error('777', maybeOut, 503),
  error('777/1', stopped, 401),
  error('777', later, 429),
  error('777', maybeOut, 408),

  { label: 'a gateway without a word', answer: { kind: 'error', status: 502 }, outcome: maybeOut('http:502') },
  { label: 'a proxy that is too busy', answer: { kind: 'error', status: 429 }, outcome: later('http:429') },
  { label: 'a page that is not there', answer: { kind: 'error', status: 404 }, outcome: stopped('http:404') },
  { label: 'a proxy that forbids', answer: { kind: 'error', status: 403 }, outcome: stopped('http:403') },
  { label: 'a redirection', answer: { kind: 'error', status: 302 }, outcome: again('http:302') },
  { label: 'a code that is no number of theirs', answer: { kind: 'error', status: 400, code: 0.5 }, outcome: refused('http:400') },
  {
    label: 'cut off',
    answer: { kind: 'unreachable', code: 'ECONNRESET', sent: true },
    outcome: { kind: 'retry', code: 'net:ECONNRESET', ambiguous: true },
  },
  {
    label: 'never reached',
    answer: { kind: 'unreachable', code: 'ECONNREFUSED', sent: false },
    outcome: { kind: 'retry', code: 'net:ECONNREFUSED', ambiguous: false },
  },
];
