import { MARKS } from '../model/flow.ts';
import { fold, foldPhrase } from '../model/fold.ts';
import { alternatives, foldPattern, MOST_PHRASES } from '../model/pattern.ts';
import { type Draft, type LocaleDraft, WORD_SECTIONS, type WordSection } from './draft.ts';
import { suggest } from './nearest.ts';
import { phraseSpot } from './phrases.ts';
import type { Report } from './report.ts';
import { below, fileSpot, keyOf, type PathSpot } from './spots.ts';

/** Commands that the engine has by itself; the others are named by `flow.shortcuts`. */
const COMMANDS = ['menu', 'back', 'greeting', 'yes', 'no', 'hear', 'thanks'] as const;
/** Without a word for these a person who types could not get on. */
const NEEDED = ['menu', 'back', 'greeting'] as const;

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

type Meaning = { readonly section: WordSection; readonly group: string };
type Meanings = Map<string, Meaning>;
/** Where a phrase stands, worked out only for a problem: there are thousands of phrases. */
type Spotter = () => PathSpot;

/** Every word means one thing, and every group of words is known. */
export function checkWords(draft: Draft, locale: LocaleDraft, report: Report): void {
  checkGroups(draft, locale, report);
  const commands: Meanings = new Map();
  addWords('commands', locale, { meanings: commands, report });
  const others: Meanings = new Map();
  for (const section of WORD_SECTIONS) {
    // Marks mean nothing by themselves, so they may be words of anything else.
    if (section === 'commands' || section === 'marks') continue;
    addWords(section, locale, { meanings: others, commands, report });
  }
  checkSpellings(locale, others, report);
  checkWordGroups(locale, report);
  checkNumbers(locale, report);
  const language = wordSpot(locale, 'language');
  for (const [index, word] of locale.words.language?.value.entries() ?? []) foldWord(word, () => phraseSpot(language, index), report);
}

const wordSpot = (locale: LocaleDraft, ...path: (string | number)[]): PathSpot => below(fileSpot(locale.source), 'words', ...path);

function checkGroups(draft: Draft, locale: LocaleDraft, report: Report): void {
  const shortcuts = Object.keys(draft.flow?.value.shortcuts ?? {});
  const known: Readonly<Record<WordSection, readonly string[]>> = {
    commands: [...COMMANDS, ...shortcuts],
    shortcuts,
    signals: Object.keys(draft.flow?.value.signals ?? {}),
    regions: [...draft.regions.ids.keys()],
    needs: [...draft.needs.ids.keys()],
    organizations: [...draft.organizations.ids.keys()],
    marks: MARKS,
  };
  for (const section of WORD_SECTIONS) {
    // Without a readable `flow` section nobody knows its shortcuts and signals.
    if (draft.flow === undefined && section !== 'regions' && section !== 'needs' && section !== 'organizations' && section !== 'marks')
      continue;
    for (const [group, spot] of locale.words[section].ids) {
      if (known[section].includes(group)) continue;
      report.add(
        'words-unknown',
        keyOf(spot),
        `\`${group}\` is none of the ${section}`,
        suggest(group, known[section], 'take these words away'),
      );
    }
  }
}

type Adding = {
  /** What is known so far; the words are added. */
  readonly meanings: Meanings;
  /** What the words may not be. */
  readonly commands?: Meanings;
  readonly report: Report;
};

function addWords(section: WordSection, locale: LocaleDraft, { meanings, commands, report }: Adding): void {
  const names = ['region', ...locale.words.groups.ids.keys()];
  for (const [group, { value, spot }] of locale.words[section].entries) {
    const meaning = { section, group };
    for (const [index, line] of value.entries()) {
      const at = () => phraseSpot(spot, index);
      const phrases = alternatives(foldPattern(line));
      checkForm(line, phrases, names, at, report);
      // What is written is asked for only by a problem: «RAD!» is compared as «rad».
      const written = (nth: number) => alternatives(line)[nth] ?? line;
      for (const [nth, phrase] of phrases.entries()) {
        const folded = oneSpaceApart(phrase);
        if (folded === '') {
          reportEmpty(at, report);
          continue;
        }
        const command = commands?.get(folded);
        // A shortcut may have the same word as its command: both lead to the same node.
        if (command !== undefined && (section !== 'shortcuts' || command.group !== group)) {
          const hint = `take it out of \`commands.${command.group}\`, or use a longer phrase here`;
          report.add('word-is-command', at(), `“${written(nth)}” is the command \`${command.group}\` when it stands alone`, hint);
        }
        const other = meanings.get(folded);
        if (other === undefined) meanings.set(folded, meaning);
        else if (other.section !== section || other.group !== group) {
          const hint = `keep it in \`${other.section}.${other.group}\` or here, or make it a longer phrase`;
          report.add('word-twice', at(), `“${written(nth)}” already means \`${other.section}.${other.group}\``, hint);
        }
      }
    }
  }
}

