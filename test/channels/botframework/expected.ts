import type { Ignored, Input } from '../../../src/model/inbound.ts';

/** What an activity comes to: who did what, or why nothing. `at`: seconds from the usual time of the fixtures. */
export type Expected =
  | { readonly user: string; readonly input: Input; readonly at?: number; readonly route?: Readonly<Record<string, unknown>> }
  | { readonly ignored: Ignored; readonly answer?: unknown };

const text = (words: string): Input => ({ kind: 'text', text: words });
const choice = (id: string, title: string): Input => ({ kind: 'choice', id, title });
const start: Input = { kind: 'start' };
const ignored = (reason: string): Expected => ({ ignored: { [reason]: 1 } });

const EMULATOR = 'd7b1a4f2-55c6-4c2e-9a59-4a7a7a1b2c3d';
const PLAYGROUND = 'user-id-0';
const DIRECT_LINE = 'dl-user';
const WEB_CHAT = 'dl_3f2a';
const TEAMS = '29:1ZyXwVuTsRqPo';

/** File name in test/fixtures/botframework without `.json`. */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  'emulator-start': {
    user: EMULATOR,
    input: start,
    route: {
      serviceUrl: 'http://localhost:51234',
      channelId: 'emulator',
      conversation: { id: '5f0c7a10-b5a3-11f0-9d6e-2f3c5f4b8f11|livechat' },
      user: EMULATOR,
      bot: '5ee1c3b0-b5a3-11f0-9d6e-2f3c5f4b8f11',
      replyTo: 'act-1',
    },
  },
  'emulator-bot-only': ignored('nobody-new'),
  'emulator-text': { user: EMULATOR, input: text('bonjour') },
  'emulator-tap': { user: EMULATOR, input: text('1 Gao') },
  'emulator-inspect': ignored('inspection'),
  'emulator-typing': ignored('typing'),
  'emulator-ping': ignored('ping'),
  'emulator-delete-user-data': ignored('delete-user-data'),
  'emulator-contact-added': ignored('contact-relation-update'),
  'emulator-test-options': ignored('event'),
  'emulator-image': { user: EMULATOR, input: { kind: 'attachment', medium: 'image' } },
  'emulator-file-with-words': { user: EMULATOR, input: text('mes papiers') },
  'emulator-without-id': { user: EMULATOR, input: text('bonjour'), at: 1 },
  'emulator-time-of-last-week': { user: EMULATOR, input: text('bonjour'), at: -7 * 24 * 3600 },
  'emulator-time-that-cannot-be': { user: EMULATOR, input: text('bonjour'), at: 1 },
  'emulator-text-too-long': { user: EMULATOR, input: text('mot '.repeat(1024)) },
  'emulator-empty': { user: EMULATOR, input: { kind: 'attachment', medium: 'unknown' } },
  'emulator-echo': ignored('echo'),
  'emulator-expect-replies': { user: EMULATOR, input: text('bonjour') },
  'emulator-typing-expects-replies': { ignored: { typing: 1 }, answer: { activities: [] } },
  'emulator-nulls': { user: EMULATOR, input: text('bonjour') },
  'playground-start': {
    user: PLAYGROUND,
    input: start,
    route: {
      serviceUrl: 'http://localhost:56150/_connector',
      channelId: 'emulator',
      conversation: {
        id: 'ec6638c0-890b-4c95-a876-be1ab807ddb8',
        conversationType: 'personal',
        tenantId: '00000000-0000-0000-0000-0000000000001',
      },
      user: PLAYGROUND,
      bot: '00000000-0000-0000-0000-00000000000011',
      replyTo: 'pg-1',
      playground: true,
    },
  },
  'playground-tap-sends-the-title': { user: PLAYGROUND, input: text('1 Gao') },
  'playground-installation': ignored('installation-update'),
  'playground-group-text': ignored('group'),
  'playground-channel-text': ignored('group'),
  'playground-group-member': ignored('group'),
  'playground-card-submit': { user: PLAYGROUND, input: { kind: 'attachment', medium: 'unknown' } },
  'directline-start': ignored('nobody-new'),
  'directline-text': {
    user: DIRECT_LINE,
    input: text('bonjour'),
    at: 1,
    route: {
      serviceUrl: 'http://127.0.0.1:3100',
      channelId: 'emulator',
      conversation: { id: '0d5b2c36-7d3f-4f0c-8a8e-1d2f3a4b5c6d' },
      user: DIRECT_LINE,
      replyTo: '3b6f1e0a-0001-4000-8000-000000000002',
    },
  },
  'directline-choice-id-as-value': { user: DIRECT_LINE, input: choice('region:gao?l=fr', '1 Gao'), at: 1 },
  'directline-choice-id-as-text': { user: DIRECT_LINE, input: choice('need:!menu?l=fr&r=gao', 'need:!menu?l=fr&r=gao'), at: 1 },
  'directline-value-alone': { user: DIRECT_LINE, input: text('menu'), at: 1 },
  'webchat-bot-added': ignored('nobody-new'),
  'webchat-person-added': { user: WEB_CHAT, input: start },
  'webchat-tap-sends-the-value': { user: WEB_CHAT, input: text('1 Gao') },
  'webchat-post-back': { user: WEB_CHAT, input: text('menu') },
  'webchat-message-back': { user: WEB_CHAT, input: text('1 Gao') },
  'webchat-object-value-alone': { user: WEB_CHAT, input: { kind: 'attachment', medium: 'unknown' } },
  'webchat-voice': { user: WEB_CHAT, input: { kind: 'attachment', medium: 'voice' } },
  'webchat-video': { user: WEB_CHAT, input: { kind: 'attachment', medium: 'video' } },
  'webchat-event': ignored('event'),
  'webchat-end': ignored('end-of-conversation'),
  'teams-text': { user: TEAMS, input: text('bonjour\n'), at: 0.123 },
  'teams-formatted-only': { user: TEAMS, input: { kind: 'attachment', medium: 'unknown' }, at: 0.123 },
  'teams-file': { user: TEAMS, input: { kind: 'attachment', medium: 'document' }, at: 0.123 },
  'teams-edit': ignored('message-update'),
  'teams-deleted': ignored('message-delete'),
  'teams-reaction': ignored('message-reaction'),
  'teams-invoke': ignored('invoke'),
  'teams-bot-added': ignored('nobody-new'),
  'unknown-type': ignored('unknown'),
  'type-named-like-a-prototype-key': ignored('unknown'),
};
