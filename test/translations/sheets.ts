import { type Loaded, readFlow } from '../../src/flow/load.ts';
import { type Imported, importSheet } from '../../src/translations/import.ts';
import { makeSheet, type Row, type Sheet } from '../../src/translations/sheet.ts';
import { type Edit, edited } from '../flow/repair.ts';

type Right = Extract<Loaded, { ok: true }>;

/** The repair cafés with changes, which must hold no error. */
export const content = (edits: readonly Edit[] = []) => (edits.length === 0 ? UNCHANGED : read(edits));

/** What most sheets are made from and come back to. */
const UNCHANGED = read([]);

function read(edits: readonly Edit[]) {
  const { files } = edited(edits);
  const loaded = readFlow(files);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return { files, catalogue: (loaded satisfies Right).catalogue };
}

/** The German sheet of the content as it was, with other cells in some rows. */
export function translated(cells: Readonly<Record<string, Partial<Row>>>, edits: readonly Edit[] = [], target = 'de'): Sheet {
  const sheet = makeSheet(content(edits).catalogue, target);
  return { ...sheet, rows: sheet.rows.map((row) => ({ ...row, ...cells[row.key] })) };
}

/** What becomes of a sheet when it comes back to content that may have changed meanwhile. */
export function imported(sheet: Sheet, edits: readonly Edit[] = []): Imported & { readonly text: string } {
  const { files, catalogue } = content(edits);
  const result = importSheet(sheet, catalogue, files, 'locales');
  return { ...result, text: result.file?.text ?? '' };
}
