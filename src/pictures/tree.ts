import type { ChoiceSpec, Flow, FlowNode, Say } from '../model/flow.ts';
import { alternatives } from '../model/pattern.ts';
import { type Box, firstWords, type Look, type Row, type Sheet } from './boxes.ts';
import { lookupUnits } from './lookups.ts';
import { type Names, namesIn } from './names.ts';
import { type PictureWords, wordsFor } from './words.ts';

export type Drawing = { readonly flow: Flow; readonly names: Names; readonly words: PictureWords };

/** The tree as sheets of boxes: the way to an answer, the look-ups behind it, urgent words, then all other pages. Texts are in `locale`. */
export function treeSheets(flow: Flow, locale: string): readonly Sheet[] {
  const drawing: Drawing = { flow, names: namesIn(flow, locale), words: wordsFor(locale) };
  const { words } = drawing;
  const all = [...flow.nodes.values()];
  const urgent = new Set(flow.signals.values());
  const way = all.filter((node) => node.kind === 'answer' || (node.kind === 'question' && !servesOnePage(flow, node)));
  const beside = (node: FlowNode) => !way.includes(node);
  const roots = new Map(all.filter(beside).map((node) => [node.id, rootOf(flow, node, beside)]));
  const unitsOf = (isOf: (root: string) => boolean) => {
    const members = all.flatMap((node) => {
      const found = roots.get(node.id);
      return found !== undefined && isOf(found.root) ? [{ node, ...found }] : [];
    });
    const byRoot = Map.groupBy(members, ({ root }) => root);
    return [...byRoot.values()].map((unit) => unit.toSorted((a, b) => a.depth - b.depth).map(({ node }) => nodeBox(drawing, node)));
  };
  const sheets: readonly Sheet[] = [
    { title: words.way, units: [way.map((node) => nodeBox(drawing, node))] },
    { title: words.directory, units: lookupUnits(drawing) },
    { title: words.urgent, units: [...wordBox(drawing, 'signals'), ...unitsOf((root) => urgent.has(root))] },
    { title: words.pages, units: [...wordBox(drawing, 'shortcuts'), ...unitsOf((root) => !urgent.has(root))] },
  ];
  return sheets.filter(({ units }) => units.length > 0);
}

/** A question that only serves one page («in which region are you, so that we can say where care is») stands beside that page. */
const servesOnePage = (flow: Flow, node: FlowNode & { kind: 'question' }) =>
  node.id !== flow.start && flow.nodes.get(node.then)?.kind === 'page';

/** The node beside which this one is drawn: where only one other node leads here, that one, and so on; and how many steps that is. */
function rootOf(flow: Flow, node: FlowNode, isCounted: (node: FlowNode) => boolean): { readonly root: string; readonly depth: number } {
  const seen = new Set([node.id]);
  let root = node;
  for (;;) {
    const [source, ...others] = sourcesOf(flow, root);
    if (source === undefined || others.length > 0 || !isCounted(source) || seen.has(source.id)) return { root: root.id, depth: seen.size };
    seen.add(source.id);
    root = source;
  }
}

/** Nodes that offer this one. One that words open from anywhere is nobody's. */
function sourcesOf(flow: Flow, { id }: FlowNode): readonly FlowNode[] {
  if ([...flow.signals.values(), ...flow.shortcuts.values()].includes(id)) return [];
  return [...flow.nodes.values()].filter((node) => node.id !== id && node.choices.some((spec) => spec.kind === 'to' && spec.to === id));
}

export const nodeId = (id: string) => `node:${id}`;

const LOOKS: Readonly<Record<FlowNode['kind'], Look>> = { question: 'question', page: 'page', answer: 'answer', end: 'end' };

function nodeBox(drawing: Drawing, node: FlowNode): Box {
  const { flow, words } = drawing;
  const keys = node.say.flatMap(keysOf);
  const marks = [words.kinds[node.kind], ...(node.id === flow.start ? [words.start] : []), ...(node.id === flow.home ? [words.home] : [])];
  return {
    id: nodeId(node.id),
    look: [...flow.signals.values()].includes(node.id) ? 'urgent' : LOOKS[node.kind],
    title: node.id,
    kind: marks.join(', '),
    lines: node.say.flatMap((say) => linesOf(drawing, say)),
    claims: [...new Set(keys.flatMap((key) => flow.cites.get(key) ?? []))],
    rows: node.kind === 'answer' ? [...lookupRows(drawing), ...choiceRows(drawing, node)] : choiceRows(drawing, node),
  };
}

