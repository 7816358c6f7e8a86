import type { EngineText } from '../model/engine-texts.ts';
import type { Flow } from '../model/flow.ts';
import type { Medium } from '../model/inbound.ts';
import type { Session } from '../model/session.ts';
import { type ChoiceId, filledBy, MENU, NO, nodeOf } from './choice-id.ts';
import { guessNeeds, guessRegions, guessSignals } from './guess.ts';
import type { Intent } from './intent.ts';
import { byUrgency, isNeed, isPresent, isUrgent } from './lookup.ts';
import { answerNode, enter, goBack, goHome, nodeAt, questionFor, restart, revive, withKnownOrganization, without } from './position.ts';
import { choicesAt } from './render.ts';
import type { Understanding } from './understand/understand.ts';

/**
 * What an intent comes to. `weight` orders the answers of messages that waited together: an answer stands over a note («I cannot
 * listen to voice messages»), an urgent one over both. `hint` is said before the position is drawn.
 */
export type Moved = {
  readonly session: Session;
  readonly hint?: Hint;
  readonly weight: 'note' | 'answer' | 'urgent';
  /** What stands at the position is heard, not read. */
  readonly hear?: true;
};

/** `about`: key of the text that fills the hint's {need}. */
export type Hint = { readonly key: EngineText; readonly about?: string };

const MEDIUM_HINT: Readonly<Record<Medium, EngineText>> = {
  voice: 'hint.voice',
  image: 'hint.image',
  video: 'hint.video',
  document: 'hint.document',
  sticker: 'hint.sticker',
  location: 'hint.location',
  contact: 'hint.contact',
  unknown: 'hint.unknown-medium',
};

/** The pure step: where an intent leads from here. */
export function move(flow: Flow, session: Session, intent: Intent): Moved {
  switch (intent.kind) {
    case 'start':
      return answer(restart(flow, session.locale));
    case 'back':
      return answer(goBack(flow, settled(session)));
    case 'menu':
      return answer(goHome(flow, settled(session)));
    case 'hear':
      return { ...answer(intent.at === undefined ? settled(session) : standAt(flow, settled(session), intent.at)), hear: true };
    case 'choose':
      return choose(flow, settled(session), intent.choice);
    case 'tap':
      return tap(flow, settled(session), intent.id);
    case 'open': {
      const there = intent.region === undefined ? session : { ...session, region: intent.region };
      return { session: enter(flow, without(settled(there), 'also'), intent.node), weight: intent.urgent ? 'urgent' : 'answer' };
    }
    case 'locale':
      return answer(speak(flow, settled(session), intent.locale));
    case 'named':
      return goTo(flow, settled(session), intent.understanding);
    case 'attachment':
      return { session: settled(session), hint: { key: MEDIUM_HINT[intent.medium] }, weight: 'note' };
    case 'unknown':
      return missed(session, intent.gone);
  }
}

/** The urgent page that the person looks at, if it asks where they are, or whose question for that they look at. */
function urgentAt({ nodes, signals }: Flow, { node: id }: Session): string | undefined {
  const asking = [...nodes.values()].flatMap((node) =>
    node.kind === 'question' && (node.id === id || node.then === id) ? [node.then] : [],
  );
  return [...signals.values()].find((page) => asking.includes(page));
}

const answer = (session: Session): Moved => ({ session, weight: 'answer' });
const settled = (session: Session) => without(session, 'misses');

/** The first time the same menu with a line of help, then the way to a person. */
function missed(session: Session, gone: boolean): Moved {
  const misses = (session.misses ?? 0) + 1;
  const hint = gone ? 'hint.gone' : misses > 1 ? 'hint.unknown-again' : 'hint.unknown';
  return { session: { ...session, misses }, hint: { key: hint }, weight: 'note' };
}

/** A choice of the node where the session stands: opens a node, fills a slot, or picks an organization. */
function choose(flow: Flow, session: Session, choice: string): Moved {
  const opened = nodeOf(choice);
  if (opened !== undefined) return answer(enter(flow, without(session, 'also'), opened));
  const filled = filledBy(choice);
  if (filled !== undefined) return fill(flow, session, filled);
  if (choice === NO) return answer(deny(flow, session));
  const node = nodeAt(flow, session.node);
  switch (node.kind) {
    case 'question':
      if (node.fills === 'locale') return answer(pickLocale(flow, session, choice, node.then));
      return goOn(flow, { ...session, [node.fills]: choice }, node.then, session.organization);
    case 'answer':
      return answer(enter(flow, session, node.id, choice));
    case 'page':
    case 'end':
      return answer(session);
  }
}

/** A region, need or urgent page from outside its question: the guess that was right, or the second need of a message. */
function fill(flow: Flow, session: Session, name: string): Moved {
  const there = without(session, 'guess', 'organization');
  if (isUrgent(flow, name)) return answer(enter(flow, without(there, 'also'), name));
  const filled = flow.directory.regions.has(name) ? { ...there, region: name } : { ...without(there, 'also'), need: name };
  return answer(enter(flow, filled, answerNode(flow)?.id ?? flow.start));
}

/** Nothing of what we asked about: the whole question, without a guess. */
function deny(flow: Flow, { guess, ...session }: Session): Session {
  const asksRegion = flow.directory.regions.has(guess?.[0] ?? '');
  return asksRegion ? enter(flow, session, questionFor(flow, 'region').id) : enter(flow, without(session, 'need', 'also'), flow.home);
}

