import { CsvError, parse } from 'csv-parse/sync';
import type { Row, Sheet } from './sheet.ts';
import { type Unread, unread } from './unread.ts';

/** Ten times the content of today, with room for a spreadsheet's habits. */
const ROW_BYTES = 64 * 1024;

const HEAD = ['key', 'status', 'limit', 'context', 'source', 'note', 'translation', 'was'] as const;
type Column = (typeof HEAD)[number];

/** Tells spreadsheets that this is UTF-8: without it they show Arabic as rubbish. */
const MARK = '\uFEFF';

/**
 * A sheet as RFC 4180 CSV. The heads of `source` and `translation` carry their language: `source:fr`, `translation:bm`. Every cell is
 * quoted, so that no program takes a text for a number, or one that begins with a hyphen for a formula.
 */
export function writeCsv({ source, target, rows }: Sheet): string {
  const head = HEAD.map((name) => (name === 'source' ? `source:${source}` : name === 'translation' ? `translation:${target}` : name));
  const lines = [head, ...rows.map((row) => HEAD.map((name) => String(row[name] ?? '')))];
  return (
    MARK +
    lines
      .map((cells) => cells.map(quote).join(','))
      .join('\r\n')
      .concat('\r\n')
  );
}

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** Reads a sheet that a spreadsheet has saved: with commas, semicolons or tabs, columns in any order, further columns left alone. */
export function readCsv(text: string): Sheet | Unread {
  const delimiter = delimiterOf(text);
  let records: string[][];
  try {
    records = parse(text, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: false, max_record_size: ROW_BYTES });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
    return unread(`it is not CSV${line}`, 'save it as CSV again; cells with line breaks or quotes must stand in double quotes');
  }
  const [head = [], ...body] = records;
  const names = head.map((cell) => cell.trim().toLowerCase().split(':')[0] ?? '');
  const column = (name: Column): number => names.indexOf(name);
  const missing = (['key', 'source', 'translation'] as const).filter((name) => column(name) < 0);
  if (missing.length > 0) return unread(`its first row has no column ${missing.join(', ')}`, 'keep the first row as it was exported');
  const language = (name: Column): string => head[column(name)]?.split(':')[1]?.trim() ?? '';
  const rows = body.flatMap((cells, index): Row[] => {
    const cell = (name: Column): string => cells[column(name)] ?? '';
    if (cells.every((value) => value.trim() === '')) return [];
    const row = { key: cell('key').trim(), source: cell('source'), translation: cell('translation'), context: cell('context') };
    return [
      { number: index + 2, ...row, note: cell('note'), status: cell('status').trim(), was: cell('was').trim() || undefined, limit: 0 },
    ];
  });
  return { source: language('source'), target: language('translation'), rows };
}

/** Spreadsheets of many countries save with semicolons; the first row has no text that could hold the wrong one. */
function delimiterOf(text: string): string {
  const head = text.slice(0, text.search(/\r|\n|$/));
  const count = (sign: string): number => head.split(sign).length;
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ',';
}
