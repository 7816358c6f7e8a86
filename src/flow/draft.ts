import type {
  ClaimYaml,
  FlowYaml,
  LocaleYaml,
  NeedYaml,
  NodeYaml,
  NoteYaml,
  OrganizationYaml,
  RegionYaml,
  ServiceYaml,
  TopicYaml,
} from './schema.ts';
import type { PathSpot, Source } from './spots.ts';

/** A value as the author wrote it, and where. The spot is the value's; `keyOf` leads to its name. */
export type Entry<T> = { readonly value: T; readonly spot: PathSpot };

/**
 * Entries of one section. `ids` has the broken ones too: what refers to them is not wrong, so one mistake is not told twice.
 */
export type Section<T> = { readonly ids: ReadonlyMap<string, PathSpot>; readonly entries: ReadonlyMap<string, Entry<T>> };

/** The content as written: read and of the right shape, not yet linked. */
export type Draft = {
  readonly flow: Entry<FlowYaml> | undefined;
  readonly nodes: Section<NodeYaml>;
  readonly claims: Section<ClaimYaml>;
  readonly regions: Section<RegionYaml>;
  readonly needs: Section<NeedYaml>;
  readonly topics: Section<TopicYaml>;
  readonly organizations: Section<OrganizationYaml>;
  readonly services: Section<ServiceYaml>;
  readonly notes: readonly Entry<NoteYaml>[];
  /** Text keys listed in `texts`, with the claims they state. */
  readonly listed: ReadonlyMap<string, Entry<readonly string[]>>;
  readonly locales: ReadonlyMap<string, LocaleDraft>;
  /** Locales with recordings. */
  readonly voiced: ReadonlySet<string>;
};

export type LocaleDraft = {
  readonly id: string;
  readonly source: Source;
  readonly meta: Entry<LocaleYaml> | undefined;
  readonly texts: Section<string>;
  /** Fingerprint of the source text that a text was translated from, by text key. */
  readonly sources: Section<string>;
  readonly words: WordsDraft;
};

/** Sections of `words` that have named groups. */
export const WORD_SECTIONS = ['commands', 'shortcuts', 'signals', 'regions', 'needs', 'organizations', 'marks'] as const;
export type WordSection = (typeof WORD_SECTIONS)[number];

export type WordsDraft = Readonly<Record<WordSection | 'numbers' | 'spellings' | 'groups', Section<readonly string[]>>> & {
  readonly language: Entry<readonly string[]> | undefined;
};
