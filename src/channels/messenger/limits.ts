/**
 * Limits of the Send API, from Meta's pages on it, on the button template and on quick replies (May 2026). Over one of them the whole
 * message is refused (code 100). Meta counts "characters" and does not say which; UTF-16 units are the stricter way for emoji.
 */
export const TEXT_LIMIT = 1999; // "under 2000"
export const BUTTON_TEXT_LIMIT = 640;
export const BUTTON_LIMIT = 3;
export const QUICK_REPLY_LIMIT = 13;
/** Of buttons and of quick replies. */
export const TITLE_LIMIT = 20;

/** Of any attachment. */
export const AUDIO_BYTES = 25 * 1024 * 1024;

/** Longest text of a person that is looked at, the same as WhatsApp's own; the rest is cut off. */
export const INBOUND_TEXT_LIMIT = 4096;
