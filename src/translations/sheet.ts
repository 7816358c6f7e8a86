import type { Catalogue, CatalogueEntry } from '../flow/catalogue.ts';
import { fingerprint } from '../flow/fingerprint.ts';
import { statusOf, type TextStatus } from './status.ts';

/** What a translator gets and sends back: one row a text, in one language. */
export type Sheet = { readonly source: string; readonly target: string; readonly rows: readonly Row[] };

export type Row = {
  /** As the translator's program counts: the line of a spreadsheet, or the unit of an XLIFF file, from 1. */
  readonly number: number;
  readonly key: string;
  readonly source: string;
  readonly translation: string;
  /** What the translator says of it; `undefined`, or anything else than these words, says nothing. */
  readonly status: string | undefined;
  /** Fingerprint of the translation when the sheet was written; undefined if the sheet has lost it. */
  readonly was: string | undefined;
  readonly limit: number;
  /** Where it is said and what it states, one thing a line. */
  readonly context: string;
  /** The same in English, where that is not the source; for translators who read no French. */
  readonly note: string;
};

/** Another language to read the sense from. */
const NOTE_LOCALE = 'en';

/** A status that a translator may write: the words fit the source as it is now. */
export const DONE = 'done';

/** Stands for a tag that a translation program has put into a text: U+FFFC, the object replacement character. */
export const TAG = '\uFFFC';

/** Every text of the content with its translation, if there is one. `target` may be a language that has no file yet. */
export function makeSheet(catalogue: Catalogue, target: string): Sheet {
  const { home, entries, locales } = catalogue;
  const text = (locale: string, key: string): string => locales.get(locale)?.texts.get(key) ?? '';
  const noted = NOTE_LOCALE !== home && NOTE_LOCALE !== target;
  const rows = entries.map((entry, index): Row => {
    const { key, limit } = entry;
    const translation = text(target, key);
    const status: TextStatus = statusOf(catalogue, target, key);
    const note = noted ? text(NOTE_LOCALE, key) : '';
    return {
      number: index + 1,
      key,
      source: text(home, key),
      translation,
      status,
      was: fingerprint(translation),
      limit,
      context: contextOf(entry),
      note,
    };
  });
  return { source: home, target, rows };
}

function contextOf({ limit, placeholders, where, cites }: CatalogueEntry): string {
  const shown = where.slice(0, SHOWN);
  const more = where.length > SHOWN ? ` and ${where.length - SHOWN} more` : '';
  return [
    `where: ${shown.join('; ')}${more}`,
    `at most ${limit} characters`,
    ...(placeholders.length === 0 ? [] : [`may be filled in: ${placeholders.map((name) => `{${name}}`).join(' ')}`]),
    ...cites.map(({ claim, what }) => `states ${claim}: ${what}`),
  ].join('\n');
}

const SHOWN = 4;
