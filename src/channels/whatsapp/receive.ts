import type { RawRequest } from '../../model/channel.ts';
import type { Received } from '../../model/inbound.ts';
import { inList, readWebhook } from '../meta/webhook.ts';
import { contactBook } from './address.ts';
import { type Finding, OTHER_FIELDS } from './finding.ts';
import { messageOf } from './message.ts';
import { echoOf, statusOf, userIdUpdateOf } from './notices.ts';
import { Change, Entry, Value } from './wire.ts';

/** A webhook's bytes as updates in their order; refusals as in `readWebhook`. */
export function receive(
  request: RawRequest,
  now: number,
  { phoneNumberId, appSecret }: { phoneNumberId: string; appSecret: string },
): Received {
  return readWebhook(request, { appSecret, object: 'whatsapp_business_account' }, (entries) => inEntries(entries, phoneNumberId, now));
}

function* inEntries(entries: readonly unknown[], phoneNumberId: string, now: number): Generator<Finding> {
  for (const item of entries) {
    const entry = Entry.safeParse(item);
    if (!entry.success) yield 'malformed';
    else for (const change of entry.data.changes) yield* inChange(change, phoneNumberId, now);
  }
}

function* inChange(item: unknown, phoneNumberId: string, now: number): Generator<Finding> {
  const change = Change.safeParse(item);
  if (!change.success) return yield 'malformed';
  const { field } = change.data;
  if (field !== 'messages' && field !== 'user_id_update' && field !== 'smb_message_echoes') {
    return yield OTHER_FIELDS.find((name) => name === field) ?? 'other-field';
  }
  const value = Value.safeParse(change.data.value);
  if (!value.success) return yield 'malformed';
  if (value.data.metadata.phone_number_id !== phoneNumberId) return yield 'foreign-number';
  const { contacts, messages, statuses, errors, user_id_update, message_echoes } = value.data;
  switch (field) {
    case 'messages': {
      const complete = contactBook(Array.isArray(contacts) ? contacts : []);
      yield* inList(messages, (message) => messageOf(message, complete, now));
      yield* inList(statuses, (status) => statusOf(status, now));
      yield* inList(errors, () => 'platform-error');
      return;
    }
    case 'user_id_update':
      return yield* inList(user_id_update, userIdUpdateOf);
    case 'smb_message_echoes':
      return yield* inList(message_echoes, (echo) => echoOf(echo, now));
  }
}
