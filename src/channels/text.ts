/** At most `limit` UTF-16 units from the start, never half a surrogate pair: half a pair is no text, and JSON readers refuse it. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? limit - 1 : limit);
}

/**
 * Text in pieces of at most `limit` units: between lines where possible, else between words, else anywhere but inside a surrogate
 * pair. Line ends and spaces at a break go; pieces of nothing but spaces go, too.
 */
export function pieces(text: string, limit: number): readonly string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const end = breakBefore(rest, limit);
    found.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...found, rest].filter((piece) => piece.trim() !== '');
}

function breakBefore(text: string, limit: number): number {
  const line = text.lastIndexOf('\n', limit);
  if (line > 0) return line;
  const space = text.lastIndexOf(' ', limit);
  return space > 0 ? space : cut(text, limit).length;
}
