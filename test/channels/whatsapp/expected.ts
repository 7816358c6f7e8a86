import type { Address } from '../../../src/model/channel.ts';
import type { Ignored, Input, Medium, Update } from '../../../src/model/inbound.ts';
import { NOW } from '../contract.ts';

const PHONE = '22355501003';
const USER_ID = 'ML.40010001';
const REF = 'AbCdEfGhIjKlMnOpQrSt_-';
const second = (n: number) => 1_790_000_000_000 + n * 1000;

/** Fixtures number their messages; the number is in the id and in the time. */
function message(n: number, input: Input, from: Address = { id: PHONE }, at = second(n)): Update {
  return { kind: 'message', event: { channel: 'whatsapp', from, platformId: `wamid.IN${n}`, at, input } };
}
const text = (n: number, words: string, from?: Address, at?: number) => message(n, { kind: 'text', text: words }, from, at);
const attachment = (n: number, medium: Medium, from?: Address) => message(n, { kind: 'attachment', medium }, from);
const choice = (n: number, id: string, title: string, from?: Address) => message(n, { kind: 'choice', id, title }, from);

type Status = Extract<Update, { kind: 'status' }>;
const status = (n: number, now: Status['status'], more: Partial<Status> = {}): Update => ({
  kind: 'status',
  channel: 'whatsapp',
  messageId: `wamid.OUT${n}`,
  status: now,
  at: second(n),
  ...more,
});
const moved = (previous: string, current: string): Update => ({ kind: 'moved', channel: 'whatsapp', previous, current });

type Expected = { readonly updates: readonly Update[]; readonly ignored?: Ignored };
const gives = (...updates: readonly Update[]): Expected => ({ updates });
const nothing = (ignored: Ignored): Expected => ({ updates: [], ignored });

const both: Address = { id: USER_ID, alias: PHONE };

