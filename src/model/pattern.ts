import { foldWords } from './fold.ts';

const GROUP = /\(([^()]*)\)/;

/**
 * A line of the word lists, folded, with its groups as they are: `alternatives` of it are the folded phrases, but for spaces too many.
 * What is neither letter nor digit beside a bracket parts words as it does elsewhere: «m'(appeler|écrire)» is «m (appeler|ecrire)».
 */
export const foldPattern = (pattern: string): string =>
  pattern
    .split(/([()|])/)
    .map((part, at) => (at % 2 === 1 ? part : foldPart(part)))
    .join('');

function foldPart(part: string): string {
  const folded = foldWords(part).join(' ');
  const before = /^[^\p{L}\p{N}]/u.test(part) ? ' ' : '';
  const behind = /[^\p{L}\p{N}\p{M}]$/u.test(part) ? ' ' : '';
  return `${before}${folded}${behind}`;
}

/** More than this from one line is a mistake: nobody could read what it means. */
export const MOST_PHRASES = 2000;

/**
 * A line of the word lists with groups of alternatives, once for each of them: «(my|our) passport» is «my passport» and «our passport»;
 * an empty alternative leaves the group out. Stops at `MOST_PHRASES`.
 */
export function alternatives(pattern: string): readonly string[] {
  const group = GROUP.exec(pattern);
  if (group === null) return [pattern];
  const [whole, inside = ''] = group;
  const before = pattern.slice(0, group.index);
  const after = alternatives(pattern.slice(group.index + whole.length));
  return inside
    .split('|')
    .flatMap((one) => after.map((rest) => before + one + rest))
    .slice(0, MOST_PHRASES);
}

/**
 * The same, not multiplied out: slots one behind the other, each with the texts of which one stands there. Undefined where a group may be
 * a part of a word («phone(s|)»).
 */
export function slotsOf(pattern: string): readonly (readonly string[])[] | undefined {
  // Every second part is the inside of a group.
  const parts = pattern.split(GROUP);
  const slots = parts.map((part, at) => (at % 2 === 0 ? [part] : part.split('|')));
  const isWhole = (slot: readonly string[], at: number): boolean => {
    const opens = / $/.test(parts[at - 1] ?? '') || (at === 1 && parts[0] === '');
    const closes = /^ /.test(parts[at + 1] ?? '') || (at === parts.length - 2 && parts.at(-1) === '');
    // «(my |)phone»: the space may stand within.
    return slot.every((one) => (one === '' ? opens || closes : (opens || one.startsWith(' ')) && (closes || one.endsWith(' '))));
  };
  return slots.every((slot, at) => at % 2 === 0 || isWhole(slot, at)) ? slots : undefined;
}
