import type { Draft } from './draft.ts';
import { choicesOf } from './links.ts';
import type { Report } from './report.ts';
import type { NodeYaml } from './schema.ts';
import { below, keyOf } from './spots.ts';

/** What only shows when the tree is seen as a whole. Asks for a draft whose every entry could be read. */
export function checkWalk(draft: Draft, report: Report): void {
  checkAnswer(draft, report);
  checkReach(draft, report);
  checkLoops(draft, report);
}

function checkAnswer(draft: Draft, report: Report): void {
  const nodes = [...draft.nodes.entries.values()];
  const [answer, second] = nodes.filter(({ value }) => value.kind === 'answer');
  if (second !== undefined) {
    report.add('answer-twice', keyOf(second.spot), 'there is another answer node before this one', 'keep one; lead to it from everywhere');
  }
  if (answer === undefined) {
    const [service] = draft.services.entries.values();
    if (service !== undefined) {
      report.add(
        'answer-missing',
        keyOf(service.spot),
        'no node of kind `answer` shows the services',
        'add a node { kind: answer } and lead to it',
      );
    }
    return;
  }
  for (const slot of ['region', 'need'] as const) {
    if (nodes.some(({ value }) => value.kind === 'question' && value.fills === slot)) continue;
    const hint = `add a question with fills: ${slot}`;
    report.add('answer-question-missing', keyOf(answer.spot), `the answer needs a ${slot}, and no question asks for it`, hint);
  }
}

function checkReach(draft: Draft, report: Report): void {
  const { flow } = draft;
  if (flow === undefined) return;
  const { start, home, shortcuts = {}, signals = {}, numbers = {} } = flow.value;
  const reached = new Set<string>();
  const open = [start, home, ...Object.values(shortcuts), ...Object.values(signals), ...Object.values(numbers)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = draft.nodes.entries.get(id);
    if (node === undefined || reached.has(id)) continue;
    reached.add(id);
    for (const { choice } of choicesOf(node.value, node.spot)) if (choice.to !== undefined) open.push(choice.to);
    if (node.value.kind === 'question') open.push(node.value.then);
    if (node.value.kind === 'answer') open.push(...openedByAnswer(draft));
  }
  for (const [id, { spot }] of draft.nodes.entries) {
    if (reached.has(id)) continue;
    report.add(
      'node-unreachable',
      keyOf(spot),
      `nothing leads to \`${id}\``,
      `add { to: ${id} } to a node's choices, or take the node away`,
    );
  }
}

/** Nodes that a look-up opens or offers: questions for what is missing, pages of the directory, where the uncovered regions lead. */
function openedByAnswer(draft: Draft): string[] {
  const questions = [...draft.nodes.entries]
    .filter(([, { value }]) => value.kind === 'question' && value.fills !== 'locale')
    .map(([id]) => id);
  const elsewhere = [...draft.regions.entries.values()].map(({ value }) => value.elsewhere);
  const pages = [...draft.needs.entries.values(), ...draft.topics.entries.values()].map(({ value }) => value.page);
  return [...questions, ...elsewhere, ...pages].filter((id) => id !== undefined);
}

/**
 * Two ways to go round for ever exist in this schema, because only `then` and `elsewhere` lead on without being chosen:
 * questions whose `then` come back to themselves, so that no answer to them is ever used; and an uncovered region whose
 * `elsewhere` leads to the answer without asking for another region, so that the look-up leads there again.
 */
function checkLoops(draft: Draft, report: Report): void {
  const nodeAt = (id: string): NodeYaml | undefined => draft.nodes.entries.get(id)?.value;
  const told = new Set<string>();
  for (const [id, { spot }] of draft.nodes.entries) {
    const round = chain(id, nodeAt);
    if (told.has(id) || nextOf(nodeAt(round.at(-1) ?? '')) !== id) continue;
    for (const member of round) told.add(member);
    const hint = 'let one of these `then` lead to a page or to the answer';
    report.add('loop', below(spot, 'then'), `${[...round, id].map((name) => `\`${name}\``).join(' → ')} asks for ever`, hint);
  }
  for (const [id, { value, spot }] of draft.regions.entries) {
    // An `elsewhere` that is no question at all is of the wrong kind, or a page, where the person chooses.
    if (value.elsewhere === undefined || nodeAt(value.elsewhere)?.kind !== 'question') continue;
    const asked = chain(value.elsewhere, nodeAt).map(nodeAt);
    if (!asked.some((node) => node?.kind === 'answer') || asked.some((node) => node?.kind === 'question' && node.fills === 'region'))
      continue;
    const hint = 'lead to a page, or to a question that fills the region';
    report.add(
      'loop',
      below(spot, 'elsewhere'),
      `the answer for \`${id}\` leads to \`${value.elsewhere}\`, and that back to the answer`,
      hint,
    );
  }
}

const nextOf = (node: NodeYaml | undefined): string | undefined => (node?.kind === 'question' ? node.then : undefined);

/** A node and those that its `then` leads to, each once. */
function chain(id: string, nodeAt: (id: string) => NodeYaml | undefined): string[] {
  const seen: string[] = [];
  for (let next: string | undefined = id; next !== undefined && !seen.includes(next); next = nextOf(nodeAt(next))) seen.push(next);
  return seen;
}
