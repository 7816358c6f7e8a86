import { readChoiceId } from '../engine/choice-id.ts';
import { makeEngine } from '../engine/engine.ts';
import type { Flow } from '../model/flow.ts';
import type { Answered } from './conversation.ts';
import { optionsOf, walk } from './walk.ts';

/** How many there are, and the names of those that no conversation gets to. */
export type Tally = { readonly total: number; readonly missed: readonly string[] };
export type Reach = { readonly nodes: Tally; readonly choices: Tally; readonly services: Tally; readonly claims: Tally };

/**
 * What conversations get to, of all that a person can get to: nodes shown, choices taken, services shown in each of their regions, claims
 * said. Back and menu are left out of the choices; they are everywhere.
 */
export function reachOf(flow: Flow, answers: readonly Answered[], at: number): Reach {
  const nodes = new Set(answers.map(({ turn }) => turn.trace.node));
  const claims = new Set(answers.flatMap(({ turn }) => turn.trace.claims));
  const services = new Set(answers.flatMap(({ turn }) => turn.trace.services.map((id) => inRegion(id, turn.session?.region ?? ''))));
  const taken = new Set(answers.flatMap(({ taken }) => taken.map(choiceKey)));
  const all = [...flow.directory.services.values()].flatMap(({ id, regions }) => regions.map((region) => inRegion(id, region)));
  return {
    nodes: tally([...flow.nodes.keys()], nodes),
    choices: tally(choicesOf(flow, at), taken),
    services: tally(all, services),
    claims: tally([...flow.claims.keys()], claims),
  };
}

const tally = (all: readonly string[], reached: ReadonlySet<string>): Tally => ({
  total: all.length,
  missed: all.filter((name) => !reached.has(name)),
});

const inRegion = (service: string, region: string) => `${service} in ${region}`;

/** A choice without the region and need in which it stood: `need: health`, `risks: @contact` for one that opens a node. */
function choiceKey(id: string): string {
  const { node = '', choice = '' } = readChoiceId(id) ?? {};
  return `${node}: ${choice}`;
}

function choicesOf(flow: Flow, at: number): readonly string[] {
  const { visits } = walk(makeEngine(flow), { locale: flow.defaultLocale, at });
  const offered = visits.flatMap(({ turn }) => optionsOf(turn)).filter(({ number }) => number >= 1 && number <= 8);
  return [...new Set(offered.map(({ id }) => choiceKey(id)))];
}
