import type { Box, Look, Sheet } from './boxes.ts';

const STYLES: Readonly<Record<Look, string>> = {
  question: 'fill:#cfe3f7,stroke:#10365c',
  answer: 'fill:#cdebd5,stroke:#1d6b3a',
  page: 'fill:#f6f6f6,stroke:#555555',
  end: 'fill:#d9d9d9,stroke:#000000',
  urgent: 'fill:#f7d4cb,stroke:#8c2b16',
  place: 'fill:#cfe3f7,stroke:#10365c',
  service: 'fill:#cdebd5,stroke:#1d6b3a',
  note: 'fill:#fff1c2,stroke:#553c00',
};

/** The same sheets as text for Mermaid, which wikis and code hosts draw: one flowchart, a subgraph for each sheet. */
export function mermaidText(sheets: readonly Sheet[]): string {
  const boxes = sheets.flatMap(({ units }) => units.flat());
  const ids = new Map(boxes.map(({ id }, index) => [id, `b${index}`]));
  const inside = sheets.flatMap(({ title, units }, index) => [
    `  subgraph s${index} ["${safe(title)}"]`,
    ...units.flat().map((box) => `    ${ids.get(box.id)}["${labelOf(box)}"]:::${box.look}`),
    '  end',
  ]);
  const links = boxes.flatMap(({ id, rows }) =>
    rows.flatMap(({ label, to }) =>
      to.flatMap((target) => (ids.has(target) ? [`  ${ids.get(id)} -->|"${safe(label)}"| ${ids.get(target)}`] : [])),
    ),
  );
  const styles = Object.entries(STYLES).map(([look, style]) => `  classDef ${look} ${style},color:#000000`);
  return ['flowchart LR', ...inside, ...links, ...styles, ''].join('\n');
}

/** Rows that lead nowhere stand in the box: nothing else would say them. */
function labelOf({ title, kind, lines, claims, rows }: Box): string {
  const dead = rows.filter(({ to }) => to.length === 0).map(({ label, aside }) => [label, aside].filter(Boolean).join(' · '));
  const parts = [`${title} (${kind})`, ...lines, ...(claims.length > 0 ? [claims.join(' ')] : []), ...dead];
  return parts.map(safe).join('<br/>');
}

/** Every sign that Mermaid or the HTML behind it could take for its own, as its number: `"` is `#34;`. */
const safe = (text: string): string => text.replace(/\s+/g, ' ').replace(/["#<>&`\\;|[\](){}*_~]/g, (sign) => `#${sign.charCodeAt(0)};`);
