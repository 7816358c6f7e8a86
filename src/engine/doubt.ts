import type { Flow } from '../model/flow.ts';
import type { Leaning } from './understand/leaning.ts';
import type { Understanding } from './understand/understand.ts';

/** So many times the words tell of what a message is about. */
const FAR_MORE = 2;

/**
 * Of several calls for help the first in the order declared, unless far more words tell of a later one: «they hold my brother, they call
 * for 400 000 or they beat him» is about the ransom. The first declared, where life is at stake, yields to none; one that is faint, to all.
 */
export function mostUrgent({ signals }: Flow, { said, faint }: Understanding): string | undefined {
  const [first] = signals.keys();
  const all = [...signals.keys()].filter((name) => said.has(name));
  const plain = all.filter((name) => !faint.has(name));
  const named = plain.length > 0 ? plain : all;
  const words = (name: string) => said.get(name) ?? 0;
  const isNearer = (name: string, best: string) => best !== first && words(name) > FAR_MORE * words(best);
  return named.reduce<string | undefined>((best, name) => (best === undefined || isNearer(name, best) ? name : best), undefined);
}

/** From here on the words of a message that no phrase was found in are worth a question: about one word that means nothing else. */
const ENOUGH = 1;
/** What else the words of a message speak for is heard from here on, if it is so many times louder than what was found. */
const LOUD = 1.2;
const LOUDER = 1.5;

/**
 * What was found in a sentence, against what all its words speak for together. Phrases say exactly what they say, but strangers have
 * others: where none was found, what the words speak for is asked about; where they speak for something else, what was found is.
 */
export function doubt(flow: Flow, found: Understanding): Understanding {
  const { leaning, needs, organizations, shortcuts, unsure } = found;
  const [loudest] = leaning;
  if (loudest === undefined || loudest.kind === 'shortcut' || found.denied || organizations.length > 0) return found;
  const signal = mostUrgent(flow, found);
  const taken = signal === undefined ? needs : [signal];
  if (taken.length > 0)
    return isLouder(found, loudest, taken) ? { ...withMaybe(found, loudest), faint: new Set([...found.faint, ...taken]) } : found;
  const isFound = shortcuts.length + unsure.regions.length + unsure.needs.length + unsure.signals.length > 0;
  return isFound || loudest.score < ENOUGH ? found : withMaybe(found, loudest);
}

/** Whether all words speak louder for something else than for what is taken: for another need, or beside a call for help for anything. */
function isLouder({ leaning, signals }: Understanding, loudest: Leaning, taken: readonly string[]): boolean {
  const isCall = taken.some((id) => signals.includes(id));
  // Of several calls for help that are all said, the order decides.
  const isSaid = loudest.kind === 'signal' ? !isCall || signals.includes(loudest.id) : taken.includes(loudest.id);
  const own = Math.max(...taken.map((id) => loudness(leaning, id, isCall ? 'signal' : 'need')));
  return !isSaid && loudest.score >= LOUD && loudest.score >= LOUDER * own;
}

const loudness = (leaning: readonly Leaning[], id: string, kind: Leaning['kind']) =>
  leaning.find((one) => one.id === id && one.kind === kind)?.score ?? 0;

/** As unsure as can be: nothing was said in so many words. */
function withMaybe(found: Understanding, { kind, id }: Leaning): Understanding {
  const { unsure } = found;
  const more = kind === 'need' ? { needs: [id, ...unsure.needs.filter((need) => need !== id)] } : { signals: [...unsure.signals, id] };
  return { ...found, unsure: { ...unsure, ...more } };
}
