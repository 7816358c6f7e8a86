import { BUBBLES_A_TURN, CHOICE_LIMIT } from '../model/engine-texts.ts';
import type { Draft, Entry } from './draft.ts';
import { checkNames, type Names } from './links.ts';
import type { Report } from './report.ts';
import type { NoteYaml, ServiceYaml } from './schema.ts';
import { below, keyOf, type PathSpot } from './spots.ts';

/** Every name in the directory exists, and nothing stands where it could not be shown. */
export function checkDirectory(draft: Draft, names: Names, report: Report): void {
  for (const [id, { value, spot }] of draft.topics.entries) {
    checkNames(value.needs, names.need, below(spot, 'needs'), report);
    // A session remembers one word for what the person looks for, be it a row of the menu or a need named in a sentence.
    if (!draft.needs.ids.has(id) || (value.needs.length === 1 && value.needs[0] === id)) continue;
    report.add(
      'topic-ambiguous',
      keyOf(spot),
      `\`${id}\` is also a need, and this topic is more than that need`,
      'give the topic another id',
    );
  }
  for (const { value, spot } of draft.claims.entries.values()) checkNames(value.regions, names.region, below(spot, 'regions'), report);
  for (const { value, spot } of draft.organizations.entries.values())
    checkNames(value.members, names.organization, below(spot, 'members'), report);
  for (const { value, spot } of draft.services.entries.values()) {
    report.known(value.organization, names.organization, below(spot, 'organization'));
  }
  for (const { value, spot } of [...draft.services.entries.values(), ...draft.notes]) {
    checkNames(value.needs, names.need, below(spot, 'needs'), report);
    checkNames(value.regions, names.region, below(spot, 'regions'), report);
    checkNames(value.claims, names.claim, below(spot, 'claims'), report);
    checkCovered(value.regions, spot, draft, report);
  }
}

function checkCovered(regions: readonly string[], spot: PathSpot, draft: Draft, report: Report): void {
  for (const [index, region] of regions.entries()) {
    const elsewhere = draft.regions.entries.get(region)?.value.elsewhere;
    if (elsewhere === undefined) continue;
    const at = below(spot, 'regions', index);
    report.add(
      'region-uncovered',
      at,
      `a look-up in \`${region}\` opens \`${elsewhere}\`, so this is never shown`,
      'take the region out here, or its `elsewhere`',
    );
  }
}

/** What nobody would ever see. Asks for a draft whose every entry could be read. */
export function checkUse(draft: Draft, report: Report): void {
  const services = [...draft.services.entries.values()].map(({ value }) => value);
  const members = new Set([...draft.organizations.entries.values()].flatMap(({ value }) => value.members ?? []));
  for (const [id, { spot }] of draft.organizations.entries) {
    if (members.has(id) || services.some((service) => service.organization === id)) continue;
    report.add('organization-unused', keyOf(spot), `\`${id}\` has no service and is no member`, 'give it a service, or take it away');
  }
  const inTopics = new Set([...draft.topics.entries.values()].flatMap(({ value }) => value.needs));
  for (const [id, { value, spot }] of draft.needs.entries) {
    if (inTopics.has(id) || value.page !== undefined) continue;
    report.add('need-unreachable', keyOf(spot), `\`${id}\` stands in no topic and has no page`, 'add it to the `needs` of a topic');
  }
}

/** The matrix: what is shown for each region and each need or topic. */
export function checkCells(draft: Draft, report: Report): void {
  const topics = [...draft.topics.entries].map(([id, { value }]) => ({ id, needs: value.needs }));
  // A sentence can name a need that shares its row with another; one that has a row to itself is that row.
  const shared = [...draft.needs.ids.keys()].filter((id) => !topics.some(({ needs }) => needs.length === 1 && needs.includes(id)));
  const rows = [...topics, ...shared.map((id) => ({ id, needs: [id] }))];
  for (const region of draft.regions.ids.keys()) {
    for (const need of draft.needs.ids.keys()) checkNotes(region, need, draft, report);
    for (const row of rows)
      checkCell(`\`${region}\` and \`${row.id}\``, inCell(region, row.needs, draft.notes), services(region, row.needs, draft), report);
  }
}

const services = (region: string, needs: readonly string[], draft: Draft): Entry<ServiceYaml>[] =>
  inCell(region, needs, [...draft.services.entries.values()]);

function inCell<T extends { readonly needs: readonly string[]; readonly regions: readonly string[] }>(
  region: string,
  needs: readonly string[],
  entries: readonly Entry<T>[],
): Entry<T>[] {
  return entries.filter(({ value }) => value.regions.includes(region) && value.needs.some((need) => needs.includes(need)));
}

function checkNotes(region: string, need: string, draft: Draft, report: Report): void {
  const [first, second] = inCell(region, [need], draft.notes);
  if (first === undefined || second === undefined) return;
  report.add(
    'note-twice',
    second.spot,
    `\`${region}\` and \`${need}\` have a note already`,
    'make one note of the two, or give them different needs',
  );
}

/** One organization: its cards follow the note. Several: a menu of them follows the note, and the cards come when one is picked. */
function checkCell(cell: string, notes: readonly Entry<NoteYaml>[], offered: readonly Entry<ServiceYaml>[], report: Report): void {
  const byOrganization = Map.groupBy(offered, ({ value }) => value.organization);
  const alone = byOrganization.size <= 1;
  for (const [organization, group] of byOrganization) {
    const cards = group.reduce((sum, { value }) => sum + (Array.isArray(value.say) ? value.say.length : 1), 0);
    checkBubbleCount(`${cell}: \`${organization}\``, cards + (alone ? notes.length : 0), group.at(-1), report);
  }
  if (!alone || offered.length === 0) checkBubbleCount(cell, notes.length + (alone ? 0 : 1), notes.at(-1), report);
  const over = [...byOrganization.values()][CHOICE_LIMIT]?.[0];
  if (over !== undefined) {
    const hint = 'make one organization with `members` of those that do the same';
    report.add(
      'too-many-choices',
      keyOf(over.spot),
      `${cell}: ${byOrganization.size} organizations, ${CHOICE_LIMIT} at most can be shown`,
      hint,
    );
  }
}

function checkBubbleCount(where: string, count: number, last: Entry<unknown> | undefined, report: Report): void {
  if (count <= BUBBLES_A_TURN || last === undefined) return;
  const hint = 'say it in one text, or let the note stand only where there is no service';
  report.add('too-many-bubbles', keyOf(last.spot), `${where} would say ${count} bubbles, ${BUBBLES_A_TURN} at most are sent at once`, hint);
}
