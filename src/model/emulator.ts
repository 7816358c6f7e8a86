import type { ChannelId } from './channel.ts';
import type { Medium } from './inbound.ts';
import type { Payload } from './outbound.ts';
import type { Problem } from './problem.ts';

/** The channels that have a phone on the page. */
export type EmulatedChannel = Extract<ChannelId, 'whatsapp' | 'messenger'>;

/**
 * What the emulator page and the server say to each other: JSON over `/emulator/api/*`. The page never sees the pipeline; it sees what
 * a platform sees (payloads) and what the server tells about them.
 *
 * - `GET  api/state`   -> EmulatorState
 * - `GET  api/events`  -> server-sent events, each `data:` one EmulatorEvent. Open it first and read the state when it is open (also
 *   when it opens again after a break): what happens in between then comes twice rather than never, and bubbles have ids to tell by
 * - `POST api/send`    EmulatorSend  -> 204 once the webhook was acknowledged, or 409 with { status } when it was refused
 * - `POST api/fault`   EmulatorFault -> 204; what the emulated Graph API answers to the next messages
 * - `POST api/reset`   { channel? }  -> 204; start over: a new person on that channel, or on both
 * - `POST api/locale`  { channel, locale } -> 204; the language as if it were known
 * - `POST api/node`    { channel, node, region?, need? } -> 204; the person stands there and is shown it (deep link)
 * - `GET  file/ID`     -> a recording that was uploaded to the emulated Graph API, whole or in part
 * - `GET  api/test?channel=…` -> text/yaml, the chat as a golden conversation, on the content of now; 409 with { reason: EmulatorUntold }
 *   when it cannot be told as one
 *
 * Bad input is a bare 400: unknown channel, locale, node, or a tap on something that was never offered to this person. A POST must
 * carry the page's own Origin, as browsers do by themselves.
 */
export type EmulatorState = {
  readonly content: EmulatorContent;
  readonly phones: readonly EmulatorPhone[];
  readonly locales: readonly { readonly id: string; readonly name: string; readonly direction: 'ltr' | 'rtl'; readonly status: string }[];
  readonly nodes: readonly string[];
  /** Of the directory, for opening a node as if they were known. `needs` are whatever `api/node` takes as `need`. */
  readonly regions: readonly string[];
  readonly needs: readonly string[];
  readonly fault: EmulatorFault;
};

/** The content in use, and what is wrong with the files as they are now; while something is, the last good content stays in use. */
export type EmulatorContent = { readonly revision: string; readonly problems: readonly Problem[]; readonly swappedAt: number };

export type EmulatorPhone = {
  readonly channel: EmulatedChannel;
  /** Everything said so far, oldest first. */
  readonly bubbles: readonly EmulatorBubble[];
  readonly session: EmulatorSession;
  /** Delivery sends nothing on this channel before then: Graph said that it may not send at all. */
  readonly pausedUntil?: number;
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
  /**
   * What the person did. `status`: what the webhook was answered. Whether a tap was on an earlier menu is seen from its place. A deep
   * link is a tap whose title is `→ ` and the node. `twice`: its webhook came twice, as after a break in the network.
   */
  | {
      readonly kind: 'person';
      readonly id: string;
      readonly at: number;
      readonly did: EmulatorInput;
      readonly status: number;
      readonly twice?: true;
    }
  /** One call to the Graph API: the very payload that a phone would get. */
  | {
      readonly kind: 'bot';
      readonly id: string;
      readonly at: number;
      readonly payload: Payload;
      readonly direction: 'ltr' | 'rtl';
      readonly locale: string;
      /** Of the words in the bubble, in UTF-16 units, as the platforms' limits are kept. */
      readonly characters: number;
      /** Of the JSON body. */
      readonly bytes: number;
      /** What the emulated Graph API answered: `sent`, or the fault's kind. Each attempt is a bubble of its own. */
      readonly outcome: string;
      /** What our delivery made of that answer; missing until it has. */
      readonly decision?: EmulatorDecision;
      readonly why: EmulatorWhy;
    }
  /** A read mark or typing sign. */
  | { readonly kind: 'receipt'; readonly id: string; readonly at: number; readonly payload: Payload };

/** What delivery does next: nothing, try again, wait (the channel is suspended, or one person is written to too fast), or give up. */
export type EmulatorDecision =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly at: number; readonly code: string }
  | { readonly kind: 'postponed'; readonly at: number }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'expired' };

/**
 * Why this answer, the same for all bubbles of a turn. `matched`: the engine's words (`tap`, `number`, …), one for each message.
 * `texts`: keys with the YAML place each came from.
 */
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
  readonly channel: EmulatedChannel;
  /** Several are sent at once, in one webhook. */
  readonly inputs: readonly EmulatorInput[];
  /** Deliver the same webhook twice. */
  readonly twice?: boolean;
  /** How old the message is when it arrives. */
  readonly ageHours?: number;
};

/**
 * Why a chat cannot be written down as messages that lead to the same answers: nothing was said; something was done that no message does
 * (a language set or a node opened in the middle of it; several things at once that are not all words); content has changed under it.
 */
export type EmulatorUntold = 'nothing-said' | 'language-set' | 'node-opened' | 'mixed-burst' | 'content-changed';

/** How the emulated Graph API answers; `times` messages, then success again. */
export type EmulatorFault = {
  readonly kind: 'none' | 'server-error' | 'throttled' | 'window-closed' | 'token-expired' | 'connection-cut';
  readonly times: number;
};

export type EmulatorEvent =
  | { readonly kind: 'bubble'; readonly channel: EmulatedChannel; readonly bubble: EmulatorBubble }
  | { readonly kind: 'decision'; readonly channel: EmulatedChannel; readonly bubble: string; readonly decision: EmulatorDecision }
  /** How a turn ended: `answered`, `erased`, or silence: `too-old`, `failed`, … */
  | { readonly kind: 'turn'; readonly channel: EmulatedChannel; readonly outcome: string }
  | { readonly kind: 'session'; readonly channel: EmulatedChannel; readonly session: EmulatorSession }
  /** Without `until`: the pause is over. */
  | { readonly kind: 'pause'; readonly channel: EmulatedChannel; readonly until?: number }
  /** After a swap, `locales` and `nodes` of the state may have changed, too. */
  | { readonly kind: 'content'; readonly content: EmulatorContent }
  | { readonly kind: 'fault'; readonly fault: EmulatorFault }
  | { readonly kind: 'reset'; readonly channel: EmulatedChannel };
