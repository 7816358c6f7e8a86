import type { Draft } from './draft.ts';
import type { Known, Report } from './report.ts';
import type { ChoiceYaml, NodeYaml, SayYaml } from './schema.ts';
import { below, nth, type PathSpot } from './spots.ts';

/** What may be named anywhere in the content, for problems about names that do not exist. */
export type Names = { readonly [Noun in 'node' | 'region' | 'need' | 'organization' | 'claim']: Known };

export const namesOf = (draft: Draft): Names => ({
  node: { code: 'node-unknown', noun: 'node', names: draft.nodes.ids },
  region: { code: 'region-unknown', noun: 'region', names: draft.regions.ids },
  need: { code: 'need-unknown', noun: 'need', names: draft.needs.ids },
  organization: { code: 'organization-unknown', noun: 'organization', names: draft.organizations.ids },
  claim: { code: 'claim-unknown', noun: 'claim', names: draft.claims.ids },
});

/** Checks every name of a list, and that none stands twice. */
export function checkNames(list: readonly string[] | undefined, known: Known, spot: PathSpot, report: Report): void {
  for (const [index, name] of list?.entries() ?? []) {
    const at = below(spot, index);
    report.known(name, known, at);
    if (list?.indexOf(name) !== index) report.add('item-twice', at, `\`${name}\` stands twice in this list`, 'take one of the two away');
  }
}

export const asList = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** What a node says, with the place of each bubble. */
export function bubblesOf(node: NodeYaml, spot: PathSpot): { readonly say: SayYaml; readonly spot: PathSpot }[] {
  if (node.kind === 'answer') return [];
  const list = Array.isArray(node.say) ? node.say : [node.say];
  return list.map((say, index) => ({ say, spot: nth(below(spot, 'say'), index) }));
}

/** All text keys that a bubble may turn out to be, with the region in which it is that one. */
export function saidKeys(say: SayYaml, spot: PathSpot): { readonly key: string; readonly spot: PathSpot; readonly region?: string }[] {
  if (typeof say === 'string') return [{ key: say, spot }];
  return Object.entries(say)
    .filter(([name]) => name !== 'by')
    .map(([name, key]) => ({ key, spot: below(spot, name), ...(name === 'otherwise' ? {} : { region: name }) }));
}

export function choicesOf(node: NodeYaml, spot: PathSpot): { readonly choice: ChoiceYaml; readonly spot: PathSpot }[] {
  return (node.choices ?? []).map((choice, index) => ({ choice, spot: below(spot, 'choices', index) }));
}

/** The text key of a choice that opens a node. */
export const labelKey = (choice: ChoiceYaml): string => choice.label ?? `label.${choice.to}`;
