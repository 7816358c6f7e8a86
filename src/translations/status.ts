import type { Catalogue, CatalogueLocale } from '../flow/catalogue.ts';
import { fingerprint } from '../flow/fingerprint.ts';
import type { LocaleStatus } from '../model/flow.ts';

/** `stale`: its source has changed since. Else as far as its locale is. */
export type TextStatus = 'source' | 'missing' | 'stale' | LocaleStatus;

export function statusOf({ home, locales }: Catalogue, id: string, key: string): TextStatus {
  const locale = locales.get(id);
  if (locale === undefined || !locale.texts.has(key)) return 'missing';
  if (id === home) return 'source';
  const from = locale.sources.get(key);
  return from !== undefined && from !== fingerprint(locales.get(home)?.texts.get(key) ?? '') ? 'stale' : locale.status;
}

/** How far a language is, in texts. `unfollowed`: written by hand, so that nobody knows from which source. */
type Progress = Readonly<Record<'translated' | Exclude<TextStatus, 'source'>, number>> & {
  readonly locale: CatalogueLocale;
  readonly unfollowed: number;
};

function progressOf(catalogue: Catalogue): readonly Progress[] {
  const keys = catalogue.entries.map(({ key }) => key);
  return [...catalogue.locales.values()].map((locale) => {
    const counts = { missing: 0, stale: 0, draft: 0, team: 0, reviewed: 0 };
    for (const key of keys) {
      const status = statusOf(catalogue, locale.id, key);
      counts[status === 'source' ? locale.status : status] += 1;
    }
    const own = keys.filter((key) => locale.texts.has(key));
    const unfollowed = locale.id === catalogue.home ? 0 : own.filter((key) => !locale.sources.has(key)).length;
    return { locale, translated: own.length, ...counts, unfollowed };
  });
}

const COLUMNS = ['locale', 'translated', 'missing', 'stale', 'draft', 'team', 'reviewed'] as const;

/** A table for a terminal, one line a language, the source first, then those with most texts. */
export function statusTable(catalogue: Catalogue): string {
  const progress = progressOf(catalogue).toSorted(
    (a, b) =>
      Number(b.locale.id === catalogue.home) - Number(a.locale.id === catalogue.home) ||
      b.translated - a.translated ||
      (a.locale.id < b.locale.id ? -1 : 1),
  );
  const cells = progress.map((row) => COLUMNS.map((column) => (column === 'locale' ? row.locale.id : String(row[column]))));
  const widths = COLUMNS.map((column, index) => Math.max(column.length, ...cells.map((line) => line[index]?.length ?? 0)));
  const line = (parts: readonly string[], tail: string): string =>
    `${parts.map((part, index) => (index === 0 ? part.padEnd(widths[index] ?? 0) : part.padStart(widths[index] ?? 0))).join('  ')}  ${tail}`;
  // The name comes last: in another script nobody knows how wide a terminal draws it.
  return [line(COLUMNS, 'name'), ...progress.map((row, index) => line(cells[index] ?? [], remark(row, catalogue.home)))].join('\n');
}

function remark({ locale, unfollowed }: Progress, home: string): string {
  const review = locale.reviewedBy === undefined ? [] : [`reviewed by ${locale.reviewedBy} on ${locale.reviewedOn ?? ''}`];
  const hand = unfollowed === 0 ? [] : [`${unfollowed} written by hand: never seen as stale until confirmed`];
  const notes = [...(locale.id === home ? ['the source'] : []), ...review, ...hand];
  return notes.length === 0 ? locale.name : `${locale.name} (${notes.join('; ')})`;
}
