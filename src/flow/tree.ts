import { BUBBLES_A_TURN, CHOICE_LIMIT, HEAR_NUMBER } from '../model/engine-texts.ts';
import type { FlowNode } from '../model/flow.ts';
import type { Draft } from './draft.ts';
import { bubblesOf, choicesOf, type Names, saidKeys } from './links.ts';
import { isOffered } from './locales.ts';
import type { Report } from './report.ts';
import type { ChoiceYaml, NodeYaml } from './schema.ts';
import { below, keyOf, type PathSpot } from './spots.ts';

type Kind = FlowNode['kind'];

/** Which directory makes the rows that fill a slot. */
const ROWS_OF = { region: 'regions', need: 'topics', locale: 'locales' } as const;

/** Shortcuts that people use to be forgotten: whatever else they say, they must erase. */
const ERASING = ['stop', 'erase'];

/** Every name in the tree leads to a node of a kind that can stand there, and every node can be shown. */
export function checkTree(draft: Draft, names: Names, report: Report): void {
  const leadsTo = (name: string | undefined, kinds: readonly Kind[], spot: PathSpot): void => {
    if (name === undefined || !report.known(name, names.node, spot)) return;
    const node = draft.nodes.entries.get(name)?.value;
    if (node === undefined || kinds.includes(node.kind)) return;
    report.add(
      'node-kind',
      spot,
      `\`${name}\` is of kind \`${node.kind}\`, which cannot stand here`,
      `name a node of kind ${kinds.join(' or ')}`,
    );
  };

  if (draft.flow !== undefined) {
    const { value: flow, spot } = draft.flow;
    leadsTo(flow.start, ['question', 'page'], below(spot, 'start'));
    leadsTo(flow.home, ['question', 'page'], below(spot, 'home'));
    for (const [name, node] of Object.entries(flow.shortcuts ?? {})) {
      leadsTo(node, ERASING.includes(name) ? ['end'] : ['question', 'page', 'answer', 'end'], below(spot, 'shortcuts', name));
    }
    for (const [number, node] of Object.entries(flow.numbers ?? {})) {
      const at = below(spot, 'numbers', number);
      if (!/^[1-9]\d$/.test(number)) {
        report.add('number-range', keyOf(at), `\`${number}\` cannot be a fixed number`, 'take one of 10 to 99: menus have 1 to 9 and 0');
      } else if (Number(number) === HEAR_NUMBER) {
        report.add('number-range', keyOf(at), `\`${number}\` plays the recording of the last message`, 'take another one of 10 to 99');
      }
      leadsTo(node, ['question', 'page', 'answer', 'end'], at);
    }
    for (const [name, node] of Object.entries(flow.signals ?? {}))
      leadsTo(node, ['question', 'page', 'answer'], below(spot, 'signals', name));
  }
  // An answer would look the same region up again, and so on for ever; an end would erase whoever lives elsewhere.
  for (const { value, spot } of draft.regions.entries.values()) leadsTo(value.elsewhere, ['question', 'page'], below(spot, 'elsewhere'));
  for (const { value, spot } of draft.needs.entries.values()) leadsTo(value.page, ['page'], below(spot, 'page'));
  for (const { value, spot } of draft.topics.entries.values()) leadsTo(value.page, ['page'], below(spot, 'page'));

  for (const [id, { value: node, spot }] of draft.nodes.entries) {
    checkBubbles(id, node, spot, names, report);
    checkChoices(id, node, spot, draft, report);
    for (const { choice, spot: at } of choicesOf(node, spot)) leadsTo(choice.to, ['question', 'page', 'answer', 'end'], below(at, 'to'));
    if (node.kind === 'question') leadsTo(node.then, ['question', 'page', 'answer'], below(spot, 'then'));
  }
}

function checkBubbles(id: string, node: NodeYaml, spot: PathSpot, names: Names, report: Report): void {
  const bubbles = bubblesOf(node, spot);
  const extra = bubbles[BUBBLES_A_TURN];
  if (extra !== undefined) {
    const hint = 'shorten them, or move the rest to a page of its own behind a choice';
    report.add(
      'too-many-bubbles',
      extra.spot,
      `\`${id}\` says ${bubbles.length} bubbles, ${BUBBLES_A_TURN} at most are sent at once`,
      hint,
    );
  }
  for (const bubble of bubbles) {
    for (const { region, spot: at } of saidKeys(bubble.say, bubble.spot))
      if (region !== undefined) report.known(region, names.region, keyOf(at));
  }
}

function checkChoices(id: string, node: NodeYaml, spot: PathSpot, draft: Draft, report: Report): void {
  const choices = choicesOf(node, spot);
  const [first] = choices;
  if (node.kind === 'end') {
    if (first !== undefined)
      report.add('end-choices', first.spot, `\`${id}\` is an end and offers choices`, 'take `choices` away, or make it a page');
    return;
  }
  for (const { choice, spot: at } of choices) checkEach(id, node, choice, at, draft, report);
  if (node.kind === 'question' && !choices.some(({ choice }) => choice.each === ROWS_OF[node.fills])) {
    report.add(
      'dead-end',
      keyOf(spot),
      `the question \`${id}\` offers nothing that tells the ${node.fills}`,
      `add { each: ${ROWS_OF[node.fills]} } to its choices`,
    );
  }
  const rows = choices.reduce((sum, { choice }) => sum + (choice.each === undefined ? 1 : directorySize(choice.each, draft)), 0);
  if (rows > CHOICE_LIMIT) {
    const hint = 'put some of them behind a choice of their own: 9 and 0 are taken by back and menu';
    report.add('too-many-choices', keyOf(spot), `\`${id}\` offers ${rows} choices, ${CHOICE_LIMIT} at most can be shown`, hint);
  }
}

function checkEach(id: string, node: NodeYaml, { each }: ChoiceYaml, spot: PathSpot, draft: Draft, report: Report): void {
  if (each === undefined) return;
  const at = below(spot, 'each');
  if (node.kind !== 'question' || each !== ROWS_OF[node.fills]) {
    const message =
      node.kind === 'question' ? `\`${id}\` fills the ${node.fills}, but its rows are ${each}` : `\`${id}\` does not ask for anything`;
    const hint =
      node.kind === 'question'
        ? `write { each: ${ROWS_OF[node.fills]} }`
        : 'make it a question with `fills` and `then`, or write single choices';
    report.add('each-mismatch', at, message, hint);
  } else if (directorySize(each, draft) === 0) {
    report.add('each-empty', at, `there are no ${each}, so \`${id}\` would be an empty menu`, `define at least one of the ${each}`);
  }
}

const directorySize = (each: 'regions' | 'topics' | 'locales', draft: Draft): number =>
  each === 'locales' ? [...draft.locales.values()].filter((locale) => isOffered(draft, locale)).length : draft[each].ids.size;
