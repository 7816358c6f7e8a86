/**
 * How a word sounds to somebody who writes French as they hear it, which has many letters for one sound and many silent ones: «blaicé»
 * and «blessé», «frap» and «frappent» come to the same. Takes a folded word; rough on purpose, since it only looks for words we know.
 */
export function soundOf(word: string): string {
  return word
    .replace(/s$/, '')
    .replace(/ph/g, 'f')
    .replace(/qu?|c(?=[aouklrt]|$)|ck/g, 'k')
    .replace(/sc(?=[eiy])|c(?=[eiy])|ss|z/g, 's')
    .replace(/g(?=[eiy])/g, 'j')
    .replace(/gu(?=[eiy])/g, 'g')
    .replace(/h/g, '')
    .replace(/y/g, 'i')
    .replace(/eau|au/g, 'o')
    .replace(/(?:er|ez|et|ai[ts]?|aient|ees?|es?|ent)$/, 'e')
    .replace(/ai|ei/g, 'e')
    .replace(/ou/g, 'u')
    .replace(/[ae](?=[nm](?:[^aeiou]|$))/g, 'a')
    .replace(/m(?=[bp])/g, 'n')
    .replace(/(?<=[^e])[tdsx]+$/, '')
    .replace(/(\p{L})\1/gu, '$1')
    .replace(/e$/, '');
}
