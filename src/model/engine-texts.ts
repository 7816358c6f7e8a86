/**
 * Text keys that the engine says by itself. Every flow must have them in every locale, and say in `texts` what each of them
 * claims (`ui` for most). Parameters in braces.
 */
export const ENGINE_TEXTS = [
  'label.back',
  'label.menu',
  'label.yes',
  'label.no',
  'label.hear',
  'chrome.open',
  'chrome.choices',
  'chrome.navigation',
  'hint.unknown',
  'hint.unknown-again',
  'hint.gone',
  'hint.also', // {need}
  'hint.no-recording',
  'hint.recording-failed',
  'hint.voice',
  'hint.image',
  'hint.video',
  'hint.document',
  'hint.sticker',
  'hint.location',
  'hint.contact',
  'hint.unknown-medium',
  'confirm.need', // {need}
  'confirm.region', // {region}
  'confirm.both', // {need} {region}
  'confirm.urgent',
  'answer.which', // {need} {region}
  'answer.none', // {need} {region}
  'answer.others', // {region} {needs}
  'card.no-contact',
  'card.undated',
  'card.assured', // {date}
  'card.contact', // {kind} {value}
] as const;

export type EngineText = (typeof ENGINE_TEXTS)[number];

/** Limits of the content's own rules, stricter than any platform's. UTF-16 units, the stricter way to count emoji. */
export const LABEL_LIMIT = 20;
export const BUBBLE_LIMIT = 350;
export const CHOICE_LIMIT = 8;
/** Typed to hear what was just said: beside 9 and 0 no single digit is left, and 88 is easily shown to somebody who does not read. */
export const HEAR_NUMBER = 88;
export const BUBBLES_A_TURN = 2;
