import type { Flow, FlowNode } from '../../src/model/flow.ts';
import type { Recording } from '../../src/model/sound.ts';
import type { ProofCode } from '../../src/proof/codes.ts';
import type { Places } from '../../src/proof/prove.ts';
import { repairFlow, withNode } from '../engine/flows.ts';
import type { Edit } from '../flow/repair.ts';

/** Content that reads well and goes wrong only when it is walked. `also`: what else the same mistake brings about. */
export type Broken = {
  readonly code: ProofCode;
  readonly label: string;
  /** Where the problem is told: a name of `places`. */
  readonly place: string;
  /** Words of the message that say what is wrong. */
  readonly message: string;
  readonly also?: readonly ProofCode[];
  readonly make: () => { readonly flow: Flow; readonly places: Places };
};

const both = (from: string, to: string): readonly Edit[] => ['de', 'en'].map((locale) => ({ file: `locales/${locale}.yaml`, from, to }));

/** A change that the loader lets through. */
const written = (...edits: readonly Edit[]) => ({ make: () => repairFlow(edits) });

/** A change that the loader would refuse, made behind its back: the walk must not rely on it. */
const compiled = (change: (flow: Flow) => Flow) => ({
  make: () => {
    const { flow, places } = repairFlow();
    return { flow: change(flow), places };
  },
});

function nodeOf(flow: Flow, id: string): FlowNode {
  const node = flow.nodes.get(id);
  if (node === undefined) throw new Error(`no node ${id}`);
  return node;
}

/** One text in other words, in every locale. */
function withText(flow: Flow, key: string, words: string): Flow {
  const locales = [...flow.locales].map(
    ([id, locale]) => [id, { ...locale, revision: words, texts: new Map([...locale.texts, [key, () => words]]) }] as const,
  );
  return { ...flow, locales: new Map(locales) };
}

/** As large as one recording may be and a little more. */
const large = ([key, recording]: readonly [string, Recording]) =>
  [key, { ...recording, forms: { ogg: { path: 'x.ogg', hash: 'x', bytes: 170_000, seconds: 60 } } }] as const;

const long = (length: number) => 'Bring it here. '.repeat(30).slice(0, length).trim();
const longId = `h${'i'.repeat(60)}ll`;

