import type { Draft, LocaleDraft } from './draft.ts';
import { fingerprint } from './fingerprint.ts';
import type { TextUse } from './keys.ts';
import { isBegun } from './locales.ts';
import { type Message, readMessage } from './message.ts';
import { suggest } from './nearest.ts';
import type { Report } from './report.ts';
import { checkScript } from './script.ts';
import { below, fileSpot, keyOf } from './spots.ts';
import { checkWording, rulesOf } from './wording.ts';

/** Messages of a locale by key: those that are there and hold no problem. */
export type Messages = ReadonlyMap<string, Message>;

type Uses = ReadonlyMap<string, TextUse>;

/** Reads and checks all texts of a locale that the content needs. */
export function readTexts(locale: LocaleDraft, uses: Uses, report: Report): Messages {
  const messages = new Map<string, Message>();
  const rules = rulesOf(locale.meta?.value);
  for (const [key, { value, spot }] of locale.texts.entries) {
    const use = uses.get(key);
    if (use === undefined) continue;
    const text = value.trimEnd();
    if (text === '') {
      report.add('text-empty', spot, `\`${key}\` is empty`, 'write what the person reads, or take the key away everywhere');
      continue;
    }
    const message = readMessage(text, spot, use, locale.id, report);
    if (message === undefined) continue;
    checkWording(message.words, text, use.cites, rules, spot, report);
    checkScript(message.words, text, locale.meta?.value.direction ?? 'ltr', spot, report);
    messages.set(key, message);
  }
  checkLengths(locale, messages, uses, report);
  return messages;
}

function checkLengths(locale: LocaleDraft, messages: Messages, uses: Uses, report: Report): void {
  const lengths = parameterLengths(messages);
  for (const [key, message] of messages) {
    const use = uses.get(key);
    const spot = locale.texts.entries.get(key)?.spot;
    const length = message.longest(lengths);
    if (use === undefined || spot === undefined || length <= use.limit) continue;
    const label = use.limit < LABEL_OR_TITLE;
    report.add(
      label ? 'label-too-long' : 'bubble-too-long',
      spot,
      `\`${key}\` has ${length} characters, ${use.limit} can be shown${label ? ' (an emoji counts as two or more)' : ''}`,
      label ? 'find a shorter word' : 'say less, or move a part to a page of its own',
    );
  }
}

/** Labels and titles are far below this, bubbles far above. */
const LABEL_OR_TITLE = 100;

/** How long the value of each placeholder can get in this locale. */
function parameterLengths(messages: Messages): Record<string, number> {
  const lengths = (pattern: RegExp): number[] =>
    [...messages].filter(([key]) => pattern.test(key)).map(([, message]) => message.longest({}));
  const names = lengths(/^topic\..+\.name$/);
  return {
    region: Math.max(0, ...lengths(/^region\.[^.]+$/)),
    need: Math.max(0, ...names, ...lengths(/^need\.[^.]+$/)),
    // All of them, with a comma and a space after each.
    needs: names.reduce((sum, length) => sum + length + 2, 0),
  };
}

/** What lacks in a locale. A draft may lack anything: it falls back to the default locale, and one warning tells how far it is. */
export function checkMissing(locale: LocaleDraft, uses: Uses, report: Report): void {
  for (const [key, use] of uses) {
    if (locale.texts.ids.has(key)) continue;
    const from = `${use.spot.source.path}`;
    report.add(
      'text-missing',
      keyOf(below(fileSpot(locale.source), 'texts')),
      `the text \`${key}\` is missing, which ${from} asks for`,
      `add \`${key}: …\` here`,
    );
  }
}

const SHOWN = 5;

export function checkDraft(locale: LocaleDraft, uses: Uses, report: Report): void {
  const missing = [...uses.keys()].filter((key) => !locale.texts.ids.has(key));
  // A language that nobody has begun is a normal state: its file waits for a translator.
  if (missing.length === 0 || !isBegun(locale)) return;
  const shown = missing.slice(0, SHOWN).map((key) => `\`${key}\``);
  const more = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : '';
  const message = `${missing.length} of ${uses.size} texts are still missing: ${shown.join(', ')}${more}`;
  report.add(
    'draft-incomplete',
    keyOf(below(fileSpot(locale.source), 'texts')),
    message,
    'until they are there, the locales it falls back to speak in their place',
  );
}

/**
 * Texts whose source, in the default locale, has changed since they were translated. One warning for all of them: the words may still be
 * right, and whoever looks wants the list. A text without a fingerprint was written by hand and never compared.
 */
export function checkStale(locale: LocaleDraft, home: LocaleDraft | undefined, report: Report): void {
  const stale = staleKeys(locale, home);
  if (stale.length === 0) return;
  const shown = stale.slice(0, SHOWN).map((key) => `\`${key}\``);
  const more = stale.length > SHOWN ? ` and ${stale.length - SHOWN} more` : '';
  report.add(
    'text-stale',
    keyOf(below(fileSpot(locale.source), 'sources')),
    `the source of ${stale.length === 1 ? 'one text' : `${stale.length} texts`} has changed since the translation: ${shown.join(', ')}${more}`,
    `translate them anew; if the words still hold, run \`anoura translations confirm --locale ${locale.id}\``,
  );
}

function staleKeys(locale: LocaleDraft, home: LocaleDraft | undefined): string[] {
  return [...locale.sources.entries].flatMap(([key, { value }]) => {
    const source = home?.texts.entries.get(key)?.value;
    return locale.texts.ids.has(key) && source !== undefined && fingerprint(source) !== value ? [key] : [];
  });
}

/** Texts that nothing asks for. Needs a draft whose every entry could be read. */
export function checkUnknown(locale: LocaleDraft, draft: Draft, uses: Uses, report: Report): void {
  for (const [key, spot] of locale.texts.ids) {
    if (uses.has(key) || draft.listed.has(key)) continue;
    report.add(
      'text-unknown',
      keyOf(spot),
      `nothing asks for the text \`${key}\``,
      suggest(key, missingKeys(locale, uses), 'take it away'),
    );
  }
}

/** A text under a misspelt key is one that lacks under its right key. */
const missingKeys = (locale: LocaleDraft, uses: Uses): string[] => [...uses.keys()].filter((key) => !locale.texts.ids.has(key));
