import { fold } from '../model/fold.ts';
import type { Report } from './report.ts';
import type { LocaleYaml } from './schema.ts';
import type { PathSpot } from './spots.ts';

/** Words in a sentence that a reader with a few years of school still follows; the house rule of the content. */
const SENTENCE_LIMIT = 18;

type Phrase = { readonly written: string; readonly folded: string };
/** Words that a locale holds back, folded once for all its texts. */
export type Rules = {
  readonly guarded: readonly (Phrase & { readonly claims: readonly string[] })[];
  readonly forbidden: readonly Phrase[];
};

export function rulesOf(meta: LocaleYaml | undefined): Rules {
  const words = Object.entries(meta?.guarded ?? {}).flatMap(([claim, words]) => words.map((word) => ({ claim, ...phrase(word) })));
  // Two claims may allow the same word: a text that cites either of them may use it.
  const guarded = Map.groupBy(words, ({ folded }) => folded);
  return {
    guarded: [...guarded.values()].flatMap(([first, ...rest]) =>
      first ? { ...first, claims: [first, ...rest].map(({ claim }) => claim) } : [],
    ),
    forbidden: (meta?.forbidden ?? []).map(phrase),
  };
}

const phrase = (written: string): Phrase => ({ written, folded: fold(written) });

/** `words`: the text without placeholders; `text`: as written, to find the place. */
export function checkWording(words: string, text: string, cites: readonly string[], rules: Rules, spot: PathSpot, report: Report): void {
  const folded = ` ${fold(words)} `;
  const says = (phrase: Phrase): boolean => phrase.folded !== '' && folded.includes(` ${phrase.folded} `);
  const place = (written: string): PathSpot => ({ ...spot, shift: Math.max(0, text.toLowerCase().indexOf(written.toLowerCase())) });

  for (const guard of rules.guarded) {
    if (!says(guard) || guard.claims.some((claim) => cites.includes(claim))) continue;
    const claims = guard.claims.map((claim) => `\`${claim}\``).join(' or ');
    report.add(
      'guarded-word',
      place(guard.written),
      `only a text that cites ${claims} may say “${guard.written}”`,
      'say it in other words, or cite the claim',
    );
  }
  for (const forbidden of rules.forbidden) {
    if (!says(forbidden)) continue;
    report.add('forbidden-phrase', place(forbidden.written), `“${forbidden.written}” must never be said`, 'say no more than the claims do');
  }
  for (const sentence of words.split(/[.!?…؟]+(?=\s|$)|\n/)) {
    const count = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    if (count <= SENTENCE_LIMIT) continue;
    report.add(
      'sentence-too-long',
      place(sentence.trim().slice(0, 20)),
      `a sentence of ${count} words, ${SENTENCE_LIMIT} are enough`,
      'make two of it',
    );
  }
}
