/** Tags that HTML never closes. */
const VOID = new Set(['meta', 'br', 'link', 'img', 'hr', 'input']);

/**
 * What is wrong with the form of a document: tags that are not closed in order, attributes without quotes, signs that should have been
 * escaped. Empty when it is well-formed. `html` has tags that need no end.
 */
export function markupFaults(document: string, { html = false } = {}): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const text = document.replace(/^<\?xml[^>]*\?>|<!doctype[^>]*>/gi, '').replace(/<style>[^<]*<\/style>/g, '');
  for (const [part, close, name = '', attributes = '', single] of text.matchAll(
    /<(\/?)([a-z][\w:]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|[^<]+|</gi,
  )) {
    if (name === '') {
      if (part === '<') faults.push(`a < that opens no tag, in ${open.at(-1)}`);
      if (/&(?!(?:#\d+|#x[\da-f]+|amp|lt|gt|quot|apos);)/i.test(part)) faults.push(`an & that is no entity: ${part.slice(0, 60)}`);
    } else if (close === '/') {
      const expected = open.pop();
      if (expected !== name) faults.push(`</${name}> where </${expected}> was expected`);
    } else if (single !== '/' && !(html && VOID.has(name))) open.push(name);
    if (/&(?!(?:#\d+|#x[\da-f]+|amp|lt|gt|quot|apos);)/i.test(attributes)) faults.push(`an & that is no entity in ${name}`);
  }
  return [...faults, ...open.map((name) => `<${name}> is never closed`)];
}
