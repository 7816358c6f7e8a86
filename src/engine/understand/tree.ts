/** What the words up to a place mean, and which vocabulary (by its place) says so. */
export type End<T> = { readonly of: number; readonly value: T };

/**
 * Phrases word by word. A place in the tree is a number, 0 is its root; `steps`: from a word to where it leads from each place. Tens of
 * thousands of phrases share a few thousand words, so a map for each word takes a tenth of the memory of one for each place.
 */
export type PhraseTree<T> = {
  readonly steps: Map<string, Map<number, number>>;
  readonly ends: (readonly End<T>[] | undefined)[];
};

export const ROOT = 0;

export const makeTree = <T>(): PhraseTree<T> => ({ steps: new Map(), ends: [undefined] });

/** Where `word` leads from a place, if a phrase goes on so. */
export const stepFrom = <T>({ steps }: PhraseTree<T>, place: number, word: string): number | undefined => steps.get(word)?.get(place);

export const endsAt = <T>({ ends }: PhraseTree<T>, place: number): readonly End<T>[] => ends[place] ?? [];

/** Words of which one list stands there. */
export type Slot = readonly (readonly string[])[];

/**
 * Adds every phrase that takes one of each slot. `ends` is the list of this one meaning, which all its phrases share; what the same
 * vocabulary has already keeps its meaning.
 */
export function plant<T>(tree: PhraseTree<T>, slots: readonly Slot[], ends: readonly [End<T>]): void {
  let places: readonly number[] = [ROOT];
  for (const slot of slots) {
    const next: number[] = [];
    for (const place of places) for (const words of slot) next.push(words.reduce((from, word) => stepOrGrow(tree, from, word), place));
    places = next;
  }
  for (const place of places) {
    const before = tree.ends[place];
    if (place === ROOT || before?.some(({ of }) => of === ends[0].of)) continue;
    tree.ends[place] = before === undefined ? ends : [...before, ...ends];
  }
}

function stepOrGrow<T>({ steps, ends }: PhraseTree<T>, from: number, word: string): number {
  let places = steps.get(word);
  if (places === undefined) {
    places = new Map();
    steps.set(word, places);
  }
  const known = places.get(from);
  if (known !== undefined) return known;
  const place = ends.length;
  ends.push(undefined);
  places.set(from, place);
  return place;
}
