import { join } from 'node:path';
import type { Catalogue } from '../flow/catalogue.ts';
import type { SourceFile } from '../flow/documents.ts';

/**
 * The file of a language that had none: a draft without texts. Its name is what the machine's Unicode data call it in itself, which an
 * editor may have to mend; right to left is told by the script.
 */
export function freshLocale(id: string, { home }: Catalogue, localesDir: string): SourceFile {
  const name = new Intl.DisplayNames([id], { type: 'language', fallback: 'code' }).of(id) ?? id;
  const rtl = RIGHT_TO_LEFT.has(new Intl.Locale(id).maximize().script ?? '');
  const lines = [
    'locale:',
    `  name: ${JSON.stringify(name)}`,
    `  direction: ${rtl ? 'rtl' : 'ltr'}`,
    '  status: draft',
    `  fallback: [${home}]`,
  ];
  return { path: join(localesDir, `${id}.yaml`), text: `${lines.join('\n')}\n\ntexts: {}\n` };
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);
