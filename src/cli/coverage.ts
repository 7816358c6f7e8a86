import { coverageHtml } from '../pictures/coverage-html.ts';
import { coverageText } from '../pictures/coverage-text.ts';
import { progressOf } from '../pictures/locales.ts';
import { isLocale, readContent } from './content.ts';
import { print, type Terminal } from './terminal.ts';
import { writeOutput } from './write-output.ts';

export type CoverageOptions = { readonly locale?: string; readonly output?: string };

/** Region x need: prints a table, and with `output` writes a page. Names are in `locale`, else in the default language. */
export async function coverage(terminal: Terminal, { locale, output }: CoverageOptions): Promise<number> {
  const content = readContent(terminal);
  if (content === undefined || (locale !== undefined && !isLocale(content, locale, terminal))) return 1;
  const { flow } = content;
  const language = locale ?? flow.defaultLocale;
  const progress = progressOf(flow);
  print(terminal.stdout, coverageText(flow, language, progress));
  return output === undefined ? 0 : writeOutput(terminal, output, coverageHtml(flow, language, progress));
}
