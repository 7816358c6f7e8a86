import { BUBBLE_LIMIT, ENGINE_TEXTS, type EngineText, LABEL_LIMIT } from '../model/engine-texts.ts';
import type { Draft } from './draft.ts';
import { asList, bubblesOf, choicesOf, saidKeys } from './links.ts';
import type { Report } from './report.ts';
import { below, fileSpot, keyOf, nth, type PathSpot, type Source } from './spots.ts';

/** What a text is for: this decides how long it may be, which placeholders are filled, and which claims it states. */
export type TextUse = {
  /** The first place that asks for it. */
  readonly spot: PathSpot;
  /** All of them. */
  readonly spots: readonly PathSpot[];
  readonly cites: readonly string[];
  readonly parameters: readonly string[];
  readonly required: readonly string[];
  readonly limit: number;
  /** It stands in a message, so that 🔊 may play it; labels and names do not. */
  readonly heard: boolean;
};

type Purpose = Omit<TextUse, 'spot' | 'spots' | 'cites'>;

const purpose = (limit: number, parameters: readonly string[] = [], required: readonly string[] = []): Purpose => ({
  limit,
  parameters,
  required,
  heard: true,
});

const LABEL = { ...purpose(LABEL_LIMIT), heard: false };
/** Stands inside other sentences ("l'hébergement"); its own length shows in theirs. */
const NAME = { ...purpose(BUBBLE_LIMIT), heard: false };
const PLAIN = purpose(BUBBLE_LIMIT);
const SERVICE = purpose(BUBBLE_LIMIT, ['region']);
const PAGE = purpose(BUBBLE_LIMIT, ['region', 'need']);
/** WhatsApp list section titles: 24 characters. */
const SECTION_TITLE = { ...purpose(24), heard: false };

/** Engine texts that differ from a plain sentence. Required: without it the person cannot tell what is meant. */
const ENGINE: Readonly<Partial<Record<EngineText, Purpose>>> = {
  'label.back': LABEL,
  'label.menu': LABEL,
  'label.yes': LABEL,
  'label.no': LABEL,
  'label.hear': LABEL,
  'chrome.open': LABEL,
  'chrome.choices': SECTION_TITLE,
  'chrome.navigation': SECTION_TITLE,
  'hint.also': purpose(BUBBLE_LIMIT, ['need'], ['need']),
  'confirm.need': purpose(BUBBLE_LIMIT, ['need'], ['need']),
  'confirm.region': purpose(BUBBLE_LIMIT, ['region'], ['region']),
  'confirm.both': purpose(BUBBLE_LIMIT, ['need', 'region'], ['need', 'region']),
  'answer.which': purpose(BUBBLE_LIMIT, ['need', 'region'], ['need', 'region']),
  'answer.none': purpose(BUBBLE_LIMIT, ['need', 'region'], ['need', 'region']),
  'answer.others': purpose(BUBBLE_LIMIT, ['region', 'needs'], ['region', 'needs']),
  'card.assured': purpose(BUBBLE_LIMIT, ['date'], ['date']),
  'card.contact': purpose(BUBBLE_LIMIT, ['kind', 'value'], ['value']),
};

