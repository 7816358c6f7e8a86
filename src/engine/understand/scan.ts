import type { Mark } from '../../model/flow.ts';
import type { Branch, Lexicon } from './lexicon.ts';
import type { Token } from './tokens.ts';
import type { Meaning } from './vocabulary.ts';

/** A phrase that was found: words `start` up to `end`, not included. */
export type Span = { readonly start: number; readonly end: number };
export type Hit = Span & { readonly meaning: Meaning; readonly slips: number };
export type Marked = Span & { readonly mark: Mark };

export type Scanned = { readonly hits: readonly Hit[]; readonly marks: readonly Marked[] };

/**
 * Finds phrases, from left to right the longest at each word; those of the first language before those of others. Signals are looked for
 * at every word, whatever else the words around them mean; only a longer phrase around it takes a signal away («mourir de faim»).
 */
export function scan(tokens: readonly Token[], lexicon: Lexicon): Scanned {
  const best: (Hit | undefined)[] = [];
  const signals: Hit[] = [];
  for (let start = 0; start < tokens.length; start++) {
    const found = phrasesAt(tokens, start, lexicon);
    best.push(found.best);
    if (found.signal !== undefined) signals.push(found.signal);
  }
  const hits: Hit[] = [];
  for (let at = 0; at < tokens.length; ) {
    const hit = best[at];
    if (hit !== undefined && (hit.meaning.kind !== 'signal' || !best.some((other) => covers(other, hit)))) hits.push(hit);
    at = hit?.end ?? at + 1;
  }
  for (const signal of signals) {
    if (!hits.includes(signal) && !best.some((other) => covers(other, signal))) hits.push(signal);
  }
  return { hits, marks: marksIn(tokens, lexicon) };
}

/** Whether `other` is a longer phrase around a signal. */
function covers(other: Hit | undefined, { start, end }: Hit): boolean {
  if (other === undefined) return false;
  return other.start <= start && other.end >= end && other.end - other.start > end - start;
}

function phrasesAt(tokens: readonly Token[], start: number, { phrases, own }: Lexicon): { best?: Hit; signal?: Hit } {
  let best: (Hit & { readonly rank: number }) | undefined;
  let signal: Hit | undefined;
  let slips = 0;
  let branch: Branch<Meaning> | undefined = phrases;
  for (let at = start; at < tokens.length; at++) {
    const token: Token | undefined = tokens[at];
    branch = token && branch.next.get(token.word);
    if (token === undefined || branch === undefined) break;
    slips += token.slips;
    for (const { rank, value } of branch.ends) {
      if (rank > 0 && at === start && own.has(token.word)) continue;
      // A call for help is heard in spite of one slip; two make another word of it.
      if (value.kind === 'signal' && (slips > 1 || (slips === 1 && token.word.length < SHORTEST_SIGNAL))) continue;
      const hit = { start, end: at + 1, meaning: value, slips, rank };
      if (best === undefined || rank <= best.rank) best = hit;
      if (value.kind === 'signal') signal = hit;
    }
  }
  if (best?.meaning.kind === 'signal') signal = best;
  return { ...(best === undefined ? {} : { best }), ...(signal === undefined ? {} : { signal }) };
}

const SHORTEST_SIGNAL = 6;

function marksIn(tokens: readonly Token[], { marks }: Lexicon): readonly Marked[] {
  const found: Marked[] = [];
  for (let start = 0; start < tokens.length; start++) {
    let branch: Branch<Mark> | undefined = marks;
    let longest: Marked | undefined;
    for (let at = start; at < tokens.length; at++) {
      branch = branch.next.get(tokens[at]?.word ?? '');
      if (branch === undefined) break;
      const [end] = branch.ends;
      if (end !== undefined) longest = { start, end: at + 1, mark: end.value };
    }
    if (longest !== undefined) found.push(longest);
  }
  return found;
}
