import { treeMermaid, treeSvg } from '../pictures/picture.ts';
import { isLocale, readContent } from './content.ts';
import type { Terminal } from './terminal.ts';
import { writeOutput } from './write-output.ts';

export type GraphOptions = { readonly locale?: string; readonly output?: string; readonly mermaid: boolean };

/** Draws the tree: SVG, or Mermaid text. Without `output` it goes to standard output, and nothing else does. */
export async function graph(terminal: Terminal, { locale, output, mermaid }: GraphOptions): Promise<number> {
  const content = readContent(terminal);
  if (content === undefined || (locale !== undefined && !isLocale(content, locale, terminal))) return 1;
  const { flow } = content;
  const language = locale ?? flow.defaultLocale;
  const picture = mermaid ? treeMermaid(flow, language) : await treeSvg(flow, language);
  if (output !== undefined) return writeOutput(terminal, output, picture);
  terminal.stdout.write(picture);
  return 0;
}
