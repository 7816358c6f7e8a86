import type { Flow, FlowNode } from '../model/flow.ts';
import { SESSION_VERSION, type Session, TRAIL_LIMIT } from '../model/session.ts';
import { withKnownGuess } from './guess.ts';
import { isNeed, isPresent, lookUp, pageOf } from './lookup.ts';

export function newSession(flow: Flow, locale: string): Session {
  return { v: SESSION_VERSION, locale, node: flow.start };
}

export function nodeAt(flow: Flow, id: string): FlowNode {
  const node = flow.nodes.get(id);
  if (node === undefined) throw new Error(`the flow has no node ${id}`);
  return node;
}

/** The node that asks for a slot. The loader has proved that there is one. */
export function questionFor(flow: Flow, slot: 'region' | 'need'): FlowNode {
  for (const node of flow.nodes.values()) if (node.kind === 'question' && node.fills === slot) return node;
  throw new Error(`the flow has no question that fills ${slot}`);
}

export function answerNode(flow: Flow): FlowNode | undefined {
  for (const node of flow.nodes.values()) if (node.kind === 'answer') return node;
  return undefined;
}

/**
 * Moves to a node; what lies behind goes on the trail. Entering a question forgets its slot, since it is asked again. An answer
 * whose region or need is not known yet leads to the question for it, and what is known stays: only what is missing is asked.
 */
export function enter(flow: Flow, session: Session, id: string, organization?: string): Session {
  const node = nodeAt(flow, id);
  if (node.kind === 'answer') {
    const target = answerTarget(flow, session);
    if (target !== id) return enter(flow, session, target);
  }
  const behind = positionOf(session);
  const { trail = [], ...rest } = session;
  const next = { ...without(rest, 'organization', 'misses', 'guess'), node: id, ...(organization === undefined ? {} : { organization }) };
  const asked =
    node.kind === 'question' && node.fills !== 'locale'
      ? without(next, node.fills, ...(node.fills === 'need' ? ['also' as const] : []))
      : next;
  // A second choice of the same old menu: going back leads to that menu once.
  const known = behind === positionOf(asked) || behind === trail.at(-1);
  return withTrail(asked, known ? trail : [...trail, behind]);
}

/** Where an answer really leads: the question for what is missing, a page, or the look-up itself. */
function answerTarget(flow: Flow, { region, need }: Session): string {
  const { directory } = flow;
  const elsewhere = region === undefined ? undefined : directory.regions.get(region)?.elsewhere;
  const page = need === undefined ? undefined : pageOf(directory, need);
  if (elsewhere !== undefined) return page ?? elsewhere;
  if (region === undefined) {
    // What is said of this need is the same everywhere when no region serves it: then no region is asked.
    const served = need === undefined || [...directory.regions.keys()].some((one) => hasAnswer(flow, one, need));
    return served || page === undefined ? questionFor(flow, 'region').id : page;
  }
  if (need === undefined) return questionFor(flow, 'need').id;
  return page !== undefined && !hasAnswer(flow, region, need) ? page : (answerNode(flow)?.id ?? flow.start);
}

function hasAnswer({ directory }: Flow, region: string, need: string): boolean {
  const { offers, notes } = lookUp(directory, region, need);
  return offers.length > 0 || notes.length > 0;
}

/** One step back on the trail; at its end, home or the start. From a question of ours, the place it was asked at. */
export function goBack(flow: Flow, session: Session): Session {
  if (session.guess !== undefined) return without(session, 'guess');
  const { trail = [], ...rest } = without(session, 'also');
  const last = trail.at(-1);
  if (last === undefined) return goHome(flow, session);
  const [node = flow.start, organization] = last.split('/');
  const behind = withTrail(rest, []);
  const there = withKnownOrganization(flow, enter(flow, { ...without(behind, 'organization'), node }, node, organization));
  return withTrail(without(there, 'trail'), trail.slice(0, -1));
}

/** Forgets an organization that is gone, or is not in the region of now: a menu of what it does there would be empty. */
export function withKnownOrganization(flow: Flow, session: Session): Session {
  const { organization, region } = session;
  if (organization === undefined) return session;
  const known = region === undefined ? flow.directory.organizations.has(organization) : isPresent(flow, organization, region);
  return known ? session : without(session, 'organization');
}

/** `0`: the menu of needs once the region is known, else the start. */
export function goHome(flow: Flow, session: Session): Session {
  if (session.region === undefined) return restart(flow, session.locale);
  const home = enter(flow, without(session, 'trail', 'also'), flow.home);
  return flow.home === flow.start ? without(home, 'trail') : withTrail(without(home, 'trail'), [flow.start]);
}

export const restart = (flow: Flow, locale: string): Session => newSession(flow, locale);

/**
 * A stored session against the content of today: a node that is gone falls back to the nearest one on the trail that still lives,
 * then to the start; a region, need or organization that is gone is forgotten.
 */
export function revive(flow: Flow, stored: Session): Session {
  const { directory } = flow;
  const alive = (position: string) => flow.nodes.has(position.split('/')[0] ?? '');
  const trail = (stored.trail ?? []).filter(alive);
  let session = withKnownGuess(flow, withTrail(without(stored, 'trail'), trail));
  if (session.region !== undefined && !directory.regions.has(session.region)) session = without(session, 'region');
  if (session.need !== undefined && !isNeed(directory, session.need)) session = without(session, 'need');
  session = withKnownOrganization(flow, session);
  if (!flow.nodes.has(session.node)) return trail.length > 0 ? goBack(flow, session) : restart(flow, session.locale);
  const lost = nodeAt(flow, session.node).kind === 'answer' && answerTarget(flow, session) !== session.node;
  return lost ? enter(flow, session, session.node) : session;
}

const positionOf = ({ node, organization }: Session) => (organization === undefined ? node : `${node}/${organization}`);

/** A copy without some of its optional parts: absent, not undefined, so that the stored JSON stays small. */
export function without(session: Session, ...names: readonly (keyof Session)[]): Session {
  if (names.every((name) => session[name] === undefined)) return session;
  const kept = Object.entries(session).filter(([name]) => !names.some((one) => one === name));
  return { v: SESSION_VERSION, locale: session.locale, node: session.node, ...Object.fromEntries(kept) };
}

/** A session is written and read with every turn, so it stays below this; only a longer way back could make it larger. */
const SESSION_BYTES = 200;

/** Without its oldest positions, as far as they are too many bytes to keep. Ids are ASCII: a character is a byte. */
export function light(session: Session): Session {
  const { trail = [] } = session;
  const fits = trail.length === 0 || JSON.stringify(session).length < SESSION_BYTES;
  return fits ? session : light(withTrail(without(session, 'trail'), trail.slice(1)));
}

function withTrail(session: Session, trail: readonly string[]): Session {
  return trail.length === 0 ? session : { ...session, trail: trail.slice(-TRAIL_LIMIT) };
}
