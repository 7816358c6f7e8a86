import { en } from './en.ts';
import { fr, type Words } from './fr.ts';
import { problemsFr } from './problems-fr.ts';

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const WORDS: Readonly<Record<Language, Words>> = { fr, en };
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { fr: 'Français', en: 'English' };

/** The first of the wanted languages that the page speaks; French, the team's own, when it speaks none. */
export function languageFor(wanted: readonly string[]): Language {
  const found = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'fr' || tag === 'en');
  return found ?? 'fr';
}

/** The words for a code; the code itself when it has none, so that something new still shows. */
export const named = (table: Readonly<Record<string, string>>, code: string) => (Object.hasOwn(table, code) ? (table[code] ?? code) : code);

/** What a problem means, where the words that it comes with, which are English, do not say it to the reader. */
export const meaningIn = (language: Language, code: string): string | undefined =>
  language === 'fr' && Object.hasOwn(problemsFr, code) ? problemsFr[code] : undefined;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Hour and minute; with day and month when it is not within a day of `now`. Epoch ms. */
export function timeIn(language: Language, at: number, now: number): string {
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const far = Math.abs(now - at) > DAY_MS / 2;
  return new Intl.DateTimeFormat(language, far ? { ...clock, day: 'numeric', month: 'short' } : clock).format(at);
}

/** With seconds: when something will happen. */
export const clockIn = (language: Language, at: number) => new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(at);

export const numberIn = (language: Language, value: number) => new Intl.NumberFormat(language).format(value);
