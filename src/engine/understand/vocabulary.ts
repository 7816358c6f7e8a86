import { type Locale, MARKS, type Mark, type Words } from '../../model/flow.ts';
import { fold, foldWords, GAP, WITH, wordByWord } from '../../model/fold.ts';
import { alternatives, slotsOf } from '../../model/pattern.ts';
import type { Slot } from './tree.ts';

/** What a word or phrase stands for. `here`: a region, named as the place where one is. */
export type Meaning = {
  readonly kind: 'signal' | 'shortcut' | 'region' | 'need' | 'organization';
  readonly id: string;
  readonly here?: true;
};

/** One locale's words, folded once, when the content is loaded. */
export type Vocabulary = {
  readonly id: string;
  /** Whose words come next for whoever speaks this language, nearest first. */
  readonly fallback: readonly string[];
  /** Whole messages: `menu`, `back`, `greeting`, `yes`, `no` and names of shortcuts. */
  readonly commands: ReadonlyMap<string, string>;
  readonly marks: ReadonlyMap<Mark, readonly string[]>;
  /** A word to the names, in angle brackets, of the groups that it stands in. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Another spelling of one word to the right one, of one word or more. */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, number>;
  /** Everyday words, which mean nothing to us. */
  readonly everyday: ReadonlySet<string>;
  /** All words that say which language this is. */
  readonly known: ReadonlySet<string>;
  /** Words of phrases that say what somebody needs or suffers, and how many phrases have them. */
  readonly uses: ReadonlyMap<string, number>;
};

const REGION = '<region>';

/** Takes the phrases of one meaning: all those that take one of each slot. */
export type Planter = (meaning: Meaning) => (slots: readonly Slot[]) => void;

/** `planter`: where the phrases go. There are tens of thousands of them, so they are kept nowhere else. */
export function makeVocabulary({ id, fallback, words }: Locale, planter: Planter): Vocabulary {
  const spellings = new Map(
    [...words.spellings].flatMap(([right, list]) => list.map((word) => [fold(word), fold(right).split(' ')] as const)),
  );
  const spell = wordByWord((written) => foldWords(written).flatMap((word) => spellings.get(word) ?? word));
  const known = new Set<string>();
  const uses = new Map<string, number>();
  const add = (meaning: Meaning, patterns: Iterable<string>) => {
    const plant = planter(meaning);
    for (const pattern of patterns) {
      for (const slots of plantable(pattern, spell)) {
        plant(slots);
        const phrases = slots.reduce((product, slot) => product * slot.length, 1);
        for (const slot of slots) for (const right of slot) note(right, meaning, phrases / slot.length);
      }
    }
  };
  /** `phrases`: how many have these words. */
  const note = (right: readonly string[], { kind }: Meaning, phrases: number) => {
    for (const word of right) {
      if (!isWritten(word)) continue;
      known.add(word);
      if (kind !== 'shortcut') uses.set(word, (uses.get(word) ?? 0) + phrases);
    }
  };
  const places = [...words.regions].flatMap(([region, list]) => list.map((name) => ({ region, name: fold(name) }))).filter(oneWord);
  for (const [kind, groups] of meanings(words)) {
    for (const [group, list] of groups)
      add(
        { kind, id: group },
        list.flatMap((phrase) => inPlaces(phrase, places)),
      );
  }
  const here = (words.marks.get('here') ?? []).filter((phrase) => phrase.includes(REGION));
  for (const [id, names] of Map.groupBy(places, ({ region }) => region))
    add(
      { kind: 'region', id, here: true },
      here.flatMap((phrase) => inPlaces(phrase, names)),
    );
  const commands = new Map([...words.commands].flatMap(([name, list]) => list.map((word) => [fold(word), name] as const)));
  const everyday = new Set(words.language.map(fold));
  const marks = new Map(
    MARKS.filter((mark) => mark !== 'here').map(
      (mark) => [mark, (words.marks.get(mark) ?? []).map((phrase) => spell(phrase).join(' '))] as const,
    ),
  );
  const groups = Map.groupBy(
    [...words.groups].flatMap(([name, list]) => list.map((word) => ({ word: fold(word), name: `<${name}>` }))),
    ({ word }) => word,
  );
  for (const word of [...commands.keys(), ...[...marks.values()].flat()].flatMap((phrase) => phrase.split(' ')))
    if (isWritten(word)) known.add(word);
  return {
    id,
    fallback,
    commands,
    marks,
    groups: new Map([...groups].map(([word, list]) => [word, list.map(({ name }) => name)])),
    spellings,
    numbers: new Map([...words.numbers].flatMap(([number, list]) => list.map((word) => [fold(word), number] as const))),
    everyday,
    known: new Set([...everyday, ...spellings.keys(), ...groups.keys(), ...known]),
    uses,
  };
}

/** A line of the lists as slots of spelled words. Where a group is a part of a word, or the order is free, each phrase stands for itself. */
function plantable(pattern: string, spell: (phrase: string) => readonly string[]): readonly (readonly Slot[])[] {
  const slots = pattern.includes(WITH) ? undefined : slotsOf(pattern);
  const lines = slots === undefined ? alternatives(pattern).map((phrase) => [[phrase]]) : [slots];
  return lines.map((line) => line.map((slot) => slot.map(spell)));
}

/** Whether people write this word of a phrase: a gap, a `+` and the name of a group stand for others. */
const isWritten = (word: string) => word !== GAP && word !== WITH && !word.startsWith('<');

function meanings(words: Words): readonly (readonly [Meaning['kind'], ReadonlyMap<string, readonly string[]>])[] {
  return [
    ['signal', words.signals],
    ['region', words.regions],
    ['organization', words.organizations],
    ['need', words.needs],
    ['shortcut', words.shortcuts],
  ];
}

type Place = { readonly region: string; readonly name: string };
const oneWord = ({ name }: Place) => name !== '' && !name.includes(' ');

/** A phrase with `<region>` once for each name; any other as it is. */
const inPlaces = (phrase: string, places: readonly Place[]): readonly string[] =>
  phrase.includes(REGION) ? places.map(({ name }) => phrase.replace(REGION, name)) : [phrase];

const ARABIC = /\p{Script=Arabic}/u;

/**
 * The locale whose words occur most, of those in the script of the message, if one stands out; undefined leaves it to the caller. A word
 * that several languages know says little, and an everyday one more than others, which people take along into every language.
 */
export function guessLocale(folded: string, vocabularies: readonly Vocabulary[]): string | undefined {
  const words = folded.split(' ');
  const isArabic = words.filter((word) => ARABIC.test(word)).length * 2 > words.length;
  const inScript = vocabularies.filter(({ everyday }) => ARABIC.test([...everyday][0] ?? '') === isArabic);
  const knowing = words.map((word) => vocabularies.filter(({ known }) => known.has(word)).length);
  const [first, second] = inScript
    .map(({ id, known, everyday }) => ({
      id,
      score: words.reduce((sum, word, at) => sum + (known.has(word) ? (everyday.has(word) ? EVERYDAY : 1) / (knowing[at] ?? 1) : 0), 0),
    }))
    .toSorted((a, b) => b.score - a.score);
  return first !== undefined && first.score > (second?.score ?? 0) ? first.id : undefined;
}

const EVERYDAY = 2;
