import { BUBBLE_LIMIT, BUBBLES_A_TURN } from '../model/engine-texts.ts';
import { type ChoiceSpec, type Flow, type FlowNode, type Say, speaksForItself } from '../model/flow.ts';
import { fold } from '../model/fold.ts';
import { type Choice, printed, type Reply } from '../model/reply.ts';
import type { Session } from '../model/session.ts';
import { answerOptions, drawAnswer } from './answer.ts';
import { BACK, MENU, toNode, writeChoiceId } from './choice-id.ts';
import { alsoOptions, drawGuess, guessOptions } from './guess.ts';
import { hearChoice, recordingsOf } from './hear.ts';
import { lookUp } from './lookup.ts';
import { makeMemo } from './memo.ts';
import { type Draft, makePen, type Option, type Pen } from './pen.ts';
import { nodeAt } from './position.ts';

/** What a person sees at a position, and which texts and services it came from. */
export type Rendered = {
  readonly replies: readonly Reply[];
  readonly texts: readonly string[];
  readonly services: readonly string[];
  /** Keys of what was said before the position, as far as it was recorded. */
  readonly lead: readonly string[];
};

/** A text said before a position: the greeting, a hint. `about`: key of the text that fills its {need}. */
export type Lead = { readonly key: string; readonly about?: string };

const drawings = makeMemo<Flow, Rendered>();
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Draws the position of a session, the leads before it. `at` decides which contacts are
 * still good. Pure: the same session, content and day give the same words, so each is drawn once a day.
 */
export function render(flow: Flow, session: Session, leads: readonly Lead[], at: number): Rendered {
  const before = leads.map(({ key, about = '' }) => `${key} ${about}`);
  const day = String(Math.floor(at / DAY_MS));
  return drawings(flow, [viewOf(session), day, ...before].join('\n'), () => draw(flow, session, leads, at));
}

/** What of a session can be seen: not the way that led there. */
const viewOf = ({ locale, node, organization = '', region = '', need = '', also = '', guess = [] }: Session): string =>
  [locale, node, organization, region, need, also, ...guess].join('|');

function draw(flow: Flow, session: Session, leads: readonly Lead[], at: number): Rendered {
  const pen = makePen(flow, session);
  const node = nodeAt(flow, session.node);
  const leading = leads.map(({ key, about }) => pen.say(key, about === undefined ? {} : { need: pen.label(about) }));
  const led = pen.said.length;
  const { bubbles, options } = drawAt(pen, node, at, leads.length === 0 ? BUBBLES_A_TURN : BUBBLES_A_TURN - 1);
  const recordings = recordingsOf(pen, pen.said);
  const lead = recordingsOf(pen, pen.said.slice(0, led)).map(({ key }) => key);
  const hear = recordings.length === 0 || node.kind === 'end' ? {} : { hear: { choice: hearChoice(pen), recordings } };
  const chrome = { open: pen.say('chrome.open'), choices: pen.say('chrome.choices'), navigation: pen.say('chrome.navigation') };
  const { id: locale, direction } = pen.locale;
  const bare = { locale, direction, chrome, choices: [], navigation: [] };
  const choices = options.map(({ choice, label }, index): Choice => ({ id: writeChoiceId(session, choice), number: index + 1, label }));
  const navigation = node.kind === 'end' ? [] : drawNavigation(pen);
  const replies = bubbles.map(
    (text, index): Reply => (index === bubbles.length - 1 ? { ...bare, text, choices, navigation, ...hear } : { ...bare, text }),
  );
  return { replies: led === 0 ? replies : afterLead(replies, leading, bare), texts: pen.said, services: pen.shown, lead };
}

/**
 * The position of a session to be heard: one bubble that plays all that is said there, after what was said before it last time. Should
 * it not come through, words say so, and the choices stand below them. Undefined where nothing was recorded.
 */
export function renderSound(flow: Flow, session: Session, at: number): Rendered | undefined {
  const { lead = [] } = session;
  const { replies, services } = render(flow, session, [], at);
  const last = replies.at(-1);
  const pen = makePen(flow, session);
  const sound = [...new Set([...recordingsOf(pen, lead), ...(last?.hear?.recordings ?? [])])];
  if (last === undefined || sound.length === 0) return undefined;
  const reply: Reply = { ...last, text: pen.label('hint.recording-failed'), hear: { choice: hearChoice(pen), recordings: sound }, sound };
  return {
    replies: [reply],
    texts: sound.map(({ key }) => key),
    services,
    lead: sound.map(({ key }) => key).filter((key) => lead.includes(key)),
  };
}

/** `folded`: the label as somebody might type it. */
export type Offered = Option & { readonly folded: string };
const offered = makeMemo<Flow, readonly Offered[]>();

/** Choices of a position in their order: number n is the n-th. */
export function choicesAt(flow: Flow, session: Session): readonly Offered[] {
  return offered(flow, viewOf(session), () => optionsAt(flow, session).map((option) => ({ ...option, folded: fold(option.label) })));
}

