import type { Ignored, Input, Medium, Update } from '../../../src/model/inbound.ts';
import { NOW } from '../contract.ts';

/** Dates of the fixtures are told from here. */
const T = 1_790_000_000_000;
const PERSON = { id: '2000' };

const message = (platformId: string, after: number, input: Input, from = PERSON): Update => ({
  kind: 'message',
  event: { channel: 'messenger', from, platformId, at: T + after, input },
});
const text = (platformId: string, after: number, words: string) => message(platformId, after, { kind: 'text', text: words });
const choice = (platformId: string, after: number, id: string, title: string) => message(platformId, after, { kind: 'choice', id, title });
const start = (platformId: string, after: number) => message(platformId, after, { kind: 'start' });
const attachment = (platformId: string, after: number, medium: Medium) => message(platformId, after, { kind: 'attachment', medium });

const handover = (owner: 'bot' | 'other', after: number): Update => ({
  kind: 'handover',
  channel: 'messenger',
  with: PERSON,
  owner,
  at: T + after,
});
const watermark = (status: 'delivered' | 'read', after: number): Update => ({
  kind: 'watermark',
  channel: 'messenger',
  from: PERSON,
  status,
  at: T + after,
});
const delivered = (messageId: string, after: number): Update => ({
  kind: 'status',
  channel: 'messenger',
  messageId,
  status: 'delivered',
  at: T + after,
});
const sent = (messageId: string, after: number): Update => ({
  kind: 'status',
  channel: 'messenger',
  ref: 'Qx7-b_0123456789ABCDEf',
  messageId,
  status: 'sent',
  at: T + after,
});

type Expected = { readonly updates: readonly Update[]; readonly ignored?: Ignored };
const gives = (...updates: readonly Update[]): Expected => ({ updates });
const ignores = (ignored: Ignored): Expected => ({ updates: [], ignored });

