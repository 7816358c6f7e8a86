import type { Mark } from '../../model/flow.ts';
import { GAP } from '../../model/fold.ts';
import { framesIn } from './frames.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token } from './tokens.ts';
import { endsAt, ROOT, stepFrom } from './tree.ts';
import type { Meaning } from './vocabulary.ts';

/** A phrase that was found: words `start` up to `end`, not included. */
export type Span = { readonly start: number; readonly end: number };
/** `skipped`: words within the phrase that are not of it, where it has a gap. `framed`: its words may stand in any order. */
export type Hit = Span & { readonly meaning: Meaning; readonly slips: number; readonly skipped: readonly number[]; readonly framed?: true };
export type Marked = Span & { readonly mark: Mark };

export type Scanned = { readonly hits: readonly Hit[]; readonly marks: readonly Marked[] };

/**
 * Finds phrases, from left to right the longest at each word; those of the first language before those of others. Signals, and phrases
 * that say where somebody is, are looked for at every word, whatever else the words around them mean; only a longer phrase around it
 * takes a signal away («mourir de faim»).
 */
export function scan(tokens: readonly Token[], lexicon: Lexicon): Scanned {
  const marks = marksIn(tokens, lexicon);
  const idioms = marks.filter(({ mark }) => mark === 'idiom');
  const best: (Ranked | undefined)[] = [];
  const apart: Hit[] = [];
  for (let start = 0; start < tokens.length; start++) {
    const found = phrasesAt(tokens, start, lexicon).filter((hit) => !idioms.some((idiom) => isOf(idiom, hit)));
    // What is found apart must not hide what is said within it: «transport from Menaka», «la police de Gao nous a pris».
    best.push(
      bestOf(found.filter(({ meaning, skipped }) => meaning.here === undefined && (meaning.kind !== 'signal' || skipped.length === 0))),
    );
    for (const one of [
      bestOf(found.filter(({ meaning }) => meaning.kind === 'signal')),
      bestOf(found.filter(({ meaning }) => meaning.here)),
    ])
      if (one !== undefined) apart.push(one);
  }
  const isApart = ({ meaning }: Hit) => meaning.kind === 'signal' || meaning.here === true;
  const isCovered = (hit: Hit) => isApart(hit) && best.some((other) => covers(other, hit));
  const hits: Hit[] = [];
  for (let at = 0; at < tokens.length; ) {
    const hit = best[at];
    if (hit !== undefined) hits.push(...[hit, ...within(hit, best)].filter((one) => !isCovered(one)));
    at = hit?.end ?? at + 1;
  }
  hits.push(...apart.filter((one) => !hits.includes(one) && !isCovered(one)));
  const framed = framesIn(tokens, lexicon).filter((hit) => !idioms.some((idiom) => isOf(idiom, hit)));
  // Of two that share their words the longer is meant, frame or phrase.
  const all = [...hits, ...framed];
  const isMeant = (hit: Hit) => !all.some((other) => covers(other, hit) || takes(other, hit));
  return { hits: all.filter(isMeant), marks };
}

const bestOf = (found: readonly Ranked[]) => found.reduce<Ranked | undefined>(better, undefined);

/** Whether a phrase has words of an idiom and is not longer than it. */
function isOf(idiom: Span, hit: Hit): boolean {
  const shared = Array.from({ length: idiom.end - idiom.start }, (_, at) => idiom.start + at).filter(
    (at) => at >= hit.start && at < hit.end && !hit.skipped.includes(at),
  );
  return shared.length > 0 && !(hit.start <= idiom.start && hit.end >= idiom.end && lengthOf(hit) > shared.length);
}

/** Whether `other` is a longer phrase that has all words of a hit; words in their order go before the same in any order. */
function covers(other: Hit | undefined, hit: Hit): boolean {
  if (other === undefined || other.start > hit.start || other.end < hit.end) return false;
  const more = lengthOf(other) - lengthOf(hit);
  if (more < 0 || (more === 0 && (hit.framed === undefined || other.framed))) return false;
  return !other.skipped.some((at) => at >= hit.start && at < hit.end && !hit.skipped.includes(at));
}