function optionsAt(flow: Flow, session: Session): readonly Option[] {
  const pen = makePen(flow, session);
  const node = nodeAt(flow, session.node);
  if (session.guess !== undefined) return guessOptions(pen, session.guess);
  return withAlso(pen, node, node.kind === 'answer' ? answerOptions(pen, node) : nodeOptions(pen, node));
}

/** `most`: how many bubbles there may be. */
function drawAt(pen: Pen, node: FlowNode, at: number, most: number): Draft {
  if (pen.session.guess !== undefined) return drawGuess(pen, pen.session.guess);
  const { bubbles, options } = node.kind === 'answer' ? drawAnswer(pen, node, at) : drawNode(pen, node);
  const all = withAlso(pen, node, options);
  return { bubbles: all === options ? bubbles : sayAlso(pen, bubbles, most), options: all };
}

/** What stands below a question are its answers and nothing else. */
function withAlso(pen: Pen, node: FlowNode, options: readonly Option[]): readonly Option[] {
  const also = node.kind === 'answer' || node.kind === 'page' ? alsoOptions(pen, options) : [];
  return also.length === 0 ? options : [...options, ...also];
}

/** The line about the second need stands above the choices, where there is room; the choice speaks for itself where there is none. */
function sayAlso(pen: Pen, bubbles: readonly string[], most: number): readonly string[] {
  const { also = '' } = pen.session;
  const line = pen.label('hint.also', { need: pen.needName(also) });
  const last = `${bubbles.at(-1)}\n\n${line}`;
  if (last.length <= BUBBLE_LIMIT) {
    pen.said.push('hint.also');
    return [...bubbles.slice(0, -1), last];
  }
  if (bubbles.length >= most) return bubbles;
  pen.said.push('hint.also');
  return [...bubbles, line];
}

/** Back and menu as they are printed in this language, «9 Retour», folded; and their numbers. */
export type Printed = { readonly number: number; readonly folded: string };
const printedIn = makeMemo<Flow, readonly Printed[]>();

export function navigationIn(flow: Flow, session: Session): readonly Printed[] {
  return printedIn(flow, session.locale, () =>
    drawNavigation(makePen(flow, session)).map(({ number, label }) => ({ number, folded: fold(`${number} ${label}`) })),
  );
}

function drawNavigation({ session, label }: Pen): readonly Choice[] {
  return [
    { id: writeChoiceId(session, BACK), number: 9, label: label('label.back') },
    { id: writeChoiceId(session, MENU), number: 0, label: label('label.menu') },
  ];
}

function drawNode(pen: Pen, node: FlowNode): Draft {
  return { bubbles: node.say.map((say) => pen.say(keyOf(say, pen.session))), options: nodeOptions(pen, node) };
}

const keyOf = (say: Say, { region }: Session) => (say.kind === 'text' ? say.key : ((region && say.cases.get(region)) ?? say.otherwise));

function nodeOptions(pen: Pen, node: FlowNode): readonly Option[] {
  return node.choices.flatMap((spec) => optionsOf(pen, spec));
}

function optionsOf({ flow, session, label }: Pen, spec: ChoiceSpec): readonly Option[] {
  if (spec.kind === 'to') return [{ choice: toNode(spec.to), label: label(spec.label) }];
  const { directory, locales } = flow;
  switch (spec.each) {
    case 'regions':
      return [...directory.regions.keys()].map((id) => ({ choice: id, label: label(`region.${id}`) }));
    case 'topics':
      return [...directory.topics.keys()]
        .filter((id) => isOffered(flow, session, id))
        .map((id) => ({ choice: id, label: label(`topic.${id}`) }));
    case 'locales':
      // A language without a word of its own and without a voice would only show another one.
      return [...locales.values()]
        .filter(speaksForItself)
        .toSorted((a, b) => Number(b.id === flow.defaultLocale) - Number(a.id === flow.defaultLocale))
        .map(({ id, name }) => ({ choice: id, label: name }));
  }
}

/** With an organization named and no need yet, only what it does is offered. */
function isOffered({ directory }: Flow, { region, organization }: Session, topic: string): boolean {
  if (organization === undefined || region === undefined) return true;
  return lookUp(directory, region, topic).offers.some((offer) => offer.organization.id === organization);
}

/** Puts the leading lines before the first bubble: inside it if that stays short or no further bubble is left, else as their own. */
function afterLead(replies: readonly Reply[], leading: readonly string[], bare: Omit<Reply, 'text'>): readonly Reply[] {
  const [first, ...others] = replies;
  if (leading.length === 0 || first === undefined) return replies;
  const words = leading.join('\n\n');
  const together: Reply = { ...first, text: `${words}\n\n${first.text}` };
  const fits = printed(together).length <= BUBBLE_LIMIT;
  return fits || replies.length >= BUBBLES_A_TURN ? [together, ...others] : [{ ...bare, text: words }, ...replies];
}
