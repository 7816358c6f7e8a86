import type { LocaleStatus } from '../model/flow.ts';
import type { Draft, LocaleDraft } from './draft.ts';
import type { TextUse } from './keys.ts';
import type { PathSpot } from './spots.ts';

/** The texts of all languages as their authors wrote them, for those who translate. */
export type Catalogue = {
  /** The locale that all others are translated from. */
  readonly home: string;
  /** Every text that the content needs, in the order of the home locale's file. */
  readonly entries: readonly CatalogueEntry[];
  readonly locales: ReadonlyMap<string, CatalogueLocale>;
};

export type CatalogueEntry = {
  readonly key: string;
  /** UTF-16 units, the values of placeholders included. */
  readonly limit: number;
  readonly placeholders: readonly string[];
  readonly cites: readonly { readonly claim: string; readonly what: string }[];
  /** Where it is said, in a few words each. */
  readonly where: readonly string[];
};

export type CatalogueLocale = {
  readonly id: string;
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly status: LocaleStatus;
  readonly reviewedBy: string | undefined;
  readonly reviewedOn: string | undefined;
  /** The file, as it was found. */
  readonly path: string;
  readonly texts: ReadonlyMap<string, string>;
  /** Fingerprint of the source that a text was translated from; a text written by hand has none. */
  readonly sources: ReadonlyMap<string, string>;
};

/** Asks for a draft without errors. */
export function catalogueOf(draft: Draft, uses: ReadonlyMap<string, TextUse>, home: string): Catalogue {
  const order = [...(draft.locales.get(home)?.texts.ids.keys() ?? [])].filter((key) => uses.has(key));
  const keys = new Set([...order, ...uses.keys()]);
  return {
    home,
    entries: [...keys].flatMap((key) => entryOf(key, draft, uses.get(key))),
    locales: new Map([...draft.locales.values()].flatMap((locale) => localeOf(locale, uses))),
  };
}

function entryOf(key: string, draft: Draft, use: TextUse | undefined): CatalogueEntry[] {
  if (use === undefined) return [];
  const cites = use.cites.map((claim) => ({ claim, what: draft.claims.entries.get(claim)?.value.what ?? '' }));
  return [{ key, limit: use.limit, placeholders: use.parameters, cites, where: [...new Set(use.spots.map(describe))] }];
}

function localeOf({ id, source, meta, texts, sources }: LocaleDraft, uses: ReadonlyMap<string, TextUse>): [string, CatalogueLocale][] {
  if (meta === undefined) return [];
  const { name, direction, status, reviewed_by: reviewedBy, reviewed_on: reviewedOn } = meta.value;
  const own = [...texts.entries].filter(([key]) => uses.has(key)).map(([key, { value }]): [string, string] => [key, value.trimEnd()]);
  const known = new Map([...sources.entries].map(([key, { value }]) => [key, value]));
  return [[id, { id, name, direction, status, reviewedBy, reviewedOn, path: source.path, texts: new Map(own), sources: known }]];
}

const NOUNS: Readonly<Record<string, string>> = {
  regions: 'region',
  needs: 'need',
  topics: 'row of the need menu',
  organizations: 'organization',
};

/** The place that asks for a text, in words: `said at rights`, `choice at contact`, `card of service iom-return`. */
function describe({ path }: PathSpot): string {
  const [section = '', id = '', ...inside] = path.map(String);
  const last = inside.at(-1) ?? '';
  // The last step is a region, the position in a list, or the key itself.
  const region = /^(\d+|say|otherwise|)$/.test(last) ? undefined : last;
  switch (section) {
    case 'nodes':
      if (inside.includes('choices')) return `choice at ${id}`;
      return region === undefined ? `said at ${id}` : `said at ${id} in ${region}`;
    case 'services':
      return `card of service ${id}`;
    case 'notes':
      return 'note in a cell of region and need';
    case 'flow':
      return 'greeting, once, before the first answer';
    case 'texts':
      return 'said by the robot itself';
    default:
      return inside.includes('page') ? `choice after the cards of ${id}` : `name of the ${NOUNS[section] ?? section} ${id}`;
  }
}
