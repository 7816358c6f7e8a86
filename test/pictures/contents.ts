import { type Loaded, readFlow } from '../../src/flow/load.ts';
import { type Edit, edited } from '../flow/repair.ts';
import { ogg } from '../support/recordings.ts';

type Right = Extract<Loaded, { ok: true }>;

/** The repair cafés, changed by edits that leave the content right, and with recordings as Opus alone: `de/tips.one` to its seconds. */
export const content = (edits: readonly Edit[] = [], recorded: Readonly<Record<string, number>> = {}): Right =>
  edits.length + Object.keys(recorded).length === 0 ? UNCHANGED : read(edits, recorded);

/** What most tests compare with. */
const UNCHANGED = read([], {});

function read(edits: readonly Edit[], recorded: Readonly<Record<string, number>>): Right {
  const files = Object.entries(recorded).map(([name, seconds]) => [`${name}.ogg`, ogg(seconds)]);
  const loaded = readFlow(edited(edits, Object.fromEntries(files)).files);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  return loaded;
}

/** Signs that mean something to HTML, SVG, Graphviz or Mermaid, in every place where authors write words. */
const HOSTILE = `</td><script>alert("1")</script> & 'x' "] --> b0; %% \\N #quot; | ]]>`;
export const hostileEdits: readonly Edit[] = [
  { file: 'locales/en.yaml', from: 'region.hill: Hill', to: `region.hill: '</b>&"<i>'` },
  { file: 'locales/en.yaml', from: 'organization.bike-kitchen: Bike Kitchen', to: `organization.bike-kitchen: '"><svg onload="'` },
  { file: 'locales/en.yaml', from: 'need.bicycle: bicycles', to: `need.bicycle: '<script>x</script>'` },
  { file: 'locales/en.yaml', from: 'Ask at the town hall.', to: JSON.stringify(HOSTILE.replaceAll("'", '’')) },
  { file: 'locales/en.yaml', from: 'name: English', to: `name: '<b>&amp;"'` },
  { file: 'flows/claims.yaml', from: '"The Bike Kitchen at the harbour mends tyres"', to: JSON.stringify(HOSTILE) },
];
