import type { DeliveryStatus } from '../../model/inbound.ts';
import { anyIdentifier, moved } from './address.ts';
import { failureCode } from './errors.ts';
import type { Finding } from './finding.ts';
import { timeOf } from './time.ts';
import { MessageEcho, Status, StatusErrors, UserIdUpdate } from './wire.ts';

/** Form of our own references; anything else in that place was sent by somebody else with our number. */
const REF = /^[\w-]{22}$/;

/** One item of `statuses`: how far one outbound message got. */
export function statusOf(item: unknown, now: number): Finding {
  const parsed = Status.safeParse(item);
  if (!parsed.success) return 'malformed';
  const { id, status, timestamp, recipient_type, biz_opaque_callback_data: ref, errors } = parsed.data;
  if (recipient_type === 'group') return 'group';
  if (!isStatus(status)) return 'other-status';
  const failure = StatusErrors.safeParse(errors);
  return [
    {
      kind: 'status',
      channel: 'whatsapp',
      ...(typeof ref === 'string' && REF.test(ref) ? { ref } : {}),
      messageId: id,
      status,
      ...(status === 'failed' && failure.success ? { code: failureCode(failure.data[0].code) } : {}),
      at: timeOf(timestamp, now),
    },
  ];
}

function isStatus(status: string): status is DeliveryStatus | 'failed' {
  switch (status) {
    case 'sent':
    case 'delivered':
    case 'read':
    case 'played':
    case 'failed':
      return true;
    default:
      return false;
  }
}

/** One item of `user_id_update`: a business-scoped id became another. */
export function userIdUpdateOf(item: unknown): Finding {
  const parsed = UserIdUpdate.safeParse(item);
  if (!parsed.success) return 'malformed';
  const { previous, current } = parsed.data.user_id;
  const updates = moved(anyIdentifier(previous), anyIdentifier(current));
  return updates.length > 0 ? updates : 'malformed';
}

/** One item of `message_echoes`: somebody of the team wrote to this person in the phone app, so the bot falls silent there. */
export function echoOf(item: unknown, now: number): Finding {
  const parsed = MessageEcho.safeParse(item);
  const id = parsed.success ? anyIdentifier(parsed.data.to) : undefined;
  if (!parsed.success || id === undefined) return 'malformed';
  return [{ kind: 'handover', channel: 'whatsapp', with: { id }, owner: 'other', at: timeOf(parsed.data.timestamp, now) }];
}