/** Every file of `test/fixtures/whatsapp/` and what it comes to. */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  text: gives(text(1, 'bonjour')),
  'text-empty': gives(text(2, '')),
  'text-of-spaces': gives(text(3, '   ')),
  'text-too-long': gives(text(4, 'a'.repeat(4095))),
  'text-from-an-ad': gives(text(5, 'info please')),
  'text-with-both-ids': gives(text(6, 'gao', both)),
  'text-with-user-id-only': gives(text(7, 'gao', { id: USER_ID })),
  'text-with-user-id-in-contacts': gives(text(8, 'gao', both)),
  'text-with-number-in-contacts': gives(text(9, 'gao', both)),
  'text-with-parent-user-id': gives(text(10, 'gao', { id: 'US.ENT.40010001', alias: PHONE })),
  'text-with-decorated-number': gives(text(11, 'hola', { id: 'MX.40010002', alias: '5215550100002' })),
  'text-with-user-id-of-another-form': gives(text(12, 'gao')),
  'text-that-quotes': gives(text(13, 'oui')),
  'text-forwarded': gives(text(14, 'lisez')),
  'text-escaped-on-the-wire': gives(text(15, 'écrire à awa@example.org / Gao 👋')),
  'text-without-body': nothing({ malformed: 1 }),
  'text-without-contacts': gives(text(17, 'gao')),

  'button-reply': gives(choice(20, 'region:gao', 'Gao')),
  'list-reply': gives(choice(21, 'need:shelter', '1 Dormir', { id: USER_ID })),
  'tap-without-its-reply': nothing({ malformed: 1 }),
  'template-quick-reply': gives(choice(23, 'start', 'Commencer')),
  'template-quick-reply-without-payload': gives(text(24, 'Commencer')),
  'flow-reply': gives(attachment(25, 'unknown')),
  'call-permission-reply': nothing({ 'call-permission': 1 }),
  'interactive-of-a-new-kind': gives(attachment(27, 'unknown')),

  'image-with-caption': gives(text(30, 'où dormir')),
  video: gives(attachment(31, 'video')),
  'voice-note': gives(attachment(32, 'voice')),
  'audio-file-without-url': gives(attachment(33, 'voice')),
  document: gives(attachment(34, 'document')),
  sticker: gives(attachment(35, 'sticker')),
  location: gives(attachment(36, 'location')),
  'contacts-on-request': gives(attachment(37, 'contact', { id: USER_ID })),
  order: gives(attachment(38, 'unknown')),
  'media-too-large': gives(attachment(39, 'document')),
  reaction: nothing({ reaction: 1 }),
  'reaction-removed': nothing({ reaction: 1 }),
  'request-welcome': gives(message(42, { kind: 'start' })),

  'number-changed': gives(moved(PHONE, '22355501099')),
  'number-changed-older-names': gives(moved(PHONE, '22355501099')),
  'user-id-changed': gives(moved(USER_ID, 'ML.40010002')),
  'number-and-user-id-changed': gives(moved(USER_ID, 'ML.40010002'), moved(PHONE, '22355501099')),
  'number-became-user-id': gives(moved(PHONE, 'ML.40010002')),
  'identity-changed': nothing({ system: 1 }),
  'system-without-content': nothing({ malformed: 1 }),
  'user-id-update': { updates: [moved(USER_ID, 'ML.40010002')], ignored: { malformed: 1 } },

  'unsupported-poll': gives(attachment(60, 'unknown')),
  'unsupported-reaction': nothing({ unsupported: 1 }),
  'unsupported-edit': nothing({ unsupported: 1 }),
  'unsupported-from-another-bot': nothing({ unsupported: 1 }),
  'unsupported-first-contact': gives(attachment(64, 'unknown')),
  'unknown-type': gives(attachment(65, 'unknown')),
  'type-nobody-has-heard-of': gives(attachment(66, 'unknown')),
  'type-named-like-a-prototype-key': gives(attachment(67, 'unknown')),
  edit: nothing({ edit: 1 }),
  revoke: nothing({ revoke: 1 }),

  'status-sent': gives(status(70, 'sent', { ref: REF })),
  'status-delivered-to-user-id': gives(status(71, 'delivered', { ref: REF })),
  'status-read': gives(status(72, 'read', { ref: REF })),
  'status-played': gives(status(73, 'played')),
  'status-failed': gives(status(74, 'failed', { ref: REF, code: 'wa:131047' })),
  'status-failed-without-errors': gives(status(75, 'failed', { ref: REF })),
  'status-of-somebody-elses-message': gives(status(76, 'sent')),
  'status-of-a-new-kind': nothing({ 'other-status': 1 }),
  'status-of-a-group': nothing({ group: 1 }),
  'status-without-id': nothing({ malformed: 1 }),
  'statuses-out-of-order': gives(status(80, 'read'), status(80, 'delivered', { at: second(79) }), status(80, 'sent', { at: second(78) })),

  'group-message': nothing({ group: 1 }),
  'echo-from-the-phone-app': {
    updates: [{ kind: 'handover', channel: 'whatsapp', with: { id: PHONE }, owner: 'other', at: second(82) }],
    ignored: { malformed: 1 },
  },
  'foreign-number': nothing({ 'foreign-number': 1 }),
  'dashboard-sample': nothing({ 'foreign-number': 1 }),
  'batch-with-bad-items': { updates: [text(84, 'un'), text(88, 'deux')], ignored: { malformed: 6 } },
  'messages-beside-statuses': gives(text(89, 'gao'), status(89, 'delivered', { ref: REF })),
  'several-entries-and-changes': { updates: [text(90, 'un'), text(91, 'deux'), text(92, 'trois')], ignored: { malformed: 5 } },
  'errors-of-the-account': nothing({ 'platform-error': 1 }),
  'field-nobody-has-heard-of': nothing({ 'other-field': 1 }),
  'fields-for-others': nothing({ calls: 1, user_preferences: 1, account_update: 1, message_template_status_update: 1 }),
  'lists-missing': nothing({}),
  'lists-of-another-kind': nothing({ malformed: 2 }),
  'metadata-missing': nothing({ malformed: 1 }),
  'times-that-cannot-be': gives(
    text(97, 'gao', undefined, NOW),
    text(98, 'gao', undefined, NOW),
    text(99, 'gao', undefined, NOW),
    text(100, 'gao', undefined, NOW),
    text(101, 'gao', undefined, second(50)),
    text(102, 'gao', undefined, second(500)),
  ),
  'time-of-last-week': gives(text(103, 'gao', undefined, 1_789_400_000_000)),
  'same-message-twice': gives(text(104, 'gao'), text(104, 'gao')),
  'webhook-of-a-page': nothing({ 'foreign-object': 1 }),
  'entry-empty': nothing({}),
};
