/**
 * Text for the Microsoft 365 Agents Playground (0.2.28), which heeds no `textFormat` beside suggested actions: what has an HTML tag in it
 * is read as HTML and Markdown, what has none is shown letter for letter, on one line. We need line breaks, so we take the first way:
 * breaks as `<br>` (one at the end if there would be none), everything that HTML or Markdown would read escaped. Addresses become links,
 * which look as they are written.
 */
export function forPlayground(text: string): string {
  const lines = text.split('\n').map((line) =>
    line
      .trim()
      .replace(/[&<>]/g, (sign) => ENTITY[sign] ?? sign)
      .replace(/[\\`*_[\]~|]/g, String.raw`\$&`),
  );
  const line = lines
    .join(BREAK)
    // Signs that mean something only where a block begins; to Markdown all of it is one line.
    .replace(/^(?=[#+=-])/, '\\')
    .replace(/^(\d{1,9})(?=[.)])/, '$1\\');
  return lines.length > 1 ? line : line + BREAK;
}

const BREAK = '<br>';
const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
