import { readdirSync, readFileSync } from 'node:fs';
import type { SourceFile } from '../../src/flow/documents.ts';
import type { ContentFiles } from '../../src/flow/load.ts';

export const REPAIR_FLOWS = 'test/fixtures/flow/flows';
export const REPAIR_LOCALES = 'test/fixtures/flow/locales';
/** A day on which every contact of the fixture is good. */
export const TODAY = '2026-06-01';

const read = (folder: string): SourceFile[] =>
  readdirSync(folder).map((name) => ({ path: `${folder.split('/').at(-1)}/${name}`, text: readFileSync(`${folder}/${name}`, 'utf8') }));

/** The repair cafés of a town: a whole valid flow that has nothing to do with migration, with short paths. */
export const REPAIR: ContentFiles = { flows: read(REPAIR_FLOWS), locales: read(REPAIR_LOCALES), today: TODAY };

/** Stands in a replacement where the problem is expected; taken out before the file is read. */
const MARK = '‸';

/** One change to one file: the first `from` becomes `to`. Without `from` the file is new. */
export type Edit = { readonly file: string; readonly from?: string; readonly to: string };
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** The fixture with changes, and the place that is marked in one of them. */
export function edited(
  edits: readonly Edit[],
  recordings: Readonly<Record<string, Uint8Array>> = {},
): { readonly files: ContentFiles; readonly place: Place | undefined } {
  const texts = new Map([...REPAIR.flows, ...REPAIR.locales].map(({ path, text }) => [path, text]));
  for (const { file, from, to } of edits) {
    const before = texts.get(file);
    if (from === undefined) texts.set(file, to);
    else if (before?.includes(from))
      texts.set(
        file,
        before.replace(from, () => to),
      );
    else throw new Error(`${file} has no ${JSON.stringify(from)}`);
  }
  const place = [...texts].map(([file, text]) => placeOf(file, text)).find((found) => found !== undefined);
  const files = [...texts].map(([path, text]) => ({ path, text: text.replace(MARK, '') }));
  const inFolder = (folder: string): SourceFile[] => files.filter(({ path }) => path.startsWith(`${folder}/`));
  const audio = Object.entries(recordings).map(([name, bytes]) => ({ path: `locales/audio/${name}`, name, bytes }));
  return { files: { flows: inFolder('flows'), locales: inFolder('locales'), recordings: audio, today: TODAY }, place };
}

function placeOf(file: string, text: string): Place | undefined {
  const [before, after] = text.split(MARK);
  if (before === undefined || after === undefined) return undefined;
  const lines = before.split('\n');
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
