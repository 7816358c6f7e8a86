import type { Recording } from './sound.ts';

/** The content, checked and frozen: the tree, the directory and every sentence. Made by `flow/`, walked by `engine/`. */
export type Flow = {
  readonly id: string;
  /** Where a new conversation begins. */
  readonly start: string;
  /** Where `0` leads. */
  readonly home: string;
  /** Said once, before the first answer: who speaks and what is never asked. */
  readonly greeting: string;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  /** Word group of a locale (`language`, `person`, `feedback`, …) to the node it opens, from anywhere. */
  readonly shortcuts: ReadonlyMap<string, string>;
  /** Sensitive or urgent word group to its node, most urgent first; looked for before anything else in a sentence. */
  readonly signals: ReadonlyMap<string, string>;
  /** Numbers of two digits that open a node from anywhere, beside 9 (back) and 0 (menu). */
  readonly numbers: ReadonlyMap<number, string>;
  readonly directory: Directory;
  readonly claims: ReadonlyMap<string, Claim>;
  /** Text key to the claims it states; an empty list is navigation or honesty, which claims nothing. */
  readonly cites: ReadonlyMap<string, readonly string[]>;
  /** Text keys that a recording can say whole: what stands in messages, without names that change. */
  readonly sayable: ReadonlySet<string>;
  readonly locales: ReadonlyMap<string, Locale>;
  readonly defaultLocale: string;
  /** The chain of every locale there is, spoken or not: somebody whose language is not spoken here is answered in the next that is. */
  readonly fallbacks: ReadonlyMap<string, readonly string[]>;
  /** Fingerprint of all content files, so that a reply can be tied to the content it came from. */
  readonly revision: string;
};

/** A text key, or one key per region with a fallback. */
export type Say =
  | { readonly kind: 'text'; readonly key: string }
  | { readonly kind: 'by-region'; readonly cases: ReadonlyMap<string, string>; readonly otherwise: string };

/** A choice as written: one that opens a node, or one for each entry of the directory. */
export type ChoiceSpec =
  | { readonly kind: 'to'; readonly to: string; readonly label: string }
  | { readonly kind: 'each'; readonly each: 'regions' | 'topics' | 'locales' };

type NodeBase = { readonly id: string; readonly say: readonly Say[]; readonly choices: readonly ChoiceSpec[] };

/**
 * - `question`: fills a slot with what is picked, then goes to `then`.
 * - `page`: says something, offers choices.
 * - `answer`: looks the region and need up in the directory; asks for the one that is missing.
 * - `end`: says goodbye and erases everything known about the person.
 */
export type FlowNode =
  | (NodeBase & { readonly kind: 'question'; readonly fills: 'region' | 'need' | 'locale'; readonly then: string })
  | (NodeBase & { readonly kind: 'page' })
  | (NodeBase & { readonly kind: 'answer' })
  | (NodeBase & { readonly kind: 'end' });

/** Region x need -> organization, in the words of HSDS. Orders are the authors'; menus follow them. */
export type Directory = {
  readonly regions: ReadonlyMap<string, Region>;
  readonly needs: ReadonlyMap<string, Need>;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly services: ReadonlyMap<string, Service>;
  readonly notes: readonly Note[];
};

/** `covered: false`: we have no directory there; the lookup leads to its `elsewhere` node. */
export type Region = { readonly id: string; readonly covered: boolean; readonly elsewhere?: string };
/** `page`: the node with what is true of this need everywhere (rights, papers, …). */
export type Need = { readonly id: string; readonly page?: string };
/** A row of the need menu: one need, or two that belong together. */
export type Topic = { readonly id: string; readonly needs: readonly string[]; readonly page?: string };
/** `members`: this entry stands for a list of organizations of which nobody knows which one does it where. */
export type Organization = { readonly id: string; readonly members?: readonly string[] };

export type Service = {
  readonly id: string;
  readonly organization: string;
  readonly needs: readonly string[];
  readonly regions: readonly string[];
  readonly claims: readonly string[];
  /** Text keys, one bubble each. */
  readonly say: readonly string[];
  readonly contacts: readonly Contact[];
  /** ISO date on which somebody made sure; absent: undated, and the card says so. */
  readonly assuredOn?: string;
};

/** Shown only from `assuredOn` until `expiresOn` (ISO dates, both inclusive, UTC). */
export type Contact = {
  readonly kind: 'phone' | 'address' | 'hours' | 'web';
  readonly value: string;
  readonly source: string;
  readonly assuredOn: string;
  readonly expiresOn: string;
};

/** An honest line for cells of the region x need matrix; instead of the generic one where the cell is empty. */
export type Note = {
  readonly needs: readonly string[];
  readonly regions: readonly string[];
  readonly say: string;
  readonly claims: readonly string[];
};

/**
 * `regions` empty: the claim names no region and holds everywhere. `lines`: lines of the seed document. `strength`: whether the source
 * says it of these regions, or it follows from the passage around it. `condition`: it limits what the claims beside it promise.
 */
export type Claim = {
  readonly id: string;
  readonly what: string;
  readonly lines: readonly number[];
  readonly regions: readonly string[];
  readonly source: string;
  readonly strength: 'stated' | 'inferred';
  readonly condition: boolean;
};