/** A group that is left out leaves its spaces behind. */
const oneSpaceApart = (phrase: string): string =>
  phrase.includes('  ') || phrase.startsWith(' ') || phrase.endsWith(' ') ? phrase.trim().replace(/ +/g, ' ') : phrase;

/** Names in angle brackets are filled in, gaps have words on both sides, brackets come in pairs, and what they stand for can be read. */
function checkForm(line: string, phrases: readonly string[], names: readonly string[], at: Spotter, report: Report): void {
  const unknown = (line.match(/<[^>]*>?|>/g) ?? []).find((name) => !names.includes(name.slice(1, -1)));
  if (unknown !== undefined)
    report.add(
      'word-form',
      at(),
      `nothing is filled in for “${unknown}”`,
      'write `<region>` for the name of a place, the name of one of `groups`, or no angle brackets',
    );
  if (/^\s*…|…\s*$/.test(line))
    report.add('word-form', at(), 'a gap needs words on both sides', 'take the `…` away: words before and behind a phrase do not matter');
  if (phrases.length >= MOST_PHRASES)
    report.add('word-form', at(), `this stands for ${MOST_PHRASES} phrases or more`, 'write fewer alternatives, or several phrases');
  if (phrases.some((one) => /[()]/.test(one)))
    report.add(
      'word-form',
      at(),
      'brackets do not come in pairs here',
      'write alternatives as `(my|our) passport`, one group not within another',
    );
}

/** Another spelling must not be a word by itself: it could never be said. */
function checkSpellings(locale: LocaleDraft, meanings: Meanings, report: Report): void {
  const everyday = new Set(locale.words.language?.value.map(fold));
  const seen = new Map<string, string>();
  for (const [right, { value, spot }] of locale.words.spellings.entries) {
    for (const [index, word] of value.entries()) {
      const at = () => phraseSpot(spot, index);
      const folded = foldWord(word, at, report);
      const other = meanings.get(folded);
      const means = other === undefined ? seen.get(folded) : `${other.section}.${other.group}`;
      if (folded.includes(' '))
        report.add('word-form', at(), `“${word}” is more than one word`, 'write it among the phrases of what it means');
      if (means !== undefined && means !== right)
        report.add('word-twice', at(), `“${word}” already means \`${means}\``, 'keep it in one place');
      else if (everyday.has(folded)) report.add('word-twice', at(), `“${word}” is an everyday word too`, 'keep it in one place');
      seen.set(folded, right);
    }
  }
}

/** A group is looked up word by word, so each of its words is one. */
function checkWordGroups(locale: LocaleDraft, report: Report): void {
  for (const { value, spot } of locale.words.groups.entries.values()) {
    for (const [index, word] of value.entries()) {
      const at = () => phraseSpot(spot, index);
      if (foldWord(word, at, report).includes(' '))
        report.add(
          'word-form',
          at(),
          `“${word}” is more than one word`,
          'write single words here, and longer ones as alternatives in the phrase',
        );
    }
  }
}

function checkNumbers(locale: LocaleDraft, report: Report): void {
  const seen = new Map<string, string>();
  for (const [digit, spot] of locale.words.numbers.ids) {
    if (!DIGITS.includes(digit))
      report.add('number-range', keyOf(spot), `\`${digit}\` is not a number of a menu`, 'choices are 1 to 8, back is 9, menu is 0');
    for (const [index, word] of locale.words.numbers.entries.get(digit)?.value.entries() ?? []) {
      const at = () => phraseSpot(spot, index);
      const folded = foldWord(word, at, report);
      const other = seen.get(folded) ?? digit;
      if (other !== digit && folded !== '')
        report.add('word-twice', at(), `“${word}” already means the number ${other}`, 'keep it in one place');
      seen.set(folded, other);
    }
  }
}

function foldWord(word: string, at: Spotter, report: Report): string {
  const folded = foldPhrase(word);
  if (folded === '') reportEmpty(at, report);
  return folded;
}

const reportEmpty = (at: Spotter, report: Report): void =>
  report.add('word-empty', at(), 'nothing is left of this word to compare', 'write letters or digits: signs and emoji are not compared');

/** Groups without any word: nobody could ever say them. */
export function checkMissingWords(draft: Draft, locale: LocaleDraft, report: Report): void {
  const { words } = locale;
  const said = (group: string, ...sections: WordSection[]): boolean =>
    sections.some((section) => words[section].ids.has(group) && words[section].entries.get(group)?.value.length !== 0);
  const missing = [
    ...NEEDED.filter((name) => !said(name, 'commands')).map((name) => `commands.${name}`),
    ...Object.keys(draft.flow?.value.shortcuts ?? {})
      .filter((name) => !said(name, 'commands', 'shortcuts'))
      .map((name) => `commands.${name}`),
    ...Object.keys(draft.flow?.value.signals ?? {})
      .filter((name) => !said(name, 'signals'))
      .map((name) => `signals.${name}`),
  ];
  for (const group of missing) {
    report.add('words-missing', keyOf(wordSpot(locale)), `no word in this language means \`${group}\``, `add \`${group}\` with its words`);
  }
}
