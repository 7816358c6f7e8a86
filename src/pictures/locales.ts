import type { Flow, LocaleStatus } from '../model/flow.ts';

/** How far a language is. All counts are of texts; `total` is what the content needs. */
export type LocaleProgress = {
  readonly id: string;
  readonly name: string;
  readonly status: LocaleStatus;
  readonly translated: number;
  readonly reviewed: number;
  readonly audio: number;
  readonly total: number;
};

/**
 * A text counts as translated when the language has words of its own for it; without them its fallback speaks. A locale is reviewed as a
 * whole. Audio is not recorded for any text yet.
 */
export function progressOf(flow: Flow): readonly LocaleProgress[] {
  const keys = [...flow.cites.keys()];
  return [...flow.locales.values()].map(({ id, name, status, written }) => {
    const translated = keys.filter((key) => written.has(key)).length;
    return { id, name, status, translated, reviewed: status === 'reviewed' ? translated : 0, audio: 0, total: keys.length };
  });
}
