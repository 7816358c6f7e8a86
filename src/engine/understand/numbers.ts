import type { Vocabulary } from './vocabulary.ts';

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
