import type { Problem } from '../model/problem.ts';

/** Every way in which content can be wrong, with what it means. The tests ask for a broken example of each one. */
export const PROBLEM_CODES = {
  // files
  'folder-missing': 'a content folder does not exist, or holds no .yaml file',
  'file-unreadable': 'a content file cannot be read, or is not UTF-8',
  'file-ignored': 'a file looks like content but is not read',

  // YAML
  'yaml-syntax': 'the text is not valid YAML',
  'yaml-tab': 'a tab stands where YAML wants spaces',
  'yaml-alias': 'an alias (*name) is used instead of writing the value out',
  'yaml-documents': 'a file holds more than one YAML document',
  'yaml-depth': 'the file is nested too deeply to be read',
  'duplicate-key': 'a key stands twice in one mapping',

  // shape
  'section-missing': 'a section that every content needs is not there',
  'unknown-key': 'a key has no meaning at this place',
  'missing-key': 'a key that is needed at this place is not there',
  'wrong-type': 'a value is of another type than is needed',
  'unknown-value': 'a value is none of those that are allowed',
  'empty-list': 'a list must name at least one thing',
  'item-twice': 'a list names the same thing twice',
  'bad-id': 'an id is not written as ids are',
  'bad-date': 'a date is not a day of the calendar, written YYYY-MM-DD',
  'duplicate-id': 'the same id is defined in two files',
  'choice-form': 'a choice has neither or both of `to` and `each`, or a label of its own with `each`',

  // tree
  'node-unknown': 'a name leads to a node that does not exist',
  'node-kind': 'a name leads to a node of a kind that cannot stand there',
  'node-unreachable': 'no choice, shortcut or signal ever leads to this node',
  'dead-end': 'a question offers nothing that would answer it',
  'end-choices': 'an end offers choices, though the conversation is over',
  'each-mismatch': 'rows are made from another directory than the one that the question asks for',
  'each-empty': 'rows are made from a directory that is empty',
  'too-many-choices': 'a menu has more rows than the smallest channel can show',
  'too-many-bubbles': 'one answer would be more than two messages',
  loop: 'the conversation goes round without ever getting anywhere',
  'answer-twice': 'there are two answer nodes',
  'answer-missing': 'there are services, but no answer node shows them',
  'answer-question-missing': 'the answer needs a region or a need that no question asks for',

  // directory
  'region-unknown': 'a region does not exist',
  'need-unknown': 'a need does not exist',
  'organization-unknown': 'an organization does not exist',
  'claim-unknown': 'a claim does not exist',
  'region-uncovered': 'a service or note stands in a region for which look-ups lead elsewhere',
  'outside-claim': 'something is said in a region where a claim that it cites does not hold',
  'claim-uncited': 'nothing cites this claim, so nobody is ever told',
  'organization-unused': 'an organization has no service and belongs to no list',
  'need-unreachable': 'a need stands in no topic and has no page',
  'topic-ambiguous': 'a topic has the id of a need, but is not the row of that need alone',
  'note-twice': 'two notes stand in the same cell of region and need',
  'contact-unsourced': 'a contact does not say where it comes from and how long it is good',
  'contact-expired': 'a contact is past its date and is not shown any more',
  'contact-dates': 'dates of a contact or service contradict each other or lie in the future',
  'phone-form': 'a phone number is not written in full',
  'phone-shared': 'two organizations have the same phone number',

  // texts
  'text-missing': 'a locale lacks a text',
  'text-unknown': 'a locale has a text that nothing asks for',
  'text-unused': 'a listed text is used nowhere',
  'text-unlisted': 'nothing says what a text claims',
  'text-listed-twice': 'what a text claims is said twice',
  'text-empty': 'a text is empty',
  'text-syntax': 'braces in a text are not valid ICU MessageFormat',
  'text-apostrophe': 'an apostrophe stands before a brace, which hides the placeholder',
  'placeholder-unknown': 'a text names a placeholder that is never filled there',
  'placeholder-missing': 'a text lacks a placeholder without which it says nothing',
  'placeholder-format': 'a placeholder is formatted in a way that its value does not fit',
  'label-too-long': 'a label is longer than channels can show',
  'bubble-too-long': 'a text is longer than one message may be',
  'sentence-too-long': 'a sentence is hard to read',
  'guarded-word': 'a text uses a word that only the texts of certain claims may use',
  'forbidden-phrase': 'a text uses a phrase that promises too much',
  'text-control': 'a text holds a sign that nobody sees and that does harm',
  'text-isolation': 'a number or name in a right-to-left text could turn the words around it',
  'text-stale': 'texts were translated from a source that has changed since',
  'same-label': 'two choices of one menu have the same label',
  'label-is-command': 'a label is also a command that leads elsewhere',

  // recordings
  'recording-locale': 'a recording is for a locale that does not exist',
  'recording-text': 'a recording is of a text that does not exist',
  'recording-unheard': 'a recording is of a text that 🔊 never plays',
  'recording-placeholder': 'a recording is of a text that names something which a recording cannot',
  'recording-format': 'a recording is not Opus in Ogg, or not MP3, or damaged',
  'recording-stereo': 'a recording is not mono',
  'recording-rate': 'an MP3 has another rate than all others',
  'recording-times': 'the times of a recording are not those of its sound',
  'recording-long': 'a recording is too long',
  'recording-big': 'a recording costs too much data',
  'recording-form': 'a recording lacks the form that one of the channels plays',
  'recording-differs': 'the two forms of a recording are not of the same length',
  'recording-silent': 'there is nothing to hear on a recording',
  'recording-quiet': 'a recording is too quiet',
  'recording-clipped': 'a recording was recorded too loud',

  // locales and words
  'locale-id': 'the file name of a locale is not a language tag',
  'locale-unknown': 'a locale that is named does not exist',
  'fallback-end': 'a chain of locales goes on after the default one, which is always the last',
  'fallback-cycle': 'locales fall back to one another',
  'fallback-unreviewed': 'a locale that is served falls back to a draft',
  'review-incomplete': 'a locale does not say who reviewed it and when, or says so without being reviewed',
  'draft-incomplete': 'a draft still lacks texts or words',
  'words-unknown': 'words are given for a name that does not exist',
  'words-missing': 'nobody could say this in words',
  'word-twice': 'one word means two things',
  'word-is-command': 'a word is also a command',
  'word-form': 'a phrase is not written as the word lists are',
  'word-empty': 'nothing is left of a word once accents and punctuation are gone',
  'number-range': 'number words are given for something else than 0 to 9, or a fixed number is not 10 to 99, or is the one for 🔊',
} as const satisfies Readonly<Record<string, string>>;

