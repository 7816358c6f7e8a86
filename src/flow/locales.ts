import { LABEL_LIMIT } from '../model/engine-texts.ts';
import type { SourceFile } from './documents.ts';
import type { Draft, LocaleDraft } from './draft.ts';
import { checkFallbacks } from './fallback.ts';
import type { Names } from './links.ts';
import type { Report } from './report.ts';
import { checkScript } from './script.ts';
import { below, fileSpot, keyOf } from './spots.ts';

/** `locales/fr.yaml` is the locale `fr`. */
export const localeId = (file: SourceFile): string => file.path.replace(/^.*[/\\]/, '').replace(/\.yaml$/, '');

/** One file for each language: of two with the same name, in two folders, only one could speak. */
export function checkLocaleFiles(locales: readonly LocaleDraft[], report: Report): void {
  const seen = new Map<string, string>();
  for (const { id, source } of locales) {
    const first = seen.get(id);
    if (first === undefined) seen.set(id, source.path);
    else
      report.add(
        'duplicate-id',
        fileSpot(source),
        `the locale \`${id}\` is defined in ${first} already`,
        'keep one of the two, or rename it',
      );
  }
}

/**
 * True for a locale that may lack texts: a draft, or one that is spoken and not written, over the text of another. Not the one that
 * everybody falls back to.
 */
export const mayLack = (draft: Draft, locale: LocaleDraft): boolean =>
  locale.id !== draft.flow?.value.locale && (locale.meta?.value.status === 'draft' || (!isBegun(locale) && draft.voiced.has(locale.id)));

/** True for a locale that says something in its own words. */
export const isBegun = (locale: LocaleDraft): boolean => locale.texts.ids.size > 0;

/** The others are in no menu: they would only repeat another language. */
export const isOffered = (draft: Draft, locale: LocaleDraft): boolean => isBegun(locale) || draft.voiced.has(locale.id);

/** The locales by themselves: their names, their reviews, and the one that all conversations begin in. */
export function checkLocales(draft: Draft, names: Names, report: Report): void {
  if (draft.flow !== undefined) {
    const { value, spot } = draft.flow;
    report.known(value.locale, { code: 'locale-unknown', noun: 'locale', names: draft.locales }, below(spot, 'locale'));
  }
  checkFallbacks(draft, report);
  for (const locale of draft.locales.values()) {
    if (!isLanguageTag(locale.id)) {
      const hint = 'name it after its BCP 47 tag: fr.yaml, en.yaml, ses.yaml, pt-BR.yaml';
      report.add('locale-id', fileSpot(locale.source), `\`${locale.id}\` is not a language tag`, hint);
    }
    if (locale.meta === undefined) continue;
    checkName(locale, report);
    checkScript(locale.meta.value.name, locale.meta.value.name, 'ltr', below(locale.meta.spot, 'name'), report);
    checkReview(locale, report);
    for (const claim of Object.keys(locale.meta.value.guarded ?? {}))
      report.known(claim, names.claim, keyOf(below(locale.meta.spot, 'guarded', claim)));
  }
}

/** The name is the label of a choice of language. */
function checkName({ meta }: LocaleDraft, report: Report): void {
  const length = meta?.value.name.length ?? 0;
  if (meta === undefined || length <= LABEL_LIMIT) return;
  report.add(
    'label-too-long',
    below(meta.spot, 'name'),
    `this name has ${length} characters, ${LABEL_LIMIT} can be shown`,
    'find a shorter name',
  );
}

function checkReview({ meta }: LocaleDraft, report: Report): void {
  if (meta === undefined) return;
  const { status, reviewed_by: by, reviewed_on: on } = meta.value;
  const at = below(meta.spot, 'status');
  if (status === 'reviewed' && (by === undefined || on === undefined)) {
    report.add(
      'review-incomplete',
      at,
      'a reviewed locale says who reviewed it and when',
      'add `reviewed_by` and `reviewed_on`, or write status: team',
    );
  } else if (status !== 'reviewed' && (by !== undefined || on !== undefined)) {
    report.add(
      'review-incomplete',
      at,
      `somebody reviewed it, but its status is \`${status}\``,
      'write status: reviewed, or take the review away',
    );
  }
}

/**
 * Languages of the IANA registry that `Intl`, which follows CLDR, replaces by their macrolanguage: Tawallammat by Tamashek, Eastern
 * Maninka by Mandingo. Nobody speaks a macrolanguage, so here they stay what they are.
 */
const MEMBERS: ReadonlySet<string> = new Set(['arb', 'emk', 'fuc', 'knc', 'prs', 'swc', 'ttq']);

/** True for a BCP 47 tag in its usual form. */
export function isLanguageTag(id: string): boolean {
  try {
    return MEMBERS.has(id) || Intl.getCanonicalLocales(id)[0] === id;
  } catch {
    return false;
  }
}
