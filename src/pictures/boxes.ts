/** A picture before it is drawn: boxes with rows, and what each row leads to. The same for Graphviz and for Mermaid. */
export type Box = {
  /** Unique in the picture: `node:region`, `region:gao`. */
  readonly id: string;
  readonly look: Look;
  readonly title: string;
  /** Small, beside the title: what it is. */
  readonly kind: string;
  readonly lines: readonly string[];
  readonly claims: readonly string[];
  readonly rows: readonly Row[];
};

export type Look = 'question' | 'answer' | 'page' | 'end' | 'urgent' | 'place' | 'service' | 'note';

/** Something to pick, with the boxes that it leads to; `aside` where no box says it. `side`: where these boxes stand, else to the right. */
export type Row = { readonly label: string; readonly to: readonly string[]; readonly aside?: string; readonly side?: 'left' };

/** Boxes of one subject. Those of a unit are drawn together, with lines between them; what leads out of it is named. */
export type Sheet = { readonly title: string; readonly units: readonly (readonly Box[])[] };

/** The start of a text: enough to know it by. Cut between words. */
export function firstWords(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= limit) return line;
  const cut = line.lastIndexOf(' ', limit);
  return `${line.slice(0, cut > limit / 2 ? cut : limit).toWellFormed()} …`;
}

/** Lines of about `width` characters. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
