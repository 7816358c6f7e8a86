import type { ChannelId } from './channel.ts';
import type { Medium } from './inbound.ts';
import type { Payload } from './outbound.ts';
import type { Problem } from './problem.ts';

/**
 * What the emulator page and the server say to each other: JSON over `/emulator/api/*`. The page never sees the pipeline; it sees what
 * a platform sees (payloads) and what the server tells about them.
 *
 * - `GET  api/state`   -> EmulatorState
 * - `GET  api/events`  -> server-sent events, each `data:` one EmulatorEvent
 * - `POST api/send`    EmulatorSend  -> 204 once the webhook was acknowledged, or 409 with { status } when it was refused
 * - `POST api/fault`   EmulatorFault -> 204; what the emulated Graph API answers to the next messages
 * - `POST api/reset`   { channel? }  -> 204; start over: a new person on that channel, or on both
 * - `POST api/locale`  { channel, locale } -> 204; the language as if it were known
 * - `POST api/node`    { channel, node, region?, need? } -> 204; the person stands there and is shown it (deep link)
 * - `GET  api/test?channel=…` -> text/yaml, the chat as a golden conversation
 */
export type EmulatorState = {
  readonly content: EmulatorContent;
  readonly phones: readonly EmulatorPhone[];
  readonly locales: readonly { readonly id: string; readonly name: string; readonly direction: 'ltr' | 'rtl'; readonly status: string }[];
  readonly nodes: readonly string[];
  readonly fault: EmulatorFault;
};

/** The content in use, and what is wrong with the files as they are now; while something is, the last good content stays in use. */
export type EmulatorContent = { readonly revision: string; readonly problems: readonly Problem[]; readonly swappedAt: number };

export type EmulatorPhone = {
  readonly channel: ChannelId;
  /** Everything said so far, oldest first. */
  readonly bubbles: readonly EmulatorBubble[];
  readonly session: EmulatorSession;
};

/** What is stored of the person, and whether they are new. */
export type EmulatorSession = {
  readonly firstContact: boolean;
  readonly locale?: string;
  readonly node?: string;
  /** As it lies in the store. */
  readonly json?: string;
};

export type EmulatorBubble =
  /** What the person did, as words for the page; `old`: the tap was on an earlier menu. */
  | { readonly kind: 'person'; readonly id: string; readonly at: number; readonly did: EmulatorInput; readonly status: number }
  /** One call to the Graph API: the very payload that a phone would get. */
  | {
      readonly kind: 'bot';
      readonly id: string;
      readonly at: number;
      readonly payload: Payload;
      readonly direction: 'ltr' | 'rtl';
      readonly locale: string;
      readonly characters: number;
      /** Of the JSON body. */
      readonly bytes: number;
      /** What the emulated Graph API answered: `sent`, or the fault. */
      readonly outcome: string;
      readonly why: EmulatorWhy;
    }
  /** A read mark or typing sign. */
  | { readonly kind: 'receipt'; readonly id: string; readonly at: number; readonly payload: Payload };

/** Why this answer. `texts`: keys with the YAML place each came from. */
export type EmulatorWhy = {
  readonly matched: readonly string[];
  readonly node: string;
  readonly claims: readonly { readonly id: string; readonly what: string }[];
  readonly services: readonly string[];
  readonly texts: readonly { readonly key: string; readonly file: string; readonly line: number }[];
};

export type EmulatorInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tap'; readonly id: string; readonly title: string }
  | { readonly kind: 'start' }
  | { readonly kind: 'attachment'; readonly medium: Medium };

export type EmulatorSend = {
  readonly channel: ChannelId;
  /** Several are sent at once, in one webhook. */
  readonly inputs: readonly EmulatorInput[];
  /** Deliver the same webhook twice. */
  readonly twice?: boolean;
  /** How old the message is when it arrives. */
  readonly ageHours?: number;
};

/** How the emulated Graph API answers; `times` messages, then success again. */
export type EmulatorFault = {
  readonly kind: 'none' | 'server-error' | 'throttled' | 'window-closed' | 'token-expired' | 'connection-cut';
  readonly times: number;
};

export type EmulatorEvent =
  | { readonly kind: 'bubble'; readonly channel: ChannelId; readonly bubble: EmulatorBubble }
  | { readonly kind: 'session'; readonly channel: ChannelId; readonly session: EmulatorSession }
  | { readonly kind: 'content'; readonly content: EmulatorContent }
  | { readonly kind: 'fault'; readonly fault: EmulatorFault }
  | { readonly kind: 'reset'; readonly channel: ChannelId };
