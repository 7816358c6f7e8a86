import { BUBBLE_LIMIT } from '../model/engine-texts.ts';
import type { Contact, Flow, FlowNode, Service } from '../model/flow.ts';
import type { Session } from '../model/session.ts';
import { toNode } from './choice-id.ts';
import { lookUp, type Offer, otherTopics, pageOf } from './lookup.ts';
import type { Draft, Option, Pen } from './pen.ts';

/** Organizations to pick from, or what can follow a card. */
export function answerOptions({ flow, session, label }: Pen, node: FlowNode): readonly Option[] {
  const { offers, picked, page } = answerOf(flow, session);
  const more = page === undefined ? [] : [{ choice: toNode(page), label: label(`label.${page}`) }];
  if (picked === undefined && offers.length > 1) {
    return [...offers.map(({ organization: { id } }) => ({ choice: id, label: label(`organization.${id}`) })), ...more];
  }
  const own = node.choices.flatMap((spec) => (spec.kind === 'to' ? [{ choice: toNode(spec.to), label: label(spec.label) }] : []));
  return more.length > 0 ? more : own;
}

/** The session's cell of the directory, and the offer that is shown: the one picked, or the only one. */
function answerOf(flow: Flow, { region = '', need, organization }: Session) {
  const { offers, notes } = lookUp(flow.directory, region, need);
  const only = offers.length === 1 ? offers[0] : undefined;
  const picked = offers.find((offer) => offer.organization.id === organization) ?? only;
  return { offers, notes, picked, page: need === undefined ? undefined : pageOf(flow.directory, need) };
}

/** The cell of the directory where the session stands: cards, a choice of organizations, or an honest line. */
export function drawAnswer(pen: Pen, node: FlowNode, at: number): Draft {
  const { flow, session } = pen;
  const { offers, notes, picked } = answerOf(flow, session);
  const options = answerOptions(pen, node);
  // A note belongs to the cell: it stands before the choice of an organization or the only answer, and instead of none; not after a pick.
  const noted = offers.length > 1 && picked !== undefined ? [] : notes.map((note) => pen.say(note.say));
  if (picked !== undefined) return { bubbles: joined([...noted, ...drawCards(pen, picked, at)]), options };
  if (offers.length > 1) return { bubbles: joined([...noted, pen.say('answer.which')]), options };
  return { bubbles: joined([...(noted.length > 0 ? noted : [pen.say('answer.none')]), ...drawOthers(pen)]), options };
}

function drawOthers(pen: Pen): readonly string[] {
  const { region = '', need = '' } = pen.session;
  const others = otherTopics(pen.flow, region, need);
  const list = new Intl.ListFormat([pen.locale.id, ...pen.locale.fallback], { type: 'conjunction' });
  return others.length === 0 ? [] : [pen.say('answer.others', { needs: list.format(others.map(pen.needName)) })];
}

/** One bubble or more for each service, then once for all of them: how to reach the organization, and how fresh this is. */
function drawCards(pen: Pen, { services }: Offer, at: number): readonly string[] {
  pen.shown.push(...services.map(({ id }) => id));
  const texts = services.flatMap(({ say }) => say.map((key) => pen.say(key)));
  const tail = [...drawContacts(pen, services, at), drawDate(pen, services)].join('\n');
  return [...texts.slice(0, -1), `${texts.at(-1)}\n${tail}`];
}

/** Contacts that are good today, else that we have none. */
function drawContacts(pen: Pen, services: readonly Service[], at: number): readonly string[] {
  const good = services.flatMap(({ contacts }) => contacts.filter((contact) => isGood(contact, at)));
  const lines = new Set(good.map(({ kind, value }) => pen.say('card.contact', { kind, value })));
  return lines.size > 0 ? [...lines] : [pen.say('card.no-contact')];
}

/** As fresh as the oldest of them; a single undated one makes all undated. */
function drawDate(pen: Pen, services: readonly Service[]): string {
  const dates = services.map(({ assuredOn }) => assuredOn ?? '').toSorted();
  return dates[0] ? pen.say('card.assured', { date: dates[0] }) : pen.say('card.undated');
}

function isGood({ assuredOn, expiresOn }: Contact, at: number): boolean {
  const today = new Date(at).toISOString().slice(0, 10);
  return assuredOn <= today && today <= expiresOn;
}

/** Texts that fit into one bubble share it; the platforms promise no order between bubbles, and each costs the person data. */
function joined(texts: readonly string[]): readonly string[] {
  const bubbles: string[] = [];
  for (const text of texts) {
    const together = `${bubbles.at(-1)}\n\n${text}`;
    if (bubbles.length > 0 && together.length <= BUBBLE_LIMIT) bubbles[bubbles.length - 1] = together;
    else bubbles.push(text);
  }
  return bubbles;
}
