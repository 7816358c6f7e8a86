import type { Draft } from './draft.ts';
import { bubblesOf, type Names, saidKeys } from './links.ts';
import type { Report } from './report.ts';
import { below, keyOf, type PathSpot } from './spots.ts';

/**
 * Nothing is said where a claim that it cites does not hold. Every claim of a service or note must hold in every one of its
 * regions: its text states all of them wherever it is shown. Of a `by: region` the cases are held to it, `otherwise` is not: it
 * may be a sentence that names the regions by itself.
 */
export function checkClaims(draft: Draft, names: Names, report: Report): void {
  for (const { value, spot } of [...draft.services.entries.values(), ...draft.notes]) {
    for (const [index, region] of value.regions.entries())
      checkHolds(value.claims ?? [], region, below(spot, 'regions', index), draft, report);
  }
  for (const { value: node, spot } of draft.nodes.entries.values()) {
    for (const bubble of bubblesOf(node, spot)) {
      for (const { key, region, spot: at } of saidKeys(bubble.say, bubble.spot)) {
        if (region !== undefined) checkHolds(draft.listed.get(key)?.value ?? [], region, at, draft, report);
      }
    }
  }
  for (const { value, spot } of draft.listed.values()) {
    for (const [index, claim] of value.entries()) report.known(claim, names.claim, below(spot, index));
  }
}

function checkHolds(claims: readonly string[], region: string, spot: PathSpot, draft: Draft, report: Report): void {
  // A region that does not exist is another problem, told elsewhere.
  if (!draft.regions.ids.has(region)) return;
  for (const claim of claims) {
    const regions = draft.claims.entries.get(claim)?.value.regions ?? [];
    if (regions.length === 0 || regions.includes(region)) continue;
    const hint = `take \`${region}\` out, or \`${claim}\` if the text does not state it`;
    report.add(
      'outside-claim',
      spot,
      `\`${claim}\` holds in ${regions.map((name) => `\`${name}\``).join(', ')}, not in \`${region}\``,
      hint,
    );
  }
}

/** Asks for a draft whose every entry could be read. */
export function checkCited(draft: Draft, report: Report): void {
  const cited = new Set([
    ...[...draft.services.entries.values(), ...draft.notes].flatMap(({ value }) => value.claims ?? []),
    ...[...draft.listed.values()].flatMap(({ value }) => value),
  ]);
  for (const [id, { spot }] of draft.claims.entries) {
    if (cited.has(id)) continue;
    report.add('claim-uncited', keyOf(spot), `nothing states \`${id}\``, 'cite it in a service, in a note or under `texts.cited`');
  }
}
