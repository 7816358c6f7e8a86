import { distance } from 'fastest-levenshtein';

/** A list of all known names helps only while it can be read at a glance. */
const LISTED = 12;

/** The known name that was most likely meant: a third of the letters may differ, whatever their case. */
function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.ceil(name.length / 3)) + 1;
  for (const candidate of known) {
    const steps = distance(name.toLowerCase(), candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** A hint for a name that is not known: the one that was meant, else all of them, else `otherwise`. */
export function suggest(name: string, known: Iterable<string>, otherwise: string): string {
  const names = [...known];
  const meant = nearest(name, names);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  return names.length > 0 && names.length <= LISTED ? `known here: ${names.map((known) => `\`${known}\``).join(', ')}` : otherwise;
}
