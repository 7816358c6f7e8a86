import type { Flow, Locale } from '../model/flow.ts';
import { type Recording, SOUND_FORMS } from '../model/sound.ts';
import type { Sides } from './cell-changes.ts';
import type { Change } from './changes.ts';
import { wordsOf } from './locale-changes.ts';

/**
 * What is heard otherwise. A text that changed under its recording is told as lost: people who do not read go on hearing what was said
 * before, and no check can listen for them.
 */
export function recordingChanges({ before, after }: Sides): readonly Change[] {
  return [...new Set([...before.locales.keys(), ...after.locales.keys()])].flatMap((locale) => {
    const [was, is] = [own(before.locales.get(locale)), own(after.locales.get(locale))];
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
      const [old, now] = [was.get(key), is.get(key)];
      const name = `recording ${locale} ${key}`;
      if (now === undefined) return [{ weight: 'lost', text: `${name} is gone` } as const];
      if (old === undefined) return [{ weight: 'gained', text: `${name} is new` } as const];
      if (hashesOf(old) !== hashesOf(now)) return [{ weight: 'changed', text: `${name} is another one` } as const];
      return staleness(before, after, locale, key, name);
    });
  });
}

function own(locale: Locale | undefined): ReadonlyMap<string, Recording> {
  return new Map([...(locale?.recordings ?? [])].filter(([key]) => locale?.recorded.has(key) === true));
}

const hashesOf = ({ forms }: Recording) => SOUND_FORMS.map((form) => forms[form]?.hash).join();

function staleness(before: Flow, after: Flow, locale: string, key: string, name: string): readonly Change[] {
  const [old, now] = [wordsOf(before, locale, key), wordsOf(after, locale, key)];
  if (old === now) return [];
  return [
    { weight: 'lost', text: `${name} is as it was, and its text is not: listen whether it still says the same`, before: old, after: now },
  ];
}