/** What `receive` makes of each file in `test/fixtures/messenger/`. Hashes were reckoned apart from the code under test. */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  text: gives(text('m_text', 100, 'où dormir à Gao ?')),
  'text-as-on-the-wire': gives(text('m_wire', 110, 'où à Gao 🙏 aa@b.example https://b.example')),
  'text-reply-to': gives(text('m_reply', 200, 'celui-ci')),
  'text-from-ad': gives(text('m_ad', 300, 'Bonjour')),
  'text-from-shop': gives(text('m_shop', 310, 'Is it free?')),
  'text-with-commands-and-nlp': gives(text('m_cmd', 320, '/menu')),
  'text-beside-link-preview': gives(text('m_link', 330, 'regarde https://shop.example')),
  'text-of-spaces-beside-image': gives(attachment('m_spaces', 340, 'image')),
  'quick-reply': gives(choice('m_quick', 400, 'region:gao?l=fr', '1 Gao')),
  'quick-reply-without-payload': gives(text('m_quick0', 410, 'Gao')),

  'postback-button': gives(choice('m_button', 500, 'need:!back?l=fr&r=gao', '9 Retour')),
  'postback-without-mid': gives(choice('postback.RfyM2mB_Xfx6jlIUiyssxRUw507T9OFnOpsIdk3Roeg', 510, 'need:!menu?l=fr', 'Menu')),
  'postback-get-started': gives(start('m_start', 520)),
  'postback-get-started-from-link': gives(start('m_link1', 530)),
  'postback-ice-breaker': gives(choice('m_ice', 540, 'node:hours', 'Opening hours?')),
  'postback-persistent-menu': gives(choice('m_menu', 550, 'RESTART', 'Start over')),
  'postback-without-payload': ignores({ 'postback-without-payload': 1 }),

  'referral-from-link': gives(start('referral.EyJTyYK36VorJ4dA1U01BlhglMOnSXInS0hGpETJPGM', 600)),
  'referral-from-ad': gives(start('referral.c2BnnZL4h1100T3-dTTR_RmqiBKx4g0cTfP37IApm7M', 610)),
  'optin-send-to-messenger': gives(start('optin.YHvF_3zuGNK0W81CHS2EXvZmvYKI5R4zOuSAqus39pw', 700)),
  'optin-notification-token': ignores({ optin: 1 }),
  'optin-checkbox-without-sender': ignores({ 'no-sender': 1 }),

  image: gives(attachment('m_image', 800, 'image')),
  sticker: gives(attachment('m_sticker', 810, 'sticker')),
  voice: gives(attachment('m_voice', 820, 'voice')),
  video: gives(attachment('m_video', 830, 'video')),
  reel: gives(attachment('m_reel', 840, 'video')),
  'instagram-reel': gives(attachment('m_igreel', 845, 'video')),
  file: gives(attachment('m_file', 850, 'document')),
  location: gives(attachment('m_location', 860, 'location')),
  'several-images': gives(attachment('m_images', 870, 'image')),
  'product-template': gives(attachment('m_product', 880, 'unknown')),
  'appointment-booking': gives(attachment('m_booking', 890, 'unknown')),
  'shared-post': gives(attachment('m_post', 900, 'unknown')),
  'fallback-without-payload': gives(attachment('m_fallback', 910, 'unknown')),
  'attachment-of-tomorrow': gives(attachment('m_hologram', 920, 'unknown')),
  'message-with-nothing-in-it': gives(attachment('m_nothing', 930, 'unknown')),
  'message-without-mid': gives(text('message.Z2x8SjqoebUK3C_H6-hw477BwiWxp6_QXDoAG9AVdPA', 940, 'bonjour')),

  'echo-of-ours': gives(sent('m_out9', 1000)),
  'echo-of-our-buttons': gives(sent('m_out10', 1010)),
  'echo-of-inbox': gives(handover('other', 1020)),
  'echo-of-inbox-as-misprinted': gives(handover('other', 1030)),
  'echo-of-another-app': ignores({ echo: 1 }),
  'echo-without-app': ignores({ echo: 1 }),
  'page-writes-to-itself': ignores({ echo: 1 }),

  delivery: gives(delivered('m_out9', 1100), delivered('m_out10', 1100), watermark('delivered', 1090)),
  'delivery-watermark-only': gives(watermark('delivered', 1110)),
  read: gives(watermark('read', 1115)),
  reaction: ignores({ reaction: 1 }),
  'reaction-taken-back': ignores({ reaction: 1 }),
  edit: ignores({ edit: 1 }),

  'thread-passed-to-inbox': gives(handover('other', 1300)),
  'thread-passed-to-us': gives(handover('bot', 1310)),
  'thread-taken': gives(handover('other', 1320)),
  'thread-requested': ignores({ request_thread_control: 1 }),
  'app-roles': ignores({ app_roles: 1 }),
  standby: ignores({ standby: 3 }),

  'policy-block': ignores({ policy_enforcement: 1 }),
  'account-linked': ignores({ account_linking: 1 }),
  feedback: ignores({ messaging_feedback: 1 }),
  'event-of-tomorrow': ignores({ unknown: 1 }),
  'dashboard-test': ignores({ 'foreign-page': 1 }),
  changes: ignores({ changes: 2 }),
  'foreign-entry': ignores({ 'foreign-page': 2 }),
  'foreign-recipient': { updates: [text('m_f3', 1711, 'bonjour')], ignored: { 'foreign-page': 1 } },

  'timestamp-as-text': gives(text('m_t1', 1800, 'a')),
  'timestamp-missing': gives(text('m_t2', NOW - T, 'b')),
  'timestamps-that-cannot-be': gives(
    text('m_t3', NOW - T, 'c'),
    text('m_t4', NOW - T, 'd'),
    text('m_t5', NOW - T, 'e'),
    text('m_t6', NOW - T, 'f'),
  ),
  'numeric-ids': gives(text('m_n1', 1900, 'hi')),
  batch: {
    updates: [
      text('m_b1', 2000, 'bonjour'),
      attachment('m_b2', 2001, 'voice'),
      delivered('m_out9', 2002),
      watermark('delivered', 1990),
      message('m_b5', 2005, { kind: 'choice', id: 'region:gao?', title: 'Gao' }, { id: '2001' }),
    ],
    ignored: { standby: 1, 'foreign-page': 1 },
  },
  'batch-with-bad-items': {
    updates: [text('m_g1', 2101, 'one'), text('m_g4', 2112, 'two')],
    ignored: { malformed: 14, unknown: 1 },
  },
};
