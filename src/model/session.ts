/**
 * Where a conversation stands: what is stored, as small JSON (aim: under 200 bytes). Content edits do not strand anybody: every
 * name in it is looked up again at the next message, and a name that is gone falls back to the nearest one still there.
 *
 * `v` is the layout's version; a session of another version is started anew with its language kept.
 */
export type Session = {
  readonly v: 1;
  readonly locale: string;
  /** The node the person looks at, and inside a lookup the organization picked. */
  readonly node: string;
  readonly organization?: string;
  readonly region?: string;
  /** A topic (a row of the need menu) or a need (what a sentence named). */
  readonly need?: string;
  /** Positions behind this one, oldest first: `node` or `node/organization`. At most TRAIL_LIMIT. */
  readonly trail?: readonly string[];
  /** A second need that the message named; offered below the answer to the first. */
  readonly also?: string;
  /**
   * We are not sure and asked: needs, or regions, that may have been meant, the likeliest first. The person looks at this question, and
   * comes back to `node` by `back`.
   */
  readonly guess?: readonly string[];
  /** Texts said before the position last time (the greeting, a hint), as far as they were recorded: they are heard with it. */
  readonly lead?: readonly string[];
  /** How many messages in a row were not understood. */
  readonly misses?: number;
  /** How many sentences in a row led where the person stood already, understood or not. */
  readonly again?: number;
};

export const SESSION_VERSION = 1;
export const TRAIL_LIMIT = 6;

/** After this long without a message a session is over (WhatsApp's service window); the language is kept. */
export const SESSION_MS = 24 * 60 * 60 * 1000;
/** How long the language outlives the session. */
export const LANGUAGE_MS = 30 * 24 * 60 * 60 * 1000;
