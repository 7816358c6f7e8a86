import type { Flow, LocaleStatus } from '../model/flow.ts';

/** How far a language is. All counts are of texts; `total` is what the content needs, labels and names included. */
export type LocaleProgress = {
  readonly id: string;
  readonly name: string;
  readonly status: LocaleStatus;
  readonly translated: number;
  readonly reviewed: number;
  readonly total: number;
  /** Of the texts that can be spoken: those with a recording of its own, and the keys of the others. */
  readonly audio: number;
  readonly unrecorded: readonly string[];
};

/**
 * A text counts as translated when the language has words of its own for it; without them its fallback speaks. A locale is reviewed as a
 * whole. Audio counts the recordings of its own, not those that it borrows.
 */
export function progressOf(flow: Flow): readonly LocaleProgress[] {
  const keys = [...flow.cites.keys()];
  return [...flow.locales.values()].map(({ id, name, status, written, recorded }) => {
    const translated = keys.filter((key) => written.has(key)).length;
    const unrecorded = [...flow.sayable].filter((key) => !recorded.has(key));
    const audio = flow.sayable.size - unrecorded.length;
    return { id, name, status, translated, reviewed: status === 'reviewed' ? translated : 0, total: keys.length, audio, unrecorded };
  });
}
