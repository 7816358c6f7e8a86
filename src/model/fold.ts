/** Longer messages are cut: nobody needs more to say where they are and what they need, and the cost stays bounded. */
const FOLD_LIMIT = 1000;

/** Letters that Unicode does not take apart: ligatures, and Arabic forms that people write for one another. */
const LETTERS: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ı: 'i', ٱ: 'ا', ى: 'ي', ة: 'ه' };

/** Plain lower-case words and numbers, one space apart, and a letter that is drawn out. */
const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const DRAWN_OUT = /([a-z])\1\1/;

/** Zero of each script whose digits our readers may type: Arabic, Persian, N'Ko, Adlam. */
const ZEROS = [0x660, 0x6f0, 0x7c0, 0x1e950];

/**
 * Words as people type them, brought to one form, so that "Où DORMIR ?!" and "ou dormir" are the same: compatibility forms
 * (`①`, full width), case, accents, Arabic diacritics and letter variants, apostrophes, punctuation, emoji, and runs of three
 * or more of a letter ("biennnn"). Digits become ASCII. Pure, linear in the length; words come back one space apart.
 */
export function fold(text: string): string {
  // Numbers of a menu and plain words, which most messages are and most of our own words, need none of it.
  if (text.length <= FOLD_LIMIT && PLAIN.test(text) && !DRAWN_OUT.test(text)) return text;
  return text
    .slice(0, FOLD_LIMIT)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\u0640]/gu, '') // accents, Arabic diacritics, tatweel, the box of a keycap
    .replace(/[œæßıٱىة]/gu, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\P{Nd}0-9]/gu, asciiDigit)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .trim();
}

/** Stands in a phrase for no word or a few. */
export const GAP = '…';
/** Stands between the words of a phrase that may come in any order. */
export const WITH = '+';

/** A phrase of the word lists, folded but for what the matcher reads in it: gaps, `+`, and names in angle brackets. */
export const foldPhrase = (phrase: string): string =>
  phrase
    .split(/(…|\+|<[a-z]+>)/)
    .map((part, at) => (at % 2 === 1 ? part : fold(part)))
    .filter((part) => part !== '')
    .join(' ');

/**
 * Reads phrases word by word, each word once: tens of thousands of phrases have a few thousand words. `read` may make several words of
 * one, or none.
 */
export function wordByWord(read: (word: string) => readonly string[]): (phrase: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  const once = (word: string): readonly string[] => {
    const ready = known.get(word);
    if (ready !== undefined) return ready;
    const fresh = read(word).filter((one) => one !== '');
    known.set(word, fresh);
    return fresh;
  };
  return (phrase) => {
    const all: string[] = [];
    for (const word of phrase.split(' ')) all.push(...once(word));
    return all;
  };
}

/** The words of a phrase of the lists, folded. Each word is folded once for whoever asks: all that check and index the lists ask for the same. */
export const foldWords = wordByWord((word) => foldPhrase(word).split(' '));

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? ' ' : String(code - zero);
}
