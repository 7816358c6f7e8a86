/**
 * The protocol itself has hardly a limit: each client behind it has its own, and cuts by itself. These are ours, where all that were
 * tried still show everything. Texts and labels of the content stay far below.
 */
export const TEXT_LIMIT = 4000;
/** Eight choices, back and menu: as many as the shortest list that Microsoft's own tables give for a client (Facebook's). */
export const ACTION_LIMIT = 10;
export const TITLE_LIMIT = 40;

/** Longest text of a person that is looked at, the same as on the other channels; the rest is cut off. */
export const INBOUND_TEXT_LIMIT = 4096;
/** Of a request. Activities of people are a few hundred bytes; the biggest that a client may send with its extras is said to be 100 KB. */
export const BODY_LIMIT = 100 * 1024;
/** Of ids of conversations, people and activities; Teams' are the longest, below 200. */
export const ID_LIMIT = 512;
export const SERVICE_URL_LIMIT = 512;
