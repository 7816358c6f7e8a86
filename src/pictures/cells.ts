import { lookUp, pageOf } from '../engine/lookup.ts';
import type { Flow, Note, Say, Service } from '../model/flow.ts';

/**
 * How strongly the source says that an organization does something somewhere: `stated` of that region; `inferred` from the passage around
 * it; `joint`, in a list of organizations of which nobody knows which one does it there.
 */
export type Strength = 'stated' | 'inferred' | 'joint';

export type Help = { readonly organization: string; readonly service: Service; readonly strength: Strength };

/** One region and one need. Without `helps` it is empty: nobody is known, though `general` may be true there as everywhere. */
export type Cell = {
  readonly region: string;
  readonly need: string;
  readonly helps: readonly Help[];
  readonly notes: readonly Note[];
  /** The node with what is true of the need everywhere. */
  readonly page: string | undefined;
  /** Claims that name no region, said of this need here. */
  readonly general: readonly string[];
};

/** The whole matrix, need by need, in the order of the content. */
export function cellsOf(flow: Flow): readonly Cell[] {
  const { needs, regions } = flow.directory;
  return [...needs.keys()].flatMap((need) => [...regions.keys()].map((region) => cellOf(flow, region, need)));
}

export function cellOf(flow: Flow, region: string, need: string): Cell {
  const { offers, notes } = lookUp(flow.directory, region, need);
  const page = pageOf(flow.directory, need);
  const helps = offers.flatMap(({ organization, services }) =>
    services.map((service): Help => ({ organization: organization.id, service, strength: strengthOf(flow, service) })),
  );
  const said = [...notes.flatMap(({ claims }) => claims), ...pageClaims(flow, page, region)];
  const general = [...new Set(said)].filter((id) => flow.claims.get(id)?.regions.length === 0);
  return { region, need, helps, notes, page, general };
}

/** A list of organizations is joint whatever its claims; else one inferred claim makes the whole service no stronger than that. */
export function strengthOf({ directory, claims }: Flow, { organization, claims: cited }: Service): Strength {
  if (directory.organizations.get(organization)?.members !== undefined) return 'joint';
  return cited.some((id) => claims.get(id)?.strength === 'inferred') ? 'inferred' : 'stated';
}

function pageClaims(flow: Flow, page: string | undefined, region: string): readonly string[] {
  const says = page === undefined ? [] : (flow.nodes.get(page)?.say ?? []);
  return says.flatMap((say) => flow.cites.get(keyIn(say, region)) ?? []);
}

const keyIn = (say: Say, region: string): string => (say.kind === 'text' ? say.key : (say.cases.get(region) ?? say.otherwise));
