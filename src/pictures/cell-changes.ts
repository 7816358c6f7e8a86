import type { Flow, Service } from '../model/flow.ts';
import { type Cell, cellOf, type Help } from './cells.ts';
import { type Change, without } from './changes.ts';
import { namesIn } from './names.ts';

export type Sides = { readonly before: Flow; readonly after: Flow };

/** What people of each region with each need get otherwise than before. Regions and needs that are new or gone are told as a whole. */
export function cellChanges({ before, after }: Sides): readonly Change[] {
  const regions = [...after.directory.regions.keys()].filter((id) => before.directory.regions.has(id));
  const needs = [...after.directory.needs.keys()].filter((id) => before.directory.needs.has(id));
  const names = namesIn(after, after.defaultLocale);
  return regions.flatMap((region) =>
    needs.flatMap((need) => {
      const changes = changesIn({ before, after }, cellOf(before, region, need), cellOf(after, region, need));
      return changes.map((change) => ({ ...change, cell: { region: names.region(region), need } }));
    }),
  );
}

function changesIn({ before, after }: Sides, old: Cell, now: Cell): readonly Change[] {
  const oldNames = namesIn(before, before.defaultLocale);
  const names = namesIn(after, after.defaultLocale);
  const [had, has] = [organizationsOf(old), organizationsOf(now)];
  const gone = without(had, has).map(oldNames.organization);
  const come = without(has, had).map(names.organization);
  const stay = has.filter((id) => had.includes(id));
  const empty = has.length === 0;
  return [
    ...(empty && gone.length > 0 ? [lost(`nothing left: ${gone.join(', ')} is no longer shown`)] : []),
    ...(empty ? [] : gone.map((name) => lost(`${name} is no longer shown`))),
    ...stay.flatMap((id) => helpChanges({ before, after }, names.organization(id), servicesOf(old, id), servicesOf(now, id))),
    ...come.map((name) => gained(had.length === 0 ? `no longer empty: ${name} is shown` : `${name} is shown too`)),
    ...noteChanges(old, now),
    ...pageChanges(old, now),
  ];
}

const lost = (text: string): Change => ({ weight: 'lost', text });
const changed = (text: string): Change => ({ weight: 'changed', text });
const gained = (text: string): Change => ({ weight: 'gained', text });

const organizationsOf = ({ helps }: Cell): readonly string[] => [...new Set(helps.map(({ organization }) => organization))];
const servicesOf = ({ helps }: Cell, id: string): readonly Help[] => helps.filter(({ organization }) => organization === id);

function helpChanges({ before, after }: Sides, name: string, old: readonly Help[], now: readonly Help[]): readonly Change[] {
  const claimsOf = (helps: readonly Help[]) => [...new Set(helps.flatMap(({ service }) => service.claims))];
  const [stated, states] = [claimsOf(old), claimsOf(now)];
  const tell = (flow: Flow, id: string) => `${id}: ${flow.claims.get(id)?.what ?? ''}`;
  const gone = without(stated, states).map((id) =>
    before.claims.get(id)?.condition
      ? lost(`${name} loses its condition (${tell(before, id)})`)
      : lost(`${name} no longer states ${tell(before, id)}`),
  );
  const come = without(states, stated).map((id) =>
    after.claims.get(id)?.condition
      ? changed(`${name} gets a condition (${tell(after, id)})`)
      : gained(`${name} states ${tell(after, id)}`),
  );
  const strengths = (helps: readonly Help[]) => [...new Set(helps.map(({ strength }) => strength))].join(' and ');
  const [was, is] = [strengths(old), strengths(now)];
  return [
    ...gone,
    ...(was === is ? [] : [changed(`what ${name} does was ${was}, is ${is}`)]),
    ...come,
    ...contactChanges(
      name,
      old.map(({ service }) => service),
      now.map(({ service }) => service),
    ),
    ...sayChanges(name, old, now),
  ];
}

function contactChanges(name: string, old: readonly Service[], now: readonly Service[]): readonly Change[] {
  const contactsOf = (services: readonly Service[]) =>
    new Map(services.flatMap(({ contacts }) => contacts.map((one) => [`${one.kind} ${one.value}`, one.expiresOn] as const)));
  const datesOf = (services: readonly Service[]) => [...new Set(services.map(({ assuredOn }) => assuredOn ?? 'no date'))].join(', ');
  const [had, has] = [contactsOf(old), contactsOf(now)];
  const [dated, dates] = [datesOf(old), datesOf(now)];
  return [
    ...without([...had.keys()], [...has.keys()]).map((contact) => lost(`${name} loses its contact ${contact}`)),
    ...without([...has.keys()], [...had.keys()]).map((contact) => gained(`${name} gets the contact ${contact}, until ${has.get(contact)}`)),
    ...[...has].flatMap(([contact, until]) => {
      const before = had.get(contact);
      return before === undefined || before === until ? [] : [changed(`${name}: ${contact} is good until ${until} instead of ${before}`)];
    }),
    ...(dated === dates ? [] : [changed(`${name} was assured on ${dated}, is on ${dates}`)]),
  ];
}

function sayChanges(name: string, old: readonly Help[], now: readonly Help[]): readonly Change[] {
  const keysOf = (helps: readonly Help[]) => helps.flatMap(({ service }) => service.say).join(', ');
  const [said, says] = [keysOf(old), keysOf(now)];
  return said === says ? [] : [changed(`the card of ${name} says ${says} instead of ${said}`)];
}

function noteChanges(old: Cell, now: Cell): readonly Change[] {
  const keysOf = ({ notes }: Cell) => notes.map(({ say }) => say);
  return [
    ...without(keysOf(old), keysOf(now)).map((key) => lost(`the honest line ${key} is no longer said`)),
    ...without(keysOf(now), keysOf(old)).map((key) => gained(`the honest line ${key} is said`)),
  ];
}

function pageChanges({ page: was }: Cell, { page: is }: Cell): readonly Change[] {
  if (was === is) return [];
  if (is === undefined) return [lost(`the page ${was} is no longer offered`)];
  return [was === undefined ? gained(`the page ${is} is offered`) : changed(`the page ${is} is offered instead of ${was}`)];
}
