import type { Directory, Flow, Note, Organization, Service } from '../model/flow.ts';
import { makeMemo } from './memo.ts';

/** The needs behind a name: a topic (a row of the need menu) stands for one or more, a need for itself. */
function needsOf(directory: Directory, name: string): readonly string[] {
  return directory.topics.get(name)?.needs ?? [name];
}

export function isNeed(directory: Directory, name: string): boolean {
  return directory.topics.has(name) || directory.needs.has(name);
}

/** Whether this node is the page of a call for help. */
export const isUrgent = ({ signals }: Flow, node: string): boolean => [...signals.values()].includes(node);

/** The node with what is true of this need everywhere. */
export function pageOf(directory: Directory, name: string): string | undefined {
  return directory.topics.get(name)?.page ?? needsOf(directory, name).flatMap((need) => directory.needs.get(need)?.page ?? [])[0];
}

export type Offer = { readonly organization: Organization; readonly services: readonly Service[] };

export type Lookup = {
  /** Who can help, in the authors' order. Empty: we have no information. */
  readonly offers: readonly Offer[];
  readonly notes: readonly Note[];
};

const cells = makeMemo<Directory, Lookup>();

/** One cell of the region x need matrix (or several, for a topic). `need` undefined: all needs of the region. */
export function lookUp(directory: Directory, region: string, need: string | undefined): Lookup {
  return cells(directory, `${region} ${need ?? ''}`, () => gather(directory, region, need));
}

function gather(directory: Directory, region: string, need: string | undefined): Lookup {
  const needs = need === undefined ? [...directory.needs.keys()] : needsOf(directory, need);
  const meets = (entry: { regions: readonly string[]; needs: readonly string[] }) =>
    entry.regions.includes(region) && entry.needs.some((one) => needs.includes(one));
  const services = [...directory.services.values()].filter(meets);
  const offers = [...directory.organizations.values()].flatMap((organization) => {
    const own = services.filter((service) => service.organization === organization.id);
    return own.length > 0 ? [{ organization, services: own }] : [];
  });
  return { offers, notes: need === undefined ? [] : directory.notes.filter(meets) };
}

/** Topics that somebody serves in this region, but for the one asked: what an empty answer can offer instead. */
export function otherTopics({ directory }: Flow, region: string, except: string): readonly string[] {
  const excluded = needsOf(directory, except);
  return [...directory.topics.values()]
    .filter((topic) => topic.id !== except && !topic.needs.some((need) => excluded.includes(need)))
    .filter((topic) => lookUp(directory, region, topic.id).offers.length > 0)
    .map((topic) => topic.id);
}

/** Whether the directory knows this organization in this region at all. */
export function isPresent({ directory }: Flow, organization: string, region: string): boolean {
  return lookUp(directory, region, undefined).offers.some((offer) => offer.organization.id === organization);
}

/**
 * Of several needs in one message: the most urgent, which is the one that stands first in the directory, with all that share its row of
 * the menu; and the next one, if there is one, else one of those that may have been meant. What has no row of the menu is no second one:
 * dangers are not put beside the answer to a need.
 */
export function byUrgency(
  flow: Flow,
  needs: readonly string[],
  unsure: readonly string[],
): { readonly first?: string; readonly second?: string } {
  const [first, ...others] = [...flow.directory.needs.keys()].filter((need) => needs.includes(need));
  if (first === undefined) return {};
  // Nor is anything put beside what has no row.
  if (topicOf(flow, [first]) === undefined) return { first };
  const second = [...others, ...unsure].find((need) => topicOf(flow, [need]) !== undefined && topicOf(flow, [first, need]) === undefined);
  const together = [first, ...others.filter((need) => topicOf(flow, [first, need]) !== undefined)];
  const named = together.length > 1 ? (topicOf(flow, together) ?? first) : first;
  return { first: named, ...(second === undefined ? {} : { second }) };
}

/** The one topic behind several needs, if a row of the menu has them all. */
export function topicOf({ directory }: Flow, needs: readonly string[]): string | undefined {
  return [...directory.topics.values()].find((topic) => needs.every((need) => needsOf(directory, topic.id).includes(need)))?.id;
}
