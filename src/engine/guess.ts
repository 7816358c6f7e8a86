import { CHOICE_LIMIT } from '../model/engine-texts.ts';
import type { Flow } from '../model/flow.ts';
import type { Session } from '../model/session.ts';
import { NO, toFill } from './choice-id.ts';
import { isNeed, isUrgent, topicOf } from './lookup.ts';
import type { Draft, Option, Pen } from './pen.ts';
import type { Understanding } from './understand/understand.ts';

/** The one asked about and two more: a fourth would be a menu again. */
const GUESSES = 3;

/** What to ask when this may have been meant: all of it, then what stands nearest to the first in the authors' order. */
export function guessNeeds(flow: Flow, unsure: readonly string[]): readonly string[] {
  const topics = [...flow.directory.topics.keys()];
  const taken = new Set(unsure.map((need) => topicOf(flow, [need]) ?? need));
  return fillUp(
    unsure,
    nearestTo(topics, topicOf(flow, unsure.slice(0, 1))).filter((topic) => !taken.has(topic)),
  );
}

/** The page of the most urgent call for help that may have been meant, then the needs that may be. */
export function guessSignals({ signals }: Flow, unsure: Pick<Understanding['unsure'], 'signals' | 'needs'>): readonly string[] {
  const [page] = [...signals].flatMap(([name, node]) => (unsure.signals.includes(name) ? [node] : []));
  return [...(page === undefined ? [] : [page]), ...unsure.needs].slice(0, GUESSES);
}

export function guessRegions({ directory }: Flow, unsure: readonly string[]): readonly string[] {
  return fillUp(
    unsure,
    nearestTo([...directory.regions.keys()], unsure[0]).filter((region) => !unsure.includes(region)),
  );
}

const fillUp = (first: readonly string[], more: readonly string[]) => [...first, ...more].slice(0, GUESSES);

function nearestTo(ids: readonly string[], id: string | undefined): readonly string[] {
  const at = ids.indexOf(id ?? '');
  return ids.toSorted((a, b) => Math.abs(ids.indexOf(a) - at) - Math.abs(ids.indexOf(b) - at));
}

/** «Vous cherchez : soins à Gao ?» with yes, the two nearest choices, and no. A call for help is asked about without a word of what it is. */
export function drawGuess(pen: Pen, guess: readonly string[]): Draft {
  const { flow, session } = pen;
  const [first = ''] = guess;
  if (isUrgent(flow, first)) return { bubbles: [pen.say('confirm.urgent')], options: guessOptions(pen, guess) };
  const asksRegion = flow.directory.regions.has(first);
  const region = asksRegion ? first : session.region;
  const need = asksRegion ? session.need : first;
  // «Another region» is a choice of a menu and not the name of a place.
  const named = region !== undefined && (asksRegion || flow.directory.regions.get(region)?.covered === true);
  const words = {
    ...(region === undefined ? {} : { region: pen.label(`region.${region}`) }),
    ...(need === undefined ? {} : { need: pen.needName(need) }),
  };
  const key = need === undefined ? 'confirm.region' : named ? 'confirm.both' : 'confirm.need';
  return { bubbles: [pen.say(key, words)], options: guessOptions(pen, guess) };
}

export function guessOptions(pen: Pen, [first = '', ...others]: readonly string[]): readonly Option[] {
  return [
    { choice: toFill(first), label: pen.label('label.yes') },
    ...others.flatMap((name) => optionFor(pen, name)),
    { choice: NO, label: pen.label('label.no') },
  ];
}

/** The second need of a message, below the answer to the first. */
export function alsoOptions(pen: Pen, others: readonly Option[]): readonly Option[] {
  const { also } = pen.session;
  return also === undefined || others.length >= CHOICE_LIMIT ? [] : optionFor(pen, also);
}

function optionFor(pen: Pen, name: string): readonly Option[] {
  const key = labelKey(pen.flow, name);
  return key === undefined ? [] : [{ choice: toFill(name), label: pen.label(key) }];
}

/** A need is offered by its row of the menu. What the authors gave no row is not put beside an answer to something else. */
function labelKey(flow: Flow, name: string): string | undefined {
  if (flow.directory.regions.has(name)) return `region.${name}`;
  const topic = flow.directory.topics.has(name) ? name : topicOf(flow, [name]);
  return topic === undefined ? undefined : `topic.${topic}`;
}

/** A session without guesses and offers of which the content of today knows nothing. */
export function withKnownGuess(flow: Flow, session: Session): Session {
  const { directory } = flow;
  if (session.guess === undefined && session.also === undefined) return session;
  const { guess, also, ...rest } = session;
  const known = guess?.filter((name) => directory.regions.has(name) || isNeed(directory, name) || isUrgent(flow, name)) ?? [];
  return {
    ...rest,
    ...(known.length === 0 ? {} : { guess: known }),
    ...(also === undefined || !isNeed(directory, also) ? {} : { also }),
  };
}
