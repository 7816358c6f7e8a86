/**
 * Limits of the WhatsApp Cloud API, from Meta's pages on text, interactive reply button and interactive list messages and from its
 * OpenAPI file (v23.0). Over one of them the whole message is refused (HTTP 400, code 100 or 131009): nothing is cut for us.
 * Meta counts "characters" and does not say which; UTF-16 units are the stricter way for emoji.
 */
export const TEXT_LIMIT = 4096;
/** Body of an interactive message. The page on lists says 4096, the OpenAPI file 1024 for all kinds; the lower one holds for both. */
export const BODY_LIMIT = 1024;
export const BUTTON_COUNT = 3;
export const BUTTON_TITLE_LIMIT = 20;
export const BUTTON_ID_LIMIT = 256;
/** Over all sections together. */
export const ROW_COUNT = 10;
export const ROW_TITLE_LIMIT = 24;
export const ROW_DESCRIPTION_LIMIT = 72;
export const ROW_ID_LIMIT = 200;
export const SECTION_TITLE_LIMIT = 24;
export const LIST_BUTTON_LIMIT = 20;

/** Of a voice note; a longer one is shown without its play button (Meta's page on audio messages). */
export const VOICE_BYTES = 512 * 1024;

/** Towards one person: one message every 6 s, and 45 may be borrowed from the future (Meta's "about the platform", pair rate). */
export const PAIR_BURST = 45;
export const PAIR_EVERY_MS = 6_000;
