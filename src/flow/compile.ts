import type { ChoiceSpec, Claim, Contact, Directory, Flow, FlowNode, Locale, Say, Service, Topic, Words } from '../model/flow.ts';
import { alternatives } from '../model/pattern.ts';
import type { Draft, LocaleDraft, Section, WordsDraft } from './draft.ts';
import { chainOf, voiceChainOf } from './fallback.ts';
import { fingerprint } from './fingerprint.ts';
import type { TextUse } from './keys.ts';
import { asList, labelKey } from './links.ts';
import type { Recordings } from './recordings.ts';
import type { ChoiceYaml, ClaimYaml, ContactYaml, FlowYaml, NodeYaml, SayYaml, ServiceYaml, TopicYaml } from './schema.ts';
import type { Messages } from './texts.ts';

/** Makes the flow of a draft without errors. `messages`: the texts of each locale; `recordings`: its own. */
export function compileFlow(
  settings: FlowYaml,
  draft: Draft,
  uses: ReadonlyMap<string, TextUse>,
  messages: ReadonlyMap<string, Messages>,
  recordings: Recordings,
  revision: string,
): Flow {
  const compile = (locale: LocaleDraft) =>
    compileLocale(locale, uses, messages, chainOf(locale.id, draft), spokenIn(locale.id, voiceChainOf(locale.id, draft), recordings));
  return {
    id: settings.id,
    start: settings.start,
    home: settings.home,
    greeting: settings.greeting,
    nodes: compileSection(draft.nodes, compileNode),
    shortcuts: new Map(Object.entries(settings.shortcuts ?? {})),
    signals: new Map(Object.entries(settings.signals ?? {})),
    numbers: new Map(Object.entries(settings.numbers ?? {}).map(([number, node]) => [Number(number), node])),
    directory: compileDirectory(draft),
    claims: compileSection(draft.claims, compileClaim),
    cites: new Map([...uses].map(([key, { cites }]) => [key, cites])),
    sayable: new Set([...uses].filter(([, { heard, required }]) => heard && required.length === 0).map(([key]) => key)),
    locales: new Map([...draft.locales.values()].flatMap(compile)),
    defaultLocale: settings.locale,
    fallbacks: new Map([...draft.locales.keys()].map((id) => [id, chainOf(id, draft)])),
    revision,
  };
}

function compileSection<From, To>({ entries }: Section<From>, compile: (id: string, value: From) => To): Map<string, To> {
  return new Map([...entries].map(([id, { value }]) => [id, compile(id, value)]));
}

function compileNode(id: string, node: NodeYaml): FlowNode {
  const choices = (node.choices ?? []).map(compileChoice);
  if (node.kind === 'answer') return { kind: 'answer', id, say: [], choices };
  const base = { id, say: asList<SayYaml>(node.say).map(compileSay), choices };
  // biome-ignore lint/suspicious/noThenProperty: the authors' word; a node is never awaited
  return node.kind === 'question' ? { ...base, kind: node.kind, fills: node.fills, then: node.then } : { ...base, kind: node.kind };
}

function compileSay(say: SayYaml): Say {
  if (typeof say === 'string') return { kind: 'text', key: say };
  const { by: _, otherwise, ...cases } = say;
  return { kind: 'by-region', cases: new Map(Object.entries(cases)), otherwise };
}

function compileChoice(choice: ChoiceYaml): ChoiceSpec {
  if (choice.each !== undefined) return { kind: 'each', each: choice.each };
  return { kind: 'to', to: choice.to ?? '', label: labelKey(choice) };
}

function compileDirectory(draft: Draft): Directory {
  return {
    regions: compileSection(draft.regions, (id, { elsewhere }) => ({ id, covered: elsewhere === undefined, ...given({ elsewhere }) })),
    needs: compileSection(draft.needs, (id, { page }) => ({ id, ...given({ page }) })),
    topics: compileSection(draft.topics, compileTopic),
    organizations: compileSection(draft.organizations, (id, { members }) => ({ id, ...given({ members }) })),
    services: compileSection(draft.services, compileService),
    notes: draft.notes.map(({ value: { needs, regions, say, claims = [] } }) => ({ needs, regions, say, claims })),
  };
}

const compileTopic = (id: string, { needs, page }: TopicYaml): Topic => ({ id, needs, ...given({ page }) });

function compileService(id: string, service: ServiceYaml): Service {
  const { organization, needs, regions, claims, say = `service.${id}`, contacts = [], assured_on: assuredOn } = service;
  return {
    id,
    organization,
    needs,
    regions,
    claims,
    say: asList(say),
    contacts: contacts.flatMap(compileContact),
    ...given({ assuredOn }),
  };
}

/** A contact that lacks its source or dates was reported; none of them gets here. */
function compileContact({ kind, value, source, assured_on: assuredOn, expires_on: expiresOn }: ContactYaml): Contact[] {
  if (source === undefined || assuredOn === undefined || expiresOn === undefined) return [];
  return [{ kind, value, source, assuredOn, expiresOn }];
}

function compileClaim(id: string, { strength = 'stated', condition = false, ...claim }: ClaimYaml): Claim {
  return { id, ...claim, strength, condition };
}

function compileLocale(
  { id, meta, words }: LocaleDraft,
  uses: ReadonlyMap<string, TextUse>,
  messages: ReadonlyMap<string, Messages>,
  fallback: readonly string[],
  spoken: Pick<Locale, 'recorded' | 'recordings'>,
): [string, Locale][] {
  if (meta === undefined) return [];
  const { name, direction, status } = meta.value;
  const texts = new Map<string, Locale['texts'] extends ReadonlyMap<string, infer Format> ? Format : never>();
  const said: string[] = [];
  for (const key of uses.keys()) {
    const speaker = [id, ...fallback].find((name) => messages.get(name)?.has(key));
    const message = messages.get(speaker ?? '')?.get(key);
    if (message !== undefined) texts.set(key, message.format);
    said.push(key, message?.source ?? '');
  }
  const written = new Set(messages.get(id)?.keys());
  return [
    [
      id,
      {
        id,
        name,
        direction,
        status,
        fallback,
        revision: fingerprint(JSON.stringify(said)),
        written,
        texts,
        ...spoken,
        words: compileWords(words),
      },
    ],
  ];
}

/** Of two locales that have a recording of a text, the one that is asked first. */
function spokenIn(id: string, chain: readonly string[], recordings: Recordings): Pick<Locale, 'recorded' | 'recordings'> {
  const all = [...chain.toReversed(), id].flatMap((name) => [...(recordings.get(name) ?? [])]);
  return { recorded: new Set(recordings.get(id)?.keys()), recordings: new Map(all) };
}

function compileWords(words: WordsDraft): Words {
  const asWritten = (section: Section<readonly string[]>) => compileSection(section, (_, list) => list);
  const group = (section: Section<readonly string[]>) => compileSection(section, (_, list) => list.flatMap(alternatives));
  return {
    commands: group(words.commands),
    shortcuts: asWritten(words.shortcuts),
    signals: asWritten(words.signals),
    regions: group(words.regions),
    needs: asWritten(words.needs),
    organizations: asWritten(words.organizations),
    marks: group(words.marks),
    groups: group(words.groups),
    spellings: group(words.spellings),
    numbers: new Map([...group(words.numbers)].map(([digit, list]) => [Number(digit), list])),
    language: words.language?.value ?? [],
  };
}

/** Leaves undefined properties out: the model knows them as absent. */
function given<T extends Readonly<Record<string, unknown>>>(properties: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
