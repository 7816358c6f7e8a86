import type { Locale, Mark } from '../../model/flow.ts';
import { WITH } from '../../model/fold.ts';
import { type Frame, type Frames, indexFrames } from './frames.ts';
import { type Leanings, makeLeanings } from './leaning.ts';
import { soundOf } from './sound.ts';
import { indexSpellings, type SpellingIndex } from './spelling.ts';
import { endsAt, makeTree, type PhraseTree, plant, ROOT, stepFrom } from './tree.ts';
import { type Meaning, makeVocabulary, type Vocabulary } from './vocabulary.ts';

/** What all languages have together, whoever reads. */
type Shared = {
  readonly phrases: PhraseTree<Meaning>;
  readonly frames: Frames;
  readonly marks: PhraseTree<Mark>;
  /** A word to the names of its groups, whatever the language: people mix. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Every word that is right as it is. */
  readonly known: ReadonlySet<string>;
  /** A word without its doubled letters to the only word that it can be: `adrese` to `adresse`. */
  readonly undoubled: ReadonlyMap<string, string>;
  readonly near: SpellingIndex;
  /** How a word sounds to the words that sound so, those of most phrases first. */
  readonly sounds: ReadonlyMap<string, readonly string[]>;
  readonly states: ReadonlySet<string>;
  readonly weak: ReadonlySet<string>;
  readonly clear: ReadonlySet<string>;
  readonly asks: ReadonlySet<string>;
  readonly leanings: Leanings;
};

/** All vocabularies as somebody reads them who speaks the first: its phrases win, the others fill in, since people mix. */
export type Lexicon = Shared & {
  readonly vocabularies: readonly Vocabulary[];
  /** How near each vocabulary is, by its place: 0 is the nearest. */
  readonly ranks: readonly number[];
  /** Everyday words of the first language: a word of another one does not take them away. */
  readonly own: ReadonlySet<string>;
};

/** A lexicon for the speakers of each language, made when it is first asked for. Without words of their own they have those of all others. */
export type Lexicons = { readonly vocabularies: readonly Vocabulary[]; readonly of: (locale: string) => Lexicon };

export function makeLexicons(locales: readonly Locale[]): Lexicons {
  const phrases = makeTree<Meaning>();
  const frames: Frame[] = [];
  const vocabularies = locales.map((locale, of) =>
    makeVocabulary(locale, (value) => {
      const ends = [{ of, value }] as const;
      return (slots) => {
        const [phrase] = slots.flat();
        if (phrase?.includes(WITH)) frames.push({ slots: phrase.filter((word) => word !== WITH), meaning: value });
        else plant(phrases, slots, ends);
      };
    }),
  );
  const shared = { phrases, frames: indexFrames(frames), ...shareWords(vocabularies), leanings: makeLeanings(locales) };
  const made = new Map<string, Lexicon>();
  const of = (locale: string) => {
    const ready = made.get(locale);
    if (ready !== undefined) return ready;
    const nearest = [locale, ...(vocabularies.find(({ id }) => id === locale)?.fallback ?? [])];
    const rank = ({ id }: Vocabulary) => (nearest.includes(id) ? nearest.indexOf(id) : nearest.length);
    const sorted = vocabularies.toSorted((a, b) => rank(a) - rank(b));
    const lexicon = {
      ...shared,
      vocabularies: sorted,
      ranks: vocabularies.map((one) => sorted.indexOf(one)),
      own: sorted[0]?.everyday ?? new Set<string>(),
    };
    made.set(locale, lexicon);
    return lexicon;
  };
  return { vocabularies, of };
}

function shareWords(vocabularies: readonly Vocabulary[]): Omit<Shared, 'phrases' | 'frames' | 'leanings'> {
  const marks = makeTree<Mark>();
  const known = new Set<string>();
  const correctable = new Set<string>();
  for (const [of, vocabulary] of vocabularies.entries()) {
    for (const word of vocabulary.known) known.add(word);
    // Everyday words stand in the index too: whoever is as near to one of them is not corrected.
    for (const word of vocabulary.everyday) correctable.add(word);
    for (const word of [...vocabulary.uses.keys(), ...vocabulary.groups.keys()]) correctable.add(word);
    for (const [mark, list] of vocabulary.marks) {
      if (mark !== 'state' && mark !== 'weak' && mark !== 'clear' && mark !== 'asks')
        for (const phrase of list) plant(marks, [[phrase.split(' ')]], [{ of, value: mark }]);
    }
  }
  const marked = (mark: Mark) => new Set(vocabularies.flatMap(({ marks: own }) => own.get(mark) ?? []));
  const grouped = [...new Set(vocabularies.flatMap(({ groups }) => [...groups.keys()]))];
  return {
    marks,
    groups: new Map(grouped.map((word) => [word, [...new Set(vocabularies.flatMap(({ groups }) => groups.get(word) ?? []))]])),
    known,
    undoubled: undoubledWords(known),
    near: indexSpellings(correctable),
    sounds: soundsOf(correctable, vocabularies),
    states: marked('state'),
    weak: marked('weak'),
    clear: marked('clear'),
    asks: marked('asks'),
  };
}

/** Shorter words sound like too many others. */
export const SHORTEST_SOUND = 3;

function soundsOf(words: ReadonlySet<string>, vocabularies: readonly Vocabulary[]): ReadonlyMap<string, readonly string[]> {
  const usesOf = (word: string) => vocabularies.reduce((sum, { uses }) => sum + (uses.get(word) ?? 0), 0);
  const latin = [...words].filter((word) => /^[a-z]+$/.test(word) && word.length >= SHORTEST_SOUND);
  return Map.groupBy(
    latin.toSorted((a, b) => usesOf(b) - usesOf(a)),
    soundOf,
  );
}

/** What a word means that is a phrase of its own, in the nearest language that says so. */
export function meaningOf(word: string, { phrases, ranks }: Lexicon): Meaning | undefined {
  const place = stepFrom(phrases, ROOT, word);
  const ends = place === undefined ? [] : endsAt(phrases, place);
  const [nearest] = ends.toSorted((a, b) => (ranks[a.of] ?? 0) - (ranks[b.of] ?? 0));
  return nearest?.value;
}

/** Doubled letters once: people double them as they please. */
export const undouble = (word: string) => word.replace(/(\p{L})\1/gu, '$1');

function undoubledWords(known: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = Map.groupBy(known, undouble);
  return new Map(
    [...found].flatMap(([bare, [word, ...others]]) => (word === undefined || others.length > 0 ? [] : [[bare, word] as const])),
  );
}