export const BROKEN: readonly Broken[] = [
  {
    code: 'walk-dead-end',
    label: 'a question without answers',
    place: 'node:need',
    message: 'asks something and offers no answer',
    also: ['walk-node-unreached', 'walk-service-far'],
    ...compiled((flow) => withNode(flow, { ...nodeOf(flow, 'need'), choices: [] })),
  },
  {
    code: 'walk-dead-end',
    label: 'a page without words',
    place: 'node:tips',
    message: 'says nothing',
    ...compiled((flow) => withNode(flow, { ...nodeOf(flow, 'tips'), say: [] })),
  },
  {
    code: 'walk-choice-lost',
    label: 'an id too long for a button to carry',
    place: 'node:region',
    message: '«Hill» leads to nothing',
    ...written(
      { file: 'flows/directory.yaml', from: '  hill: {}', to: `  ${longId}: {}` },
      { file: 'flows/directory.yaml', from: '[harbour, hill]', to: `[harbour, ${longId}]` },
      { file: 'flows/directory.yaml', from: 'regions: [hill]', to: `regions: [${longId}]` },
      { file: 'flows/directory.yaml', from: 'regions: [hill], say: note.bicycle', to: `regions: [${longId}], say: note.bicycle` },
      { file: 'flows/directory.yaml', from: 'regions: [hill], say: note.phone', to: `regions: [${longId}], say: note.phone` },
      { file: 'flows/claims.yaml', from: '[harbour, hill]', to: `[harbour, ${longId}]` },
      { file: 'flows/claims.yaml', from: 'regions: [hill]', to: `regions: [${longId}]` },
      ...both('region.hill:', `region.${longId}:`),
      ...both('    hill: [', `    ${longId}: [`),
    ),
  },
  {
    code: 'walk-bubbles',
    label: 'a page of three texts',
    place: 'node:tips',
    message: 'shows 3 bubbles',
    ...compiled((flow) => {
      const tips = nodeOf(flow, 'tips');
      return withNode(flow, { ...tips, say: [...tips.say, { kind: 'text', key: 'desk.say' }] });
    }),
  },
  {
    code: 'walk-bubble-long',
    label: 'a card that is too long only with its contacts',
    place: 'node:answer',
    message: 'shows a bubble of 3',
    ...written({ file: 'locales/en.yaml', from: 'The Sewing Circle takes up hems.', to: long(340) }),
  },
  {
    code: 'walk-claim-unreached',
    label: 'a claim that is said only where nobody can be',
    place: 'claim:R7',
    message: 'claim R7 is said nowhere in',
    ...written(
      { file: 'flows/repair.yaml', from: '      - { by: region, harbour: desk.harbour, otherwise: desk.say }', to: '      - desk.say' },
      { file: 'flows/repair.yaml', from: 'say: outside.say', to: 'say: { by: region, harbour: desk.harbour, otherwise: outside.say }' },
    ),
  },
  {
    code: 'walk-service-far',
    label: 'a need that only words lead to',
    place: 'service:tyres',
    message: 'service tyres in harbour is not shown within 3 choices',
    ...written(
      { file: 'flows/directory.yaml', from: '  bicycle: {}', to: '  bicycle: { page: battery }' },
      { file: 'flows/directory.yaml', from: '  wheels: { needs: [bicycle] }\n', to: '' },
      { file: 'locales/en.yaml', from: '  topic.wheels: 🚲 Bicycle\n  topic.wheels.name: bicycles\n', to: '' },
      { file: 'locales/de.yaml', from: '  topic.wheels: Fahrrad\n  topic.wheels.name: Fahrräder\n', to: '' },
    ),
  },
  {
    code: 'walk-service-misplaced',
    label: 'a text said in a region where its claim does not hold',
    place: 'node:desk',
    message: 'desk.harbour, said in hill, states R7, which holds only in harbour',
    ...compiled((flow) =>
      withNode(flow, {
        ...nodeOf(flow, 'desk'),
        say: [
          {
            kind: 'by-region',
            cases: new Map([
              ['hill', 'desk.harbour'],
              ['harbour', 'desk.harbour'],
            ]),
            otherwise: 'desk.say',
          },
        ],
      }),
    ),
  },
  {
    code: 'walk-node-unreached',
    label: 'a node that a question names and nobody gets to',
    place: 'node:nowhere',
    message: 'node nowhere cannot be reached in',
    ...written(
      {
        file: 'flows/repair.yaml',
        from: 'choices: [{ each: locales }], then: region }',
        to: 'choices: [{ each: locales }], then: nowhere }',
      },
      { file: 'flows/repair.yaml', from: '  battery:', to: '  nowhere: { kind: page, say: desk.say }\n  battery:' },
    ),
  },
  {
    code: 'walk-payload',
    label: 'a label that a platform cuts',
    place: 'node:region',
    message: 'the choice «Hill, where the castle is» is cut or missing',
    ...compiled((flow) => withText(flow, 'region.hill', 'Hill, where the castle is')),
  },
  {
    code: 'walk-sound',
    label: 'recordings on one way that together cost too much',
    place: 'node:answer',
    message: 'bytes of sound can be heard in en, 524288 at most',
    make: () => {
      const { flow, places } = repairFlow([], { 'en/welcome.say': 1, 'en/region.ask': 1, 'en/need.ask': 1, 'en/service.hems': 1 });
      const locales = [...flow.locales].map(
        ([id, locale]) => [id, { ...locale, recordings: new Map([...locale.recordings].map(large)) }] as const,
      );
      return { flow: { ...flow, locales: new Map(locales) }, places };
    },
  },
];
