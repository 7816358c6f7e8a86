import type { Draft } from './draft.ts';
import { keyOf, locate, type PathSpot } from './spots.ts';

/** Where something is defined; line and column count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/**
 * Places by `node:ID`, `claim:ID`, `region:ID`, `need:ID`, `topic:ID`, `organization:ID`, `service:ID`, `note:INDEX`,
 * `locale:ID` and `text:LOCALE:KEY`: for those who find something wrong in the compiled flow and want to show the YAML.
 */
export function placesOf(draft: Draft): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const put = (name: string, spot: PathSpot): void => {
    places.set(name, { file: spot.source.path, ...locate(spot) });
  };
  const sections = {
    node: draft.nodes,
    claim: draft.claims,
    region: draft.regions,
    need: draft.needs,
    topic: draft.topics,
    organization: draft.organizations,
    service: draft.services,
  };
  for (const [kind, { ids }] of Object.entries(sections)) for (const [id, spot] of ids) put(`${kind}:${id}`, keyOf(spot));
  for (const [index, { spot }] of draft.notes.entries()) put(`note:${index}`, spot);
  for (const locale of draft.locales.values()) {
    if (locale.meta !== undefined) put(`locale:${locale.id}`, keyOf(locale.meta.spot));
    for (const [key, spot] of locale.texts.ids) put(`text:${locale.id}:${key}`, keyOf(spot));
  }
  return places;
}
