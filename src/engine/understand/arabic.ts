/** «and», «with», «for», «like», «in» and the article, which Arabic writes as one with the word behind them; the least is taken away first. */
const PREFIXES = ['', 'و', 'ف', 'ب', 'ل', 'ك', 'ال', 'لل', 'ع', 'وب', 'ول', 'وال', 'فال', 'بال', 'كال', 'عال', 'ولل', 'وبال', 'هال'];
/** «my», «your», «his», «our», «their», «me», «us», and plurals, which stand as one with the word before them. */
const SUFFIXES = ['', 'ي', 'ه', 'ك', 'نا', 'ها', 'هم', 'كم', 'ني', 'هن', 'هما', 'ين', 'ون', 'ات', 'ا'];
const SHORTEST_STEM = 3;

/** «to», which tells where somebody goes and not where they are, so it stays, as the word of its own that Arabic also has. */
const TO = ['ل', 'ول'];
const TO_WORD = 'الي';

/** The words of the lists in an Arabic word with what is written as one with it; undefined if there are none, or for other scripts. */
export function arabicWords(typed: string, known: ReadonlySet<string>): readonly string[] | undefined {
  if (!/^\p{Script=Arabic}/u.test(typed)) return undefined;
  for (const suffix of SUFFIXES) {
    if (!typed.endsWith(suffix)) continue;
    for (const prefix of PREFIXES) {
      if (!typed.startsWith(prefix) || typed.length - prefix.length - suffix.length < SHORTEST_STEM) continue;
      const stem = typed.slice(prefix.length, typed.length - suffix.length);
      const found = formsOf(stem, suffix).find((form) => known.has(form));
      if (found !== undefined) return TO.includes(prefix) ? [TO_WORD, found] : [found];
    }
  }
  return undefined;
}

/** The words of the content have the article or not, as their authors liked; before an ending the last letter of a feminine word changes. */
function formsOf(stem: string, suffix: string): readonly string[] {
  const forms = [stem, `ال${stem}`];
  return suffix !== '' && stem.endsWith('ت') ? [...forms, `${stem.slice(0, -1)}ه`, `ال${stem.slice(0, -1)}ه`] : forms;
}
