const GROUP = /\(([^()]*)\)/;

/** More than this from one line is a mistake: nobody could read what it means. */
export const MOST_PHRASES = 2000;

/**
 * A phrase of the word lists with groups of alternatives, once for each of them: «(my|our) passport» is «my passport» and «our passport»;
 * an empty alternative leaves the group out. Stops at `MOST_PHRASES`.
 */
export function alternatives(phrase: string): readonly string[] {
  const group = GROUP.exec(phrase);
  if (group === null) return [phrase];
  const [whole, inside = ''] = group;
  const before = phrase.slice(0, group.index);
  const after = alternatives(phrase.slice(group.index + whole.length));
  return inside
    .split('|')
    .flatMap((one) => after.map((rest) => before + one + rest))
    .slice(0, MOST_PHRASES);
}
