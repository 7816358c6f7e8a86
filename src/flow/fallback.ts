import type { Draft, LocaleDraft } from './draft.ts';
import { checkNames } from './links.ts';
import type { Report } from './report.ts';
import { below, type PathSpot } from './spots.ts';

/**
 * The locales that are asked, in order, for what `id` lacks; the last is the default locale, which is asked by all. A list that does
 * not end there goes on with that of its last locale, so `mey: [ar]` is enough where `ar: [fr]` is written. A locale that names none
 * falls back to the default at once.
 *
 * Written out rather than taken from language tags: no registry leads from Hassaniyya (`mey`) to Arabic, and which of two
 * neighbouring languages people read is for editors to say.
 */
export function chainOf(id: string, draft: Draft): readonly string[] {
  const chain: string[] = [];
  for (let last = id; ; ) {
    const next = nextOf(last, draft).filter((name) => name !== id && !chain.includes(name));
    chain.push(...next);
    const end = next.at(-1);
    if (end === undefined) return chain;
    last = end;
  }
}

function nextOf(id: string, { locales, flow }: Draft): readonly string[] {
  const home = flow?.value.locale ?? id;
  return id === home ? [] : (locales.get(id)?.meta?.value.fallback ?? [home]);
}

/** The locales that are asked for a recording that `id` lacks: those named under `voice`, and no others; else those asked for texts. */
export const voiceChainOf = (id: string, draft: Draft): readonly string[] => draft.locales.get(id)?.meta?.value.voice ?? chainOf(id, draft);

/** Every chain exists, comes to the default locale, and leads nobody who hears reviewed words to words that nobody has reviewed. */
export function checkFallbacks(draft: Draft, report: Report): void {
  const home = draft.flow?.value.locale;
  const known = { code: 'locale-unknown', noun: 'locale', names: draft.locales } as const;
  const told = new Set<string>();
  for (const locale of draft.locales.values()) {
    const { meta } = locale;
    if (meta?.value.voice !== undefined) checkVoice(locale, meta.value.voice, draft, below(meta.spot, 'voice'), report);
    if (meta?.value.fallback === undefined) continue;
    const spot = below(meta.spot, 'fallback');
    checkNames(meta.value.fallback, known, spot, report);
    checkEnd(locale.id, meta.value.fallback, home, spot, report);
    checkCycle(locale.id, draft, told, spot, report);
    checkReviewed(locale, meta.value.fallback, draft, spot, report);
  }
}

/** The list is whole as it stands, so it can neither go round nor end too early. */
function checkVoice(locale: LocaleDraft, names: readonly string[], draft: Draft, spot: PathSpot, report: Report): void {
  checkNames(names, { code: 'locale-unknown', noun: 'locale', names: draft.locales }, spot, report);
  const self = names.indexOf(locale.id);
  if (self >= 0) {
    report.add('fallback-cycle', below(spot, self), `\`${locale.id}\` is asked before all others anyway`, `take \`${locale.id}\` out`);
  }
  checkReviewed(locale, names, draft, spot, report);
}

function checkEnd(id: string, names: readonly string[], home: string | undefined, spot: PathSpot, report: Report): void {
  if (id === home) {
    report.add('fallback-end', spot, `everybody falls back to \`${id}\`, which has nobody to fall back to`, 'take `fallback` away');
    return;
  }
  const at = home === undefined ? -1 : names.indexOf(home);
  if (at < 0 || at === names.length - 1) return;
  const hint = `let \`${home}\` be the last: it has every text`;
  report.add('fallback-end', below(spot, at + 1), `after \`${home}\` no other locale is ever asked`, hint);
}

function checkCycle(id: string, draft: Draft, told: Set<string>, spot: PathSpot, report: Report): void {
  const round = [id];
  for (let at = nextOf(id, draft).at(-1); at !== undefined && at !== id; at = nextOf(at, draft).at(-1)) {
    if (round.includes(at)) return;
    round.push(at);
  }
  const self = nextOf(id, draft).includes(id);
  if (told.has(id) || !(self || nextOf(round.at(-1) ?? id, draft).at(-1) === id)) return;
  for (const member of round) told.add(member);
  const shown = (self ? [id, id] : [...round, id]).map((name) => `\`${name}\``).join(' → ');
  report.add('fallback-cycle', spot, `${shown} goes round for ever`, 'let the last of them fall back to the default locale');
}

/** A text of its own is never missing there, but a recording may be: then the draft's would be played. */
function checkReviewed({ id, meta }: LocaleDraft, names: readonly string[], draft: Draft, spot: PathSpot, report: Report): void {
  if (meta?.value.status === 'draft') return;
  for (const [index, name] of names.entries()) {
    if (draft.locales.get(name)?.meta?.value.status !== 'draft') continue;
    const hint = `take \`${name}\` out until it is reviewed, or mark \`${id}\` as a draft too`;
    report.add('fallback-unreviewed', below(spot, index), `\`${id}\` is served, and \`${name}\` is a draft`, hint);
  }
}
