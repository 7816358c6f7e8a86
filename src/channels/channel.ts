import type { Address, ChannelId, RawRequest } from '../model/channel.ts';
import type { OutboundRef } from '../model/ids.ts';
import type { Received } from '../model/inbound.ts';
import type { Outcome, Payload } from '../model/outbound.ts';
import type { Reply } from '../model/reply.ts';
import type { SoundForm } from '../model/sound.ts';

/**
 * What every channel is: bytes to events, a reply to payloads, a payload to one HTTP call. `verify`, `receive`, `compose` and
 * `receipts` are pure; only `send` talks. None of them logs, and no error they throw carries what a person wrote or who they are.
 *
 * This is a channel with webhooks, as Meta's are. The Bot Framework has a door of its own (it must ask for keys first, and may answer
 * in the request): see channels/botframework.
 */
export type Channel = Outlet & {
  /** The platform's registration call: its query in, the challenge to echo out; undefined is a refusal. */
  readonly verify: (query: Readonly<Record<string, unknown>>) => string | undefined;

  /** Signature over the raw bytes first, then the schema. Bad items are counted in `ignored` and harm nothing beside them. */
  readonly receive: (request: RawRequest, now: number) => Received;
};

/** The way out of a channel: all that turns and delivery need of it. */
export type Outlet = {
  readonly id: ChannelId;

  /**
   * One bubble as the payloads that show it, in order; nearly always one. Never over the platform's limits. `more`: further bubbles of
   * the same turn follow.
   */
  readonly compose: (reply: Reply, to: Address, more?: boolean) => readonly Payload[];

  /** Calls that mark the person's message as read and show that an answer is coming. Best effort, before the first payload. */
  readonly receipts: (to: Address, platformId: string) => readonly Payload[];

  /** One HTTP call with a time limit. Never throws: every way it can fail is an outcome. */
  readonly send: (payload: Payload, ref: OutboundRef) => Promise<Outcome>;

  /** A call of `receipts`: its answer does not matter. Never throws. */
  readonly sendReceipt: (payload: Payload) => Promise<void>;

  /** How the channel plays recordings; missing where it plays none. `send` takes no payload with a sound in it: see delivery/sounds.ts. */
  readonly player?: Player;

  /** How fast the platform lets us send. */
  readonly pace: Pace;

  readonly close: () => Promise<void>;
};

/** `perSecond`: for the number or page. `pair`: towards one person, a bucket of `burst` that regains one each `everyMs`. */
export type Pace = { readonly perSecond: number; readonly pair?: { readonly burst: number; readonly everyMs: number } };

/** A platform keeps a file under an id of its own, and plays it to whomever a call with that id is for. */
export type Player = {
  /** The number or page that these ids belong to. */
  readonly account: string;
  /** How long a file is kept there. */
  readonly keptMs: number;
  /** How many calls that play something it takes in a second, if that is less than of others. */
  readonly perSecond?: number;
  /** One HTTP call with a time limit. Never throws. */
  readonly upload: (bytes: Uint8Array, form: SoundForm) => Promise<Uploaded>;
  /** `message` of a sound's payload, with the id in its place. */
  readonly play: (message: Payload, id: string) => Payload;
  /** Whether this code of a refusal may mean that the platform does not know the file, or not any more. */
  readonly isGone: (code: string) => boolean;
};

/** An upload is no message: nothing is out, however it ended. */
export type Uploaded = { readonly kind: 'uploaded'; readonly id: string } | Exclude<Outcome, { readonly kind: 'sent' }>;