/** Whether a word of a call for help stands nearer to words of another meaning: «lost his papers in the desert» is no one lost in the desert. */
function takes(other: Hit, hit: Hit): boolean {
  if (hit.meaning.kind !== 'signal' || other.meaning.kind === 'signal' || other.skipped.length >= hit.skipped.length) return false;
  if (lengthOf(other) < lengthOf(hit)) return false;
  const has = ({ start, end, skipped }: Hit, at: number) => at >= start && at < end && !skipped.includes(at);
  return Array.from({ length: hit.end - hit.start }, (_, at) => hit.start + at).some((at) => has(hit, at) && has(other, at));
}

/** Places in the gaps of another phrase, unless it is one that tells of places: «entre Gao et Mopti». */
function within({ meaning, skipped }: Hit, best: readonly (Ranked | undefined)[]): readonly Hit[] {
  const places: Hit[] = [];
  for (let rest = meaning.kind === 'shortcut' ? [] : skipped; rest.length > 0; ) {
    const [at = 0] = rest;
    const inner = best[at];
    const end = inner?.end ?? at + 1;
    if ((inner?.meaning.kind === 'region' || inner?.meaning.kind === 'shortcut') && skipped.includes(end - 1)) places.push(inner);
    rest = rest.filter((other) => other >= end);
  }
  return places;
}

type Ranked = Hit & { readonly rank: number };

/** Of two phrases at a word: that of the nearer language, then the one of more words, then the one without a gap. */
function better(one: Ranked | undefined, other: Ranked): Ranked {
  if (one === undefined || other.rank !== one.rank) return one === undefined || other.rank < one.rank ? other : one;
  const more = lengthOf(other) - lengthOf(one);
  return more > 0 || (more === 0 && other.skipped.length < one.skipped.length) ? other : one;
}

const lengthOf = ({ start, end, skipped }: Hit) => end - start - skipped.length;

const SHORTEST_SIGNAL = 6;
/** Words that a gap may stand for: more, and the two sides of it speak of different things. */
const LONGEST_GAP = 3;

function phrasesAt(tokens: readonly Token[], start: number, { phrases, own, groups, ranks }: Lexicon): readonly Ranked[] {
  const found: Ranked[] = [];
  const take = (place: number, end: number, slips: number, skipped: readonly number[]) => {
    for (const { of, value } of endsAt(phrases, place)) {
      const rank = ranks[of] ?? 0;
      const last = tokens[end - 1];
      if (rank > 0 && end === start + 1 && own.has(last?.word ?? '')) continue;
      // A call for help is heard in spite of one slip; two make another word of it.
      if (value.kind === 'signal' && (slips > 1 || (slips === 1 && (last?.word.length ?? 0) < SHORTEST_SIGNAL))) continue;
      found.push({ start, end, meaning: value, slips, rank, skipped });
    }
    follow(place, end, slips, skipped);
    const gap = stepFrom(phrases, place, GAP);
    if (gap === undefined) return;
    for (let more = 0; more <= LONGEST_GAP && end + more < tokens.length; more++) {
      follow(gap, end + more, slips, more === 0 ? skipped : [...skipped, ...Array.from({ length: more }, (_, at) => end + at)]);
    }
  };
  const follow = (place: number, at: number, slips: number, skipped: readonly number[]) => {
    const token = tokens[at];
    if (token === undefined) return;
    const next = stepFrom(phrases, place, token.word);
    if (next !== undefined) take(next, at + 1, slips + token.slips, skipped);
    for (const name of groups.get(token.word) ?? []) {
      const grouped = stepFrom(phrases, place, name);
      if (grouped !== undefined) take(grouped, at + 1, slips + token.slips, skipped);
    }
  };
  follow(ROOT, start, 0, []);
  return found;
}

function marksIn(tokens: readonly Token[], { marks }: Lexicon): readonly Marked[] {
  const found: Marked[] = [];
  for (let start = 0; start < tokens.length; start++) {
    let place: number | undefined = ROOT;
    let longest: Marked | undefined;
    for (let at = start; at < tokens.length; at++) {
      place = stepFrom(marks, place, tokens[at]?.word ?? '');
      if (place === undefined) break;
      const [end] = endsAt(marks, place);
      if (end !== undefined) longest = { start, end: at + 1, mark: end.value };
    }
    if (longest !== undefined) found.push(longest);
  }
  return found;
}
