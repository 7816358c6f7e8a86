import type { Lexicon } from './lexicon.ts';
import type { Hit } from './scan.ts';
import { phraseOf, type Token } from './tokens.ts';

export type Weight = 'sure' | 'unsure' | 'denied';
export type Weighed = { readonly hit: Hit; readonly weight: Weight };
type Sentence = { readonly tokens: readonly Token[]; readonly lexicon: Pick<Lexicon, 'asks' | 'states' | 'clear'> };

/** How many words tell of a need or a call for help, with those that `more` counts beside each phrase. */
export const wordsOf = (id: string, weighed: readonly Weighed[], more: (hit: Hit) => number = () => 0) =>
  weighed
    .filter(({ hit, weight }) => hit.meaning.id === id && weight === 'sure')
    .reduce((sum, { hit }) => sum + hit.end - hit.start - hit.skipped.length + more(hit), 0);

/** Of so many words of a message at least one must tell of what is needed; a word of asking right before it, or how one is, tells as much as two. */
const THINNEST = 6;
const ASKED_BEFORE = 3;
const ASKING = 2;
/** In a message of more words than this, one alone is no call for help, but for those that are clear. */
const ONE_OF_MANY = 10;

/** Up to so many words of a call for help are weighed against what is asked for after them, in as many: «they beat us there, I want to learn a trade». */
const FEW = 3;

/** Whether too few of all words tell of something. Where somebody is, is not counted. */
export function isFaint(id: string, weighed: readonly Weighed[], { tokens, lexicon }: Sentence): boolean {
  // Languages that list no words of asking are not judged by them.
  if (lexicon.asks.size === 0) return false;
  const isClear = (hit: Hit) => lexicon.clear.has(phraseOf(hit, tokens));
  const isAsked = ({ start, end }: Hit) => tokens.slice(Math.max(0, start - ASKED_BEFORE), end).some(({ word }) => lexicon.asks.has(word));
  const places = weighed.filter(({ hit }) => hit.meaning.kind === 'region').reduce((sum, { hit }) => sum + hit.end - hit.start, 0);
  const all = tokens.length - places;
  const own = weighed.filter(({ hit, weight }) => hit.meaning.id === id && weight === 'sure');
  const isState = ({ start, end }: Hit) => tokens.slice(start, end).some(({ word }) => lexicon.states.has(word));
  if (own.every(({ hit }) => hit.meaning.kind !== 'signal'))
    return wordsOf(id, weighed, (hit) => (isAsked(hit) || isState(hit) ? ASKING : 0)) * THINNEST < all;
  const words = wordsOf(id, weighed);
  const last = Math.max(...own.map(({ hit }) => hit.start));
  const isRival = ({ hit, weight }: Weighed) =>
    hit.meaning.kind === 'need' && weight === 'sure' && hit.start > last && isAsked(hit) && wordsOf(hit.meaning.id, weighed) >= words;
  const isThin = (words <= 1 && all > ONE_OF_MANY) || (words <= FEW && weighed.some(isRival));
  return isThin && !own.some(({ hit }) => isClear(hit));
}
