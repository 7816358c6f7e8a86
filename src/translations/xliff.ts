import { jsToXliff12, type Unit, xliff12ToJs } from 'xliff';
import { DONE, type Row, type Sheet, TAG } from './sheet.ts';
import { type Unread, unread } from './unread.ts';

/** Name of the one `file` in the document. */
const FILE = 'anoura';

/**
 * A sheet as XLIFF 1.2, the edition that the programs of volunteers read (OmegaT, Poedit, Virtaal, Weblate). The limit is `maxwidth` in
 * characters, so that those which can will enforce it; the fingerprint of the translation is `extradata`, which they hand back untouched.
 */
export async function writeXliff({ source, target, rows }: Sheet): Promise<string> {
  const units = rows.map(({ key, source, translation, status, was, limit, context, note }): [string, Unit] => [
    key,
    {
      source,
      target: translation,
      note: [context, ...(note === '' ? [] : [`English: ${note}`]), `status: ${status ?? ''}`],
      additionalAttributes: {
        approved: status === 'reviewed' ? 'yes' : 'no',
        maxwidth: String(limit),
        'size-unit': 'char',
        extradata: `was:${was ?? ''}`,
        'xml:space': 'preserve',
      },
    },
  ]);
  const xml = await jsToXliff12({ sourceLanguage: source, targetLanguage: target, resources: { [FILE]: Object.fromEntries(units) } });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;
}

/**
 * Reads an XLIFF 1.2 file. The library's parser knows no entity but the five of XML and opens no file or address; a document type is
 * refused all the same, because nothing that a translator's program writes has one.
 */
export async function readXliff(text: string): Promise<Sheet | Unread> {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return unread('it has a document type', 'take the lines with <!DOCTYPE and <!ENTITY out');
  const xliff = await parse(text);
  if (xliff === undefined) return unread('it is not XLIFF 1.2', 'export it from the translation program as XLIFF 1.2, or use CSV');
  if (xliff.xliffVersion !== undefined) {
    return unread(`it is XLIFF ${xliff.xliffVersion.slice(0, 10)}`, 'export it from the translation program as XLIFF 1.2, or use CSV');
  }
  const units = Object.values(xliff.resources).flatMap((file) => unitsOf(file));
  // Of two units with one name the library keeps the later; which of them is meant, only the translator knows.
  const written = text.match(/<trans-unit\b/g)?.length ?? 0;
  if (written !== units.length) {
    return unread(
      `${written} units have ${units.length} names between them`,
      'give each unit its own `id` again: each text stands in it once',
    );
  }
  const rows = units.map(([key, unit], index) => rowOf(key, unit, index + 1));
  return { source: xliff.sourceLanguage ?? '', target: xliff.targetLanguage ?? '', rows };
}

async function parse(text: string) {
  try {
    const xliff = await xliff12ToJs(text);
    return typeof xliff === 'object' && 'resources' in xliff ? xliff : undefined;
  } catch {
    // The library throws whatever its parser or its own slips throw: broken XML, a file that is XML and not XLIFF.
    return undefined;
  }
}

/** Programs may gather units in groups. */
const unitsOf = (units: Readonly<Record<string, Unit>>): [string, Unit][] =>
  Object.entries(units).flatMap(([key, unit]): [string, Unit][] =>
    unit.groupUnits === undefined ? [[key, unit]] : unitsOf(unit.groupUnits),
  );

function rowOf(key: string, { source = '', target = '', additionalAttributes = {} }: Unit, number: number): Row {
  return {
    number,
    key,
    source: textOf(source),
    translation: textOf(target),
    status: additionalAttributes.approved === 'yes' ? DONE : undefined,
    was: /(?:^|\s)was:([a-z]+)/.exec(additionalAttributes.extradata ?? '')?.[1],
    limit: Number(additionalAttributes.maxwidth ?? 0),
    context: '',
    note: '',
  };
}

/** Text in pieces (CDATA beside text) is one text. */
function textOf(content: string | object): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map((part) => (typeof part === 'string' ? part : TAG)).join('') : TAG;
}
