import type { Report } from './report.ts';
import type { PathSpot } from './spots.ts';

/** First strong isolate and its end. What stands between them cannot turn the words around it. */
const OPEN = '\u2068';
const CLOSE = '\u2069';

/**
 * Signs that nobody sees and that do harm: controls, which platforms refuse; line and paragraph separators, which only some of them
 * break; the zero-width space and the soft hyphen, which tear words apart that people search for; the embeddings and overrides of the
 * bidirectional algorithm, which leak into what follows, and the isolates that force a direction (UAX #9, 2.4: first strong serves all).
 */
const HIDDEN = /[\p{Cc}\p{Cs}\u00AD\u200B\u2028-\u202E\u2060\u2066\u2067\uFEFF\uFFFE\uFFFF]/u;
const LEFT_TO_RIGHT = /[\p{Script=Latin}0-9]/u;

/**
 * Checks the signs that a reader does not see. `words`: the text with each placeholder as a Latin letter; `text`: as written, to find
 * the place. In a right-to-left locale every number, every Latin name and every placeholder, whose value may be one, stands within
 * U+2068 and U+2069: else a phone shows "10 days" on the wrong side of its sentence, or a list of names in reverse.
 */
export function checkScript(words: string, text: string, direction: 'ltr' | 'rtl', spot: PathSpot, report: Report): void {
  const hidden = Array.from(text).findIndex((sign) => sign !== '\n' && HIDDEN.test(sign));
  if (hidden >= 0) {
    const sign = Array.from(text)[hidden] ?? '';
    const shift = Array.from(text).slice(0, hidden).join('').length;
    const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    report.add('text-control', { ...spot, shift }, `a sign that nobody sees stands here: U+${code}`, 'delete it, and type the words anew');
    return;
  }
  const fault = readIsolates(words, direction);
  if (fault === undefined) return;
  const shift = Math.max(0, fault.run === undefined ? text.lastIndexOf(fault.sign) : placeOf(fault.run, text));
  if (fault.run === undefined) {
    report.add('text-isolation', { ...spot, shift }, fault.message, 'write U+2068 and U+2069 in pairs on one line, U+2068 first');
    return;
  }
  const shown = /^x$/.test(fault.run) ? 'a placeholder' : `“${fault.run}”`;
  const hint = 'write U+2068 before it and U+2069 after it; in "double quotes" as \\u2068 and \\u2069';
  report.add('text-isolation', { ...spot, shift }, `${shown} reads from left to right and is not isolated`, hint);
}

type Fault = { readonly message: string; readonly sign: string; readonly run?: undefined } | { readonly run: string };

/** The first thing that is wrong with the isolates of a text, line by line: a phone lays out each line by itself. */
function readIsolates(words: string, direction: 'ltr' | 'rtl'): Fault | undefined {
  for (const line of words.split('\n')) {
    let depth = 0;
    let bare = '';
    for (const sign of line) {
      if (sign === OPEN) depth += 1;
      if (sign === CLOSE) depth -= 1;
      if (depth < 0) return { message: 'U+2069 closes what nothing has opened', sign: CLOSE };
      if (direction === 'rtl' && depth === 0 && LEFT_TO_RIGHT.test(sign)) bare += sign;
      else if (bare !== '') return { run: bare };
    }
    if (bare !== '') return { run: bare };
    if (depth > 0) return { message: 'U+2068 is never closed', sign: OPEN };
  }
  return undefined;
}

/** Where a bare run stands in the text as written; a placeholder is looked for by its brace. */
function placeOf(run: string, text: string): number {
  const bare = run === 'x' ? /(?<!\u2068)\{/u : new RegExp(`(?<![\u2068\\p{L}\\p{N}])${run}`, 'u');
  return text.search(bare);
}
