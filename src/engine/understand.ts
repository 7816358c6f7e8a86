import { distance } from 'fastest-levenshtein';
import { type Meaning, SHORTEST_CORRECTED, type Vocabulary } from './vocabulary.ts';

/** What a sentence names, each once, in the order in which it is said. */
export type Understanding = {
  readonly signals: readonly string[];
  readonly regions: readonly string[];
  readonly needs: readonly string[];
  readonly organizations: readonly string[];
  readonly shortcuts: readonly string[];
  /** Whether a word had to be corrected to get there. */
  readonly corrected: boolean;
};

/**
 * Reads a folded sentence by the longest phrase that fits at each word. The first vocabulary is the person's language; a word that
 * it does not know is looked for in the others, since people mix. A long word that nobody knows may be a misspelt one.
 */
export function understand(folded: string, vocabularies: readonly Vocabulary[]): Understanding {
  const words = folded === '' ? [] : folded.split(' ');
  const found: Meaning[] = [];
  let corrected = false;
  for (let at = 0; at < words.length; ) {
    const hit = phraseAt(words, at, vocabularies) ?? correctedAt(words[at] ?? '', vocabularies);
    if (hit !== undefined) found.push(hit.meaning);
    if (hit?.corrected === true) corrected = true;
    at += hit?.length ?? 1;
  }
  const named = (kind: Meaning['kind']) => [...new Set(found.filter((meaning) => meaning.kind === kind).map(({ id }) => id))];
  return {
    signals: named('signal'),
    regions: named('region'),
    needs: named('need'),
    organizations: named('organization'),
    shortcuts: named('shortcut'),
    corrected,
  };
}

type Hit = { readonly meaning: Meaning; readonly length: number; readonly corrected: boolean };

function phraseAt(words: readonly string[], at: number, vocabularies: readonly Vocabulary[]): Hit | undefined {
  for (const { phrases, longest } of vocabularies) {
    for (let length = Math.min(longest, words.length - at); length > 0; length--) {
      const meaning = phrases.get(words.slice(at, at + length).join(' '));
      if (meaning !== undefined) return { meaning, length, corrected: false };
    }
  }
  return undefined;
}

/** One slip in five to seven letters, two in eight or more, the first letter right; undefined when two meanings are as near. */
function correctedAt(word: string, vocabularies: readonly Vocabulary[]): Hit | undefined {
  if (word.length < SHORTEST_CORRECTED || vocabularies.some(({ known }) => known.has(word))) return undefined;
  const slips = word.length >= 8 ? 2 : 1;
  let least = slips;
  let nearest = new Map<string, Meaning>();
  for (const { spellings, phrases } of vocabularies) {
    for (let length = word.length - slips; length <= word.length + slips; length++) {
      for (const candidate of spellings.get(length) ?? []) {
        if (candidate[0] !== word[0]) continue;
        const apart = distance(word, candidate);
        const meaning = phrases.get(candidate);
        if (apart > least || meaning === undefined) continue;
        if (apart < least) nearest = new Map();
        least = apart;
        nearest.set(`${meaning.kind} ${meaning.id}`, meaning);
      }
    }
  }
  const [meaning, other] = nearest.values();
  return meaning === undefined || other !== undefined ? undefined : { meaning, length: 1, corrected: true };
}

/**
 * The number a folded message is, in every form people use: `1`, `n 1` (from «n°1»), `le 1`, `un`. Undefined for anything longer,
 * since «1 enfant malade» is no choice.
 */
export function numberIn(folded: string, vocabularies: readonly Vocabulary[]): number | undefined {
  const digits = /^(?:(?:n|no|num|numero|number|le|la|the|choix|option|tape|رقم) ?)?(\d{1,2})$/.exec(folded)?.[1];
  if (digits !== undefined) return Number(digits);
  const word = /^(?:(?:numero|number|le|la|the|choix|option) )?(\p{L}+)$/u.exec(folded)?.[1];
  if (word === undefined) return undefined;
  for (const { numbers } of vocabularies) {
    const number = numbers.get(word);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** The locale whose words occur most, if one stands out; undefined leaves it to the caller. */
export function guessLocale(folded: string, vocabularies: ReadonlyMap<string, Vocabulary>): string | undefined {
  const words = folded.split(' ');
  const scores = [...vocabularies]
    .map(([locale, { known }]) => ({ locale, hits: words.filter((word) => known.has(word)).length }))
    .toSorted((a, b) => b.hits - a.hits);
  const [first, second] = scores;
  return first !== undefined && first.hits > (second?.hits ?? 0) ? first.locale : undefined;
}
