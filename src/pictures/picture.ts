import type { Flow } from '../model/flow.ts';
import { mermaidText } from './mermaid.ts';
import { drawPages } from './pages.ts';
import { treeSheets } from './tree.ts';
import { wordsFor } from './words.ts';

/** The tree as an SVG of A4 pages, with the words of a locale. */
export function treeSvg(flow: Flow, locale: string): Promise<string> {
  const words = wordsFor(locale);
  return drawPages(treeSheets(flow, locale), `${words.tree} ${flow.id}`, flow.revision, words);
}

/** The tree as text for Mermaid. */
export const treeMermaid = (flow: Flow, locale: string): string => mermaidText(treeSheets(flow, locale));