/** `team`: written by the project, not yet reviewed by editors; served. `draft`: emulator only, unless an operator lists it. */
export type LocaleStatus = 'reviewed' | 'team' | 'draft';

export type Locale = {
  readonly id: string;
  /** In its own script. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly status: LocaleStatus;
  /** Locales that are asked in turn for a text that this one lacks. The last is the default locale; empty for that one. */
  readonly fallback: readonly string[];
  /** Fingerprint of its texts, its own and those it borrows: two editions with the same one say the same. */
  readonly revision: string;
  /** Keys of the texts that are its own; the others in `texts` come from its fallbacks. */
  readonly written: ReadonlySet<string>;
  /** Text key to a function of named parameters. */
  readonly texts: ReadonlyMap<string, (parameters: Readonly<Record<string, string>>) => string>;
  /** Keys of the texts of which it has a recording of its own. */
  readonly recorded: ReadonlySet<string>;
  /**
   * Text key to its recording: its own, else the first of its voice chain. Each medium goes its own way: a voice in one language over the
   * text of another is a whole message.
   */
  readonly recordings: ReadonlyMap<string, Recording>;
  /** What people write, by what it means. */
  readonly words: Words;
};

/** A language without a text and without a recording of its own would only repeat another one: it is offered nowhere. */
export const speaksForItself = ({ written, recorded }: Pick<Locale, 'written' | 'recorded'>): boolean =>
  written.size > 0 || recorded.size > 0;

/**
 * Words that change what stands behind them, by what they do:
 *
 * - `refuse`: what follows is not wanted or not so («ne veux pas», «not looking for»).
 * - `lack`: what follows is missing, so it is needed all the same («pas de», «without»).
 * - `not`, `past`: what follows may not be meant («pas», «jamais», «déjà»).
 * - `state`: words of needs that say how one is; nobody needs to lack them («faim», «malade»), so any negation denies them.
 * - `break`: a new thought begins («mais», «je»); what stood before does not reach behind it.
 * - `now`: a new thought begins, and it is about today («maintenant», «ce matin»).
 * - `ago`: what stands near is long past («il y a deux ans», «used to»): a call for help in it is asked about first, and
 *   yields to a need that is asked for today; a need in it is not sure, and a place is not where one is.
 * - `told`: what stands near is said of others, or asked in general («on dit que», «what happens if»): a call for help yields as above.
 * - `jest`: wherever it stands, nothing is meant quite as it is said («haha», «je blague»): calls for help and needs are not sure.
 * - `fine`: right behind a need, there is enough of it («food is no problem»), so it is denied.
 * - `weak`: words of needs with other everyday meanings, not enough alone in a longer sentence.
 * - `clear`: words of calls for help without another meaning, enough alone in a sentence however long.
 * - `idiom`: phrases whose words mean nothing of what they mean elsewhere («arrête de», «mort de rire»); only a longer phrase is heard in them.
 * - `over`: says that something is past or well («va mieux», «merci»), wherever it stands: unless something is asked for, it makes needs not sure.
 * - `tells`: right behind a single word of a need, it says something about it («the food is nice»), so that is not sure.
 * - `asks`: shows that something is asked for or missing; without it a single word of a need in a longer sentence is not sure.
 * - `here`: phrases with `<region>` that say where one is; they outweigh every other place named.
 */
export const MARKS = [
  'refuse',
  'lack',
  'not',
  'past',
  'state',
  'break',
  'now',
  'ago',
  'told',
  'jest',
  'fine',
  'weak',
  'clear',
  'idiom',
  'over',
  'tells',
  'asks',
  'here',
] as const;
export type Mark = (typeof MARKS)[number];

/**
 * Words and phrases, as written by the authors; folded by the engine. `<region>` in a phrase stands for any one-word name of a region:
 * «viens de <region>»; another name in angle brackets for any word of that group; `…` for no word or up to three. What stands for a
 * need, a page or an organization is kept as it is written, groups of alternatives and all (`alternatives`); there are tens of thousands.
 */
export type Words = {
  /** `menu`, `back`, `greeting`, `yes`, `no`, `hear`, `stop`, `erase`, and the names of shortcuts; only when they are the whole message. */
  readonly commands: ReadonlyMap<string, readonly string[]>;
  /** Open a node wherever they stand in a sentence. */
  readonly shortcuts: ReadonlyMap<string, readonly string[]>;
  readonly signals: ReadonlyMap<string, readonly string[]>;
  readonly regions: ReadonlyMap<string, readonly string[]>;
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly organizations: ReadonlyMap<string, readonly string[]>;
  /** By `Mark`. */
  readonly marks: ReadonlyMap<string, readonly string[]>;
  /** Words that do the same in a phrase, by the name that stands for them there: `<captor> … <took>`. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Right spelling, of one word or more, to other spellings of one word: «je suis» to «jsui», «chui». */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  /** Number words: `1` to `un`, `premier`, … */
  readonly numbers: ReadonlyMap<number, readonly string[]>;
  /** Common words that tell the language apart, and nothing else. */
  readonly language: readonly string[];
};
