import type { Flow } from '../model/flow.ts';
import { type Cell, cellsOf } from './cells.ts';
import type { LocaleProgress } from './locales.ts';
import { namesIn } from './names.ts';
import { LETTER_NAMES, LETTERS, wordsFor } from './words.ts';

/**
 * Region x need for a terminal: a table of letters, then who stands behind each of them, then the languages. Names of regions and
 * organizations are in `locale`; all else is in English, as all commands are.
 */
export function coverageText(flow: Flow, locale: string, progress: readonly LocaleProgress[]): string {
  const names = namesIn(flow, locale);
  const words = wordsFor('en');
  const cells = cellsOf(flow);
  const regions = [...flow.directory.regions.keys()];
  const rows = [...flow.directory.needs.keys()].map((need) => [need, ...cells.filter((cell) => cell.need === need).map(lettersOf)]);
  const legend = LETTER_NAMES.map((name) => `  ${LETTERS[name]}  ${words.strengths[name]}`);
  const helps = cells.flatMap(({ region, need, helps, general }) => {
    const known = helps.map(({ organization, strength, service }) =>
      line(LETTERS[strength], names.organization(organization), service.claims),
    );
    const all = general.length > 0 ? [line(LETTERS.general, words.generally, general)] : [];
    return known.length > 0 ? [`${names.region(region)}, ${need}`, ...known, ...all] : [];
  });
  return [
    ...table([[words.need, ...regions.map(names.region)], ...rows]),
    '',
    ...legend,
    '',
    ...helps,
    '',
    ...table([
      [words.language, words.translated, words.reviewed, words.audio, words.status],
      ...progress.map(({ name, status, translated, reviewed, total, audio, unrecorded }) => [
        name,
        `${translated} ${words.of} ${total}`,
        `${reviewed} ${words.of} ${total}`,
        `${audio} ${words.of} ${audio + unrecorded.length}`,
        words.statuses[status],
      ]),
    ]),
    ...progress.flatMap(drawUnrecorded),
  ].join('\n');

  function lettersOf({ helps, general }: Cell): string {
    const found = [...new Set(helps.map(({ strength }) => LETTERS[strength]))];
    return [...(found.length > 0 ? found : [LETTERS.empty]), ...(general.length > 0 ? [LETTERS.general] : [])].join(' ');
  }
}

/** What is left to record in a language in which somebody has begun to. */
const drawUnrecorded = ({ name, audio, unrecorded }: LocaleProgress) =>
  audio === 0 || unrecorded.length === 0 ? [] : ['', `${name}, not recorded yet: ${unrecorded.join(', ')}`];

const line = (letter: string, name: string, claims: readonly string[]) => `  ${letter} ${name} (${claims.join(' ')})`;

/** Columns padded to their widest cell. Names of this content are narrow letters; a wide script only shifts its own row. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
