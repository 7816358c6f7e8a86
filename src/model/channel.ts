/** The platforms people write from. `botframework` stands for everything that speaks its protocol: test clients, Web Chat, Teams. */
export const CHANNELS = ['whatsapp', 'messenger', 'botframework'] as const;
export type ChannelId = (typeof CHANNELS)[number];

/**
 * How a person is reached on a channel, in that platform's own identifiers.
 *
 * `id` is the most stable one known: on WhatsApp the business-scoped id (`ML.4001…`) when the platform sent one, else the
 * phone number in digits; on Messenger the page-scoped id. `alias` is a second identifier of the same person, seen in the
 * same webhook: the store makes one conversation of both. On the Bot Framework it is channel, conversation and user together, and
 * `route` holds what else is needed to reach them there: a channel's own words, opaque to everybody else, and no part of who they are.
 * Never logged, never stored in clear.
 */
export type Address = { readonly id: string; readonly alias?: string; readonly route?: string };

/** An HTTP request without its web framework: header names in lower case, the body's untouched bytes. */
export type RawRequest = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
};