const keysOf = (say: Say): readonly string[] => (say.kind === 'text' ? [say.key] : [...say.cases.values(), say.otherwise]);

const WORDS = 84;

function linesOf({ names, words }: Drawing, say: Say): readonly string[] {
  const start = (key: string) => firstWords(names.text(key), WORDS);
  if (say.kind === 'text') return [start(say.key)];
  const said = [...[...say.cases].map(([region, key]) => [names.region(region), start(key)]), [words.elsewhere, start(say.otherwise)]];
  const alike = Map.groupBy(said, ([, text]) => text);
  return [...alike].map(([text, places]) => `${places.map(([place]) => place).join(', ')} : ${text}`);
}

/** What the look-up does before it can answer. */
function lookupRows({ flow, words }: Drawing): readonly Row[] {
  const asking = (slot: 'region' | 'need') =>
    [...flow.nodes.values()].flatMap((node) => (node.kind === 'question' && node.fills === slot ? [nodeId(node.id)] : [])).slice(0, 1);
  const uncovered = [...flow.directory.regions.values()].flatMap(({ elsewhere }) => (elsewhere === undefined ? [] : [nodeId(elsewhere)]));
  return [
    { label: words.asks.region, to: asking('region'), side: 'left' },
    { label: words.asks.need, to: asking('need'), side: 'left' },
    ...(uncovered.length > 0 ? [{ label: words.asks.elsewhere, to: [...new Set(uncovered)] }] : []),
    { label: words.asks.both, to: [], aside: words.directory },
  ];
}

/** Numbered as the person sees them. Those of an answer come after the card, where other rows may stand before them: no number. */
function choiceRows(drawing: Drawing, node: FlowNode): readonly Row[] {
  const rows = node.choices.flatMap((spec) => rowsOf(drawing, node, spec));
  return node.kind === 'answer' ? rows : rows.map((row, index) => ({ ...row, label: `${index + 1} ${row.label}` }));
}

function rowsOf({ flow, names, words }: Drawing, node: FlowNode, spec: ChoiceSpec): readonly Row[] {
  if (spec.kind === 'to') return [{ label: names.text(spec.label), to: [nodeId(spec.to)] }];
  const then = node.kind === 'question' ? [nodeId(node.then)] : [];
  const { regions, topics } = flow.directory;
  switch (spec.each) {
    case 'regions':
      return [...regions.keys()].map((id) => ({ label: names.region(id), to: then }));
    case 'topics':
      return [...topics.keys()].map((id) => ({ label: names.text(`topic.${id}`), to: then }));
    case 'locales':
      return [...flow.locales.values()].map(({ name }) => ({ label: name, to: [], aside: words.resumes }));
  }
}

const SAMPLES = 4;

/** Words that open a node from anywhere, with a few of them. Most urgent first, as they are looked for. */
function wordBox({ flow, names, words }: Drawing, group: 'signals' | 'shortcuts'): readonly (readonly Box[])[] {
  const entries = [...flow[group]];
  if (entries.length === 0) return [];
  const known = flow.locales.get(names.locale)?.words;
  const samples = (name: string) =>
    [...(known?.[group].get(name) ?? []), ...(group === 'shortcuts' ? (known?.commands.get(name) ?? []) : [])]
      .flatMap(alternatives)
      .slice(0, SAMPLES);
  const rows = entries.map(([name, node]): Row => ({ label: [name, ...samples(name)].join(' · '), to: [nodeId(node)] }));
  const title = group === 'signals' ? words.urgent : words.shortcuts;
  return [
    [{ id: `words:${group}`, look: group === 'signals' ? 'urgent' : 'page', title, kind: words.writes, lines: [], claims: [], rows }],
  ];
}