/** The same for golden conversations, which are no content and have examples of their own. */
export const CONVERSATION_CODES = {
  'step-form': 'a step says nothing that the person does, or several things at once',
  'step-words': 'a conversation in several languages says which words must appear',
  'conversation-twice': 'two conversations have the same name',
  'tap-not-offered': 'the person taps something that is not shown to them',
  'menu-not-yet': 'the person taps on the menu of a step that has not happened yet',
} as const satisfies Readonly<Record<string, string>>;

export type ProblemCode = keyof typeof PROBLEM_CODES | keyof typeof CONVERSATION_CODES;

/** What is worth knowing but stops nothing. Severity hangs on the code alone, so that nobody has to learn it per case. */
const WARNINGS: ReadonlySet<ProblemCode> = new Set([
  'file-ignored',
  'contact-expired',
  'sentence-too-long',
  'draft-incomplete',
  'text-stale',
  'recording-unheard',
  'recording-placeholder',
  'recording-form',
] as const);

export const severityOf = (code: ProblemCode): Problem['severity'] => (WARNINGS.has(code) ? 'warning' : 'error');

/** By file, line, column, code: the order in which an author mends them. */
export function compareProblems(a: Problem, b: Problem): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.code, b.code);
}

/** By code unit, not by the language of the machine: the same order everywhere. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One problem for a terminal: `file:line:column code message`, then its excerpt and hint, indented. No line break at the end. */
export function formatProblem(problem: Problem): string {
  const warning = problem.severity === 'warning' ? 'warning: ' : '';
  const lines = [`${problem.file}:${problem.line}:${problem.column} ${problem.code} ${warning}${problem.message}`];
  if (problem.excerpt !== undefined) lines.push(...problem.excerpt.split('\n').map((line) => `    ${line}`));
  if (problem.hint !== undefined) lines.push(`    hint: ${problem.hint}`);
  return lines.join('\n');
}

const EXCERPT_WIDTH = 80;

/**
 * A line of a file cut to about 80 columns around a place, with a caret beneath. `column` counts from 1, in UTF-16 units.
 * Control characters (tabs, terminal escapes) become spaces, so that the caret stays under its place.
 */
export function excerpt(line: string, column: number): string {
  const start = Math.max(0, Math.min(column - 1 - EXCERPT_WIDTH / 2, line.length - EXCERPT_WIDTH));
  const end = start + EXCERPT_WIDTH;
  const before = start > 0 ? '…' : '';
  const cut = line
    .slice(start, end)
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .trimEnd();
  return `${before}${cut}${end < line.length ? '…' : ''}\n${' '.repeat(before.length + column - 1 - start)}^`;
}