/** Every text key that the content needs, by what needs it. `home`: the file to point at for texts that the engine needs. */
export function textUses(draft: Draft, home: Source, report: Report): ReadonlyMap<string, TextUse> {
  const uses = new Map<string, TextUse>();
  const derived = new Set<string>();

  const use = (key: string, spot: PathSpot, { limit, parameters, required, heard }: Purpose, cites: readonly string[]): void => {
    const other = uses.get(key);
    uses.set(key, {
      spot: other?.spot ?? spot,
      spots: [...(other?.spots ?? []), spot],
      cites: [...new Set([...(other?.cites ?? []), ...cites])],
      limit: Math.min(limit, other?.limit ?? limit),
      parameters: other === undefined ? parameters : parameters.filter((name) => other.parameters.includes(name)),
      required: [...new Set([...(other?.required ?? []), ...required])],
      heard: heard || other?.heard === true,
    });
  };
  /** A key that follows from an id; what it states is known from the entry. */
  const derive = (key: string, spot: PathSpot, what: Purpose, cites: readonly string[] = []): void => {
    derived.add(key);
    use(key, spot, what, cites);
  };
  /** A key that the author named; what it states must be listed under `texts`. */
  const name = (key: string, spot: PathSpot, what: Purpose): void => use(key, spot, what, draft.listed.get(key)?.value ?? []);

  for (const [id, spot] of draft.regions.ids) derive(`region.${id}`, keyOf(spot), LABEL);
  for (const [id, spot] of draft.needs.ids) derive(`need.${id}`, keyOf(spot), NAME);
  for (const [id, spot] of draft.topics.ids) {
    derive(`topic.${id}`, keyOf(spot), LABEL);
    derive(`topic.${id}.name`, keyOf(spot), NAME);
  }
  for (const [id, spot] of draft.organizations.ids) derive(`organization.${id}`, keyOf(spot), LABEL);
  for (const [id, { value, spot }] of draft.services.entries) {
    for (const [index, key] of asList(value.say ?? `service.${id}`).entries()) {
      derive(key, value.say === undefined ? keyOf(spot) : nth(below(spot, 'say'), index), SERVICE, value.claims);
    }
  }
  for (const { value, spot } of draft.notes) derive(value.say, below(spot, 'say'), PAGE, value.claims);

  // A choice that leads nowhere needs no label until it leads somewhere.
  const deriveLabel = (node: string | undefined, spot: PathSpot): void => {
    if (node !== undefined && draft.nodes.ids.has(node)) derive(`label.${node}`, spot, LABEL);
  };
  // The page of a need or topic is offered after its cards, with the same label as any choice that opens it.
  for (const { value, spot } of [...draft.needs.entries.values(), ...draft.topics.entries.values()]) {
    if (draft.nodes.entries.get(value.page ?? '')?.value.kind === 'page') deriveLabel(value.page, below(spot, 'page'));
  }
  for (const { value: node, spot } of draft.nodes.entries.values()) {
    for (const bubble of bubblesOf(node, spot)) for (const said of saidKeys(bubble.say, bubble.spot)) name(said.key, said.spot, PAGE);
    for (const { choice, spot: at } of choicesOf(node, spot)) {
      if (choice.label === undefined) deriveLabel(choice.to, below(at, 'to'));
      else name(choice.label, below(at, 'label'), LABEL);
    }
  }
  if (draft.flow !== undefined) name(draft.flow.value.greeting, below(draft.flow.spot, 'greeting'), PLAIN);
  for (const key of ENGINE_TEXTS) name(key, keyOf(below(fileSpot(home), 'texts')), ENGINE[key] ?? PLAIN);

  checkListed(draft, uses, derived, report);
  return uses;
}

function checkListed(draft: Draft, uses: ReadonlyMap<string, TextUse>, derived: ReadonlySet<string>, report: Report): void {
  for (const [key, { spot }] of draft.listed) {
    if (!derived.has(key)) continue;
    const hint = 'take it out of `texts`: labels state nothing, and the text of a service or note states its claims';
    report.add('text-listed-twice', spot, `\`${key}\` follows from an entry of the content by itself`, hint);
  }
  for (const [key, { spot }] of uses) {
    if (derived.has(key) || draft.listed.has(key)) continue;
    const hint = `add \`${key}\` under \`texts\`: to \`ui\`, or to \`cited\` with the claims that it states`;
    report.add('text-unlisted', spot, `nothing says what the text \`${key}\` claims`, hint);
  }
}

/** Asks for a draft whose every entry could be read. */
export function checkUnused(draft: Draft, uses: ReadonlyMap<string, TextUse>, report: Report): void {
  for (const [key, { spot }] of draft.listed) {
    if (!uses.has(key))
      report.add('text-unused', spot, `no node says \`${key}\``, 'say it in a node, or take it out here and in every locale');
  }
}