/** Goes on with an organization in mind, if there is one; where it is not present that is said, and everybody else is offered. */
function goOn(flow: Flow, session: Session, node: string, organization: string | undefined): Moved {
  if (organization === undefined) return answer(enter(flow, session, node));
  if (session.region === undefined || isPresent(flow, organization, session.region))
    return answer(enterKeeping(flow, session, node, organization));
  const moved = answer(enter(flow, session, node));
  // Where there is no directory at all, the page that stands for it says so itself.
  if (flow.directory.regions.get(session.region)?.elsewhere !== undefined) return moved;
  return { ...moved, hint: { key: 'answer.none', about: `organization.${organization}` } };
}

/** Enters with an organization in mind: kept through a question for the need, shown by the answer. */
function enterKeeping(flow: Flow, session: Session, node: string, organization: string): Session {
  const there = enter(flow, session, node, organization);
  return { ...there, organization };
}

/** A language by its name, from anywhere: the same place in other words; on the language menu, a choice of it. */
function speak(flow: Flow, session: Session, locale: string): Session {
  const node = nodeAt(flow, session.node);
  return node.kind === 'question' && node.fills === 'locale' ? pickLocale(flow, session, locale, node.then) : { ...session, locale };
}

/** The language is a side step: afterwards the person is where they were. */
function pickLocale(flow: Flow, session: Session, locale: string, then: string): Session {
  const spoken = { ...session, locale };
  return session.trail === undefined ? enter(flow, spoken, then) : goBack(flow, spoken);
}

/** The session with what was known where a button stood, in place of what is known now; still at its own node. */
function knownThere(flow: Flow, session: Session, id: ChoiceId): Session {
  const { directory } = flow;
  const region = id.region !== undefined && directory.regions.has(id.region) ? { region: id.region } : {};
  const need = id.need !== undefined && isNeed(directory, id.need) ? { need: id.need } : {};
  const organization = id.organization === undefined ? {} : { organization: id.organization };
  // The language of today counts, unless there is no session any more and the button is all we have.
  const bare = without(session, 'region', 'need', 'organization', 'guess', ...(id.node === session.node ? [] : ['also' as const]));
  return withKnownOrganization(flow, { ...bare, ...region, ...need, ...organization });
}

/** Where a button stood: here, as everything is, or at an earlier place, as it would be entered today. */
function standAt(flow: Flow, session: Session, id: ChoiceId): Session {
  const { node, region, need, organization } = session;
  const isHere = id.node === node && id.region === region && id.need === need && id.organization === organization;
  return isHere ? session : revive(flow, { ...without(knownThere(flow, session, id), 'lead'), node: id.node });
}

/** A tap means what its button said: its node and what was known there replace where the session stands. */
function tap(flow: Flow, session: Session, id: ChoiceId): Moved {
  const { directory, locales, nodes } = flow;
  const asked = nodes.get(id.node);
  // A language is picked where the person is now, not where its menu stood.
  if (asked?.kind === 'question' && asked.fills === 'locale' && locales.has(id.choice)) return answer(speak(flow, session, id.choice));
  const there = knownThere(flow, session, id);
  const filled = filledBy(id.choice);
  if (filled !== undefined && (directory.regions.has(filled) || isNeed(directory, filled) || isUrgent(flow, filled)))
    return fill(flow, { ...there, node: id.node }, filled);
  if (id.choice === NO) return answer(deny(flow, { ...session, ...there }));
  if (id.choice === MENU) return answer(goHome(flow, there));
  const standing = { ...there, node: id.node };
  const exists = choicesAt(flow, standing).some(({ choice }) => choice === id.choice);
  return exists ? choose(flow, standing, id.choice) : { ...missed(session, true), session };
}

/**
 * A sentence that names a region, a need, an organization: what is named is filled in, only what is missing is asked. Of two needs the
 * more urgent is answered and the other offered. What we are not sure of is asked before it is answered.
 */
function goTo(flow: Flow, session: Session, { regions, signals, needs, organizations, unsure, faint, denied }: Understanding): Moved {
  // Two regions («de Gao à Mopti»): nobody can know which one the person is in.
  const region = regions.length > 1 ? undefined : (regions[0] ?? session.region);
  const [organization] = organizations;
  // Somebody in need of help who says where they are is told what there is for that, not asked what they need.
  const urgent = urgentAt(flow, session);
  const onlyPlace = needs.length === 0 && unsure.needs.length === 0 && organization === undefined && !denied;
  if (urgent !== undefined && onlyPlace && regions[0] !== undefined && region !== undefined)
    return { session: enter(flow, { ...without(session, 'guess'), region }, urgent), weight: 'answer' };
  const { first, second } = byUrgency(flow, needs, unsure.needs);
  const inRegion: Session = { ...without(session, 'region', 'guess', 'also'), ...(region === undefined ? {} : { region }) };
  if (organization === undefined) {
    const isFaint = first !== undefined && needs.every((need) => faint.has(need));
    const maybe = isFaint ? [first, ...(second === undefined ? [] : [second])] : unsure.needs;
    if (signals.length > 0 || (first === undefined && unsure.signals.length > 0))
      return answer({
        ...inRegion,
        guess: guessSignals(flow, { signals: unsure.signals, needs: first === undefined ? unsure.needs : [first] }),
      });
    if (maybe.length > 0 && (isFaint || first === undefined)) return answer({ ...inRegion, guess: guessNeeds(flow, maybe) });
  }
  // Somebody who names only a region keeps the need of before; one who names an organization, or says what it is not, starts from there.
  const need = first ?? (organization === undefined && !denied ? session.need : undefined);
  const named: Session = {
    ...without(inRegion, 'need', 'organization'),
    ...(need === undefined ? {} : { need }),
    ...(second === undefined ? {} : { also: second }),
  };
  if (unsure.regions.length > 0) return answer({ ...named, node: session.node, guess: guessRegions(flow, unsure.regions) });
  return goOn(flow, named, answerNode(flow)?.id ?? flow.start, organization);
}
