import type { LabelledSet } from '../flow/utterances.ts';
import { readUtterances } from '../flow/utterances.ts';
import { confusion, type Judged, judgeAll, type Row, type Score, scoreOf } from '../proof/understanding.ts';
import { readContent } from './content.ts';
import { findConversations } from './conversation-files.ts';
import { print, type Terminal } from './terminal.ts';

/** Where the labelled sets of this repository lie, one file for each language. */
export const UTTERANCES = 'test/understanding';

/**
 * Measures how well people are understood, on labelled sets that the matcher never sees: both halves apart, then each language with its
 * confusion table. Resolves to 1 if a set cannot be read.
 */
export async function understanding(terminal: Terminal, paths: readonly string[], verbose: boolean): Promise<number> {
  const content = readContent(terminal);
  if (content === undefined) return 1;
  const { files, unreadable } = findConversations(terminal.cwd, paths.length > 0 ? paths : [UTTERANCES]);
  const sets: LabelledSet[] = [];
  for (const path of unreadable) print(terminal.stderr, `${path} cannot be read: name a file of labelled utterances, or a folder of them`);
  for (const file of files) {
    const read = readUtterances(file);
    if ('set' in read) sets.push(read.set);
    else print(terminal.stderr, read.problem);
  }
  if (unreadable.length > 0 || sets.length < files.length || sets.length === 0) return 1;
  for (const line of drawUnderstanding(judgeAll(content.flow, sets), verbose)) print(terminal.stdout, line);
  return 0;
}

const HALVES = { report: 'the half that reports', tune: 'the half that tunes' } as const;

function drawUnderstanding(judged: readonly Judged[], verbose: boolean): readonly string[] {
  const languages = [...new Set(judged.map(({ language }) => language))];
  return (['report', 'tune'] as const).flatMap((half) => {
    const own = judged.filter((one) => one.half === half);
    return [
      `${HALVES[half]}:`,
      `${' '.repeat(10)}  said    right  asked first  wrong  urgent found`,
      drawScore('all', scoreOf(own)),
      ...languages.map((language) => drawScore(language, scoreOf(inLanguage(own, language)))),
      '',
      ...(half === 'report' || verbose ? languages.flatMap((language) => drawTable(language, confusion(inLanguage(own, language)))) : []),
      // Errors of the other half stay unseen: whoever sees them tunes on them.
      ...(half === 'tune' && verbose ? own.filter(isError).map(drawError) : []),
    ];
  });
}

const inLanguage = (judged: readonly Judged[], language: string) => judged.filter((one) => one.language === language);
const isError = ({ verdict }: Judged) => verdict === 'missed' || verdict === 'wrong';

function drawScore(name: string, { count, right, confirmed, wrong, urgent }: Score): string {
  const cells = [
    `${count}`.padStart(6),
    percent(right, count).padStart(9),
    percent(confirmed, count).padStart(13),
    percent(wrong, count).padStart(7),
  ];
  return `  ${name.padEnd(8)}${cells.join('')}  ${urgent.found} of ${urgent.count}`;
}

function drawTable(language: string, rows: readonly Row[]): readonly string[] {
  const lines = rows.map(({ name, count, precision, recall, confused }) => {
    const others = [...confused].map(([got, times]) => `${got} ${times}`).join(', ');
    return `  ${name.padEnd(16)}${`${count}`.padStart(5)}${share(precision).padStart(11)}${share(recall).padStart(8)}  ${others}`.trimEnd();
  });
  return [`${language}: meant${' '.repeat(Math.max(1, 11 - language.length))}said  precision  recall  taken for instead`, ...lines, ''];
}

const drawError = ({ language, utterance, verdict, expected, got }: Judged) =>
  `${verdict} (${language}) “${utterance.say}”: ${expected} was meant, ${got} came`;

const percent = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);
const share = (ratio: number | undefined) => (ratio === undefined ? '-' : ratio.toFixed(2));
