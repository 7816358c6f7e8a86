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
  readonly directory: Directory;
  readonly claims: ReadonlyMap<string, Claim>;
  /** Text key to the claims it states; an empty list is navigation or honesty, which claims nothing. */
  readonly cites: ReadonlyMap<string, readonly string[]>;
  readonly locales: ReadonlyMap<string, Locale>;
  readonly defaultLocale: string;
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
  /** Text key to a function of named parameters. */
  readonly texts: ReadonlyMap<string, (parameters: Readonly<Record<string, string>>) => string>;
  /** What people write, by what it means. */
  readonly words: Words;
};

/** Words and phrases, as written by the authors; folded by the engine. */
export type Words = {
  /** `menu`, `back`, `greeting`, `stop`, `erase`, and the names of shortcuts; only when they are the whole message. */
  readonly commands: ReadonlyMap<string, readonly string[]>;
  /** Open a node wherever they stand in a sentence. */
  readonly shortcuts: ReadonlyMap<string, readonly string[]>;
  readonly signals: ReadonlyMap<string, readonly string[]>;
  readonly regions: ReadonlyMap<string, readonly string[]>;
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly organizations: ReadonlyMap<string, readonly string[]>;
  /** Number words: `1` to `un`, `premier`, … */
  readonly numbers: ReadonlyMap<number, readonly string[]>;
  /** Common words that tell the language apart, and nothing else. */
  readonly language: readonly string[];
};
