import type { Claim, Flow, FlowNode, Say, Topic } from '../model/flow.ts';
import type { Sides } from './cell-changes.ts';
import { type Change, without } from './changes.ts';
import { namesIn } from './names.ts';

/** What is new, gone or otherwise in the tree, the claims and the lists of the directory. */
export function treeChanges(sides: Sides): readonly Change[] {
  const { before, after } = sides;
  const name = (flow: Flow, kind: 'region' | 'organization', id: string) => namesIn(flow, flow.defaultLocale)[kind](id);
  return [
    ...entries(
      'region',
      before.directory.regions,
      after.directory.regions,
      ({ elsewhere = 'the directory' }) => [`leads to ${elsewhere}`],
      (id) => regionLost(sides, id, name(before, 'region', id)),
    ),
    ...entries('need', before.directory.needs, after.directory.needs, () => []),
    ...entries('topic', before.directory.topics, after.directory.topics, topicParts),
    ...entries('organization', before.directory.organizations, after.directory.organizations, ({ members = [] }) =>
      members.map((id) => `the member ${id}`),
    ),
    ...entries('service', before.directory.services, after.directory.services, () => []),
    ...entries('claim', before.claims, after.claims, claimParts),
    ...fields('claim', before.claims, after.claims, claimFields),
    ...entries('node', before.nodes, after.nodes, nodeParts),
    ...fields('node', before.nodes, after.nodes, nodeFields),
    ...targets('urgent words', before.signals, after.signals),
    ...orderChange(before, after),
    ...targets('words', before.shortcuts, after.shortcuts),
    ...settings(before, after),
  ];
}

/** Entries that are gone or new, and of those that stay the parts that are. */
function entries<T>(
  kind: string,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  partsOf: (entry: T) => readonly string[],
  lostText: (id: string) => string = (id) => `the ${kind} ${id} is gone`,
): readonly Change[] {
  const [old, now] = [[...before.keys()], [...after.keys()]];
  return [
    ...without(old, now).map((id): Change => ({ weight: 'lost', text: lostText(id) })),
    ...[...before].flatMap(([id, entry]) => {
      const other = after.get(id);
      if (other === undefined) return [];
      const [had, has] = [partsOf(entry), partsOf(other)];
      return [
        ...without(had, has).map((part): Change => ({ weight: 'lost', text: `${kind} ${id}: no longer ${part}` })),
        ...without(has, had).map((part): Change => ({ weight: 'gained', text: `${kind} ${id}: now ${part}` })),
      ];
    }),
    ...without(now, old).map((id): Change => ({ weight: 'gained', text: `the ${kind} ${id} is new` })),
  ];
}

/** What an entry has exactly one of, told as one thing instead of another. */
function fields<T>(
  kind: string,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  fieldsOf: (entry: T) => Readonly<Record<string, string>>,
): readonly Change[] {
  return [...before].flatMap(([id, entry]) => {
    const other = after.get(id);
    if (other === undefined) return [];
    const [was, is] = [fieldsOf(entry), fieldsOf(other)];
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((field): Change[] => {
      const [old = 'nothing', now = 'nothing'] = [was[field], is[field]];
      return old === now ? [] : [{ weight: 'changed', text: `${kind} ${id}: ${field} ${now} instead of ${old}` }];
    });
  });
}

/** People of a region that is gone get nothing any more. */
function regionLost({ before }: Sides, id: string, name: string): string {
  const services = [...before.directory.services.values()].filter(({ regions }) => regions.includes(id));
  const names = [...new Set(services.map(({ organization }) => namesIn(before, before.defaultLocale).organization(organization)))];
  return `the region ${name} is gone${names.length > 0 ? `, and with it ${names.join(', ')}` : ''}`;
}

const topicParts = ({ needs, page }: Topic) => [
  ...needs.map((need) => `for ${need}`),
  ...(page === undefined ? [] : [`with the page ${page}`]),
];

const claimParts = ({ regions, condition }: Claim) => [
  ...(regions.length === 0 ? ['true of no region in particular'] : regions.map((region) => `true in ${region}`)),
  ...(condition ? ['a condition'] : []),
];

const claimFields = ({ what, strength, source, lines }: Claim) => ({
  says: `«${what}»`,
  is: strength,
  'comes from': `${source} (${lines.join(', ')})`,
});

const nodeParts = ({ say, choices }: FlowNode) => [
  ...say.flatMap(sayParts),
  ...choices.map((choice) => (choice.kind === 'to' ? `offering ${choice.to} (${choice.label})` : `offering all ${choice.each}`)),
];

function nodeFields(node: FlowNode): Readonly<Record<string, string>> {
  return { 'is of kind': node.kind, ...(node.kind === 'question' ? { 'asks for': node.fills, 'goes on to': node.then } : {}) };
}

const sayParts = (say: Say): readonly string[] =>
  say.kind === 'text'
    ? [`saying ${say.key}`]
    : [...[...say.cases].map(([region, key]) => `saying ${key} in ${region}`), `saying ${say.otherwise} in other regions`];

function targets(kind: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly Change[] {
  return [
    ...[...before].flatMap(([name, node]): Change[] => {
      const now = after.get(name);
      if (now === undefined) return [{ weight: 'lost', text: `the ${kind} «${name}» open nothing any more` }];
      return now === node ? [] : [{ weight: 'changed', text: `the ${kind} «${name}» open ${now} instead of ${node}` }];
    }),
    ...[...after].flatMap(([name, node]): Change[] =>
      before.has(name) ? [] : [{ weight: 'gained', text: `the ${kind} «${name}» open ${node}` }],
    ),
  ];
}

/** Of two urgent messages the more urgent is answered, so the order is content. */
function orderChange(before: Flow, after: Flow): readonly Change[] {
  const common = ({ signals }: Flow, { signals: others }: Flow) => [...signals.keys()].filter((name) => others.has(name)).join(', ');
  const [was, is] = [common(before, after), common(after, before)];
  return was === is ? [] : [{ weight: 'changed', text: 'urgent words are looked for in another order', before: was, after: is }];
}

function settings(before: Flow, after: Flow): readonly Change[] {
  return (['start', 'home', 'greeting', 'defaultLocale'] as const).flatMap((key): Change[] =>
    before[key] === after[key] ? [] : [{ weight: 'changed', text: `the flow's ${key} is ${after[key]} instead of ${before[key]}` }],
  );
}
