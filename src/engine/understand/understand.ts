import type { Mark } from '../../model/flow.ts';
import { isFaint, type Weighed, type Weight, wordsOf } from './faint.ts';
import { type Leaning, leaningOf } from './leaning.ts';
import type { Lexicon } from './lexicon.ts';
import { type Hit, type Marked, type Scanned, type Span, scan } from './scan.ts';
import { phraseOf, readTokens, type Token } from './tokens.ts';
import type { Meaning } from './vocabulary.ts';

/** What a sentence names, each once, in the order in which it is said. */
export type Understanding = {
  readonly signals: readonly string[];
  /** How many words tell of each of these calls for help. */
  readonly said: ReadonlyMap<string, number>;
  /** Where the person is. More than one: nobody can know which. */
  readonly regions: readonly string[];
  readonly needs: readonly string[];
  readonly organizations: readonly string[];
  readonly shortcuts: readonly string[];
  /**
   * What may be meant, and must be asked before it is answered. A call for help is unsure that is only told of (long past, heard of
   * others, a question in general, a jest) or said in one common word: what is asked for beside it goes first.
   */
  readonly unsure: Readonly<Record<'regions' | 'needs' | 'signals', readonly string[]>>;
  /** Of what is sure: what so few of so many words tell of that it is asked about all the same, unless something else is plain. */
  readonly faint: ReadonlySet<string>;
  /** What all words together speak for, whatever phrases they stand in, most first. */
  readonly leaning: readonly Leaning[];
  /** Something was named and denied: «je ne suis pas malade». */
  readonly denied: boolean;
  /** Whether a word had to be corrected to get there. */
  readonly corrected: boolean;
};

/** Reads a folded sentence. Pure; its cost grows with the length of the sentence, not with that of the vocabulary. */
export function understand(folded: string, lexicon: Lexicon): Understanding {
  const tokens = readTokens(folded, lexicon);
  const { hits, marks } = scan(tokens, lexicon);
  const weighed = hits.map((hit) => ({ hit, weight: weigh(hit, { tokens, hits, marks, lexicon }) }));
  const named = (kind: Meaning['kind'], weight: Weight) =>
    unique(weighed.filter((one) => one.hit.meaning.kind === kind && one.weight === weight).map(({ hit }) => hit.meaning.id));
  const needs = named('need', 'sure');
  const signals = named('signal', 'sure');
  const places = regionsOf(weighed);
  // Whoever tells a story in which a place occurs may be anywhere; whoever asks for something there, or says «I am in», is there.
  const told = tokens.length > SHORT_SENTENCE && weighed.every(({ hit }) => hit.meaning.kind === 'region' && hit.end - hit.start === 1);
  const regions = told && places.length === 1 ? [] : places;
  return {
    signals,
    said: new Map(signals.map((signal) => [signal, wordsOf(signal, weighed)])),
    faint: new Set([...needs, ...signals].filter((id) => isFaint(id, weighed, { tokens, lexicon }))),
    regions,
    needs,
    organizations: named('organization', 'sure'),
    shortcuts: named('shortcut', 'sure'),
    unsure: {
      regions: regions.length > 0 ? [] : [...places.slice(0, 1), ...named('region', 'unsure')],
      needs: named('need', 'unsure').filter((need) => !needs.includes(need)),
      signals: named('signal', 'unsure').filter((signal) => !signals.includes(signal)),
    },
    leaning: leaningOf(wordsThatCount(tokens, weighed), lexicon.leanings),
    denied: weighed.some(({ weight }) => weight === 'denied'),
    corrected: hits.some(({ slips }) => slips > 0),
  };
}

/** All but those that say where somebody is, and what they deny. */
const wordsThatCount = (tokens: readonly Token[], weighed: readonly Weighed[]) =>
  tokens.flatMap(({ word }, at) => {
    const isOut = ({ hit, weight }: Weighed) => weight === 'denied' || hit.meaning.kind === 'region';
    return weighed.some((one) => isOut(one) && at >= one.hit.start && at < one.hit.end) ? [] : [word];
  });

const unique = (ids: readonly string[]) => [...new Set(ids)];

/** Where one says that one is counts more than any other place that one names. */
function regionsOf(weighed: readonly Weighed[]): readonly string[] {
  const places = weighed.filter(({ hit, weight }) => hit.meaning.kind === 'region' && weight === 'sure').map(({ hit }) => hit.meaning);
  const here = places.filter((place) => place.here);
  return unique((here.length > 0 ? here : places).map(({ id }) => id));
}

/** Words between a mark and what it speaks of. */
const REACH = 4;
const SIGNAL_REACH = 2;
/** Up to this many words a weak word is all that is said: «eau gao». */
const SHORT_SENTENCE = 4;

type Sentence = Scanned & { readonly tokens: readonly Token[]; readonly lexicon: Lexicon };

function weigh(hit: Hit, sentence: Sentence): Weight {
  const { kind } = hit.meaning;
  const { marks, lexicon } = sentence;
  const before = marksBefore(hit, marks, kind === 'signal' ? SIGNAL_REACH : REACH);
  const within = new Set(marks.filter((one) => isBetween(one, hit)).map(({ mark }) => mark));
  if (within.has('refuse')) return 'denied';
  if (within.has('not') && !within.has('lack') && kind !== 'shortcut') return kind === 'signal' ? 'denied' : 'unsure';
  if (kind === 'signal') {
    if (before.has('refuse') || before.has('not')) return 'denied';
    const told = isNear(hit, marks, 'ago') || isNear(hit, marks, 'told') || marks.some(({ mark }) => mark === 'jest');
    return told || isWeak(hit, sentence) || isGuessed(hit, sentence) ? 'unsure' : 'sure';
  }
  if (kind === 'region') {
    if (before.has('refuse')) return 'denied';
    return hit.slips > 1 || (!hit.meaning.here && isNear(hit, marks, 'ago')) ? 'unsure' : 'sure';
  }
  if (kind === 'shortcut') return isWeak(hit, sentence) ? 'unsure' : 'sure';
  if (kind !== 'need') return 'sure';
  if (before.has('refuse') || marks.some(({ mark, start }) => mark === 'fine' && start === hit.end)) return 'denied';
  const negated = before.has('lack') || before.has('not') || before.has('past');
  if (negated && lexicon.states.has(phraseOf(hit, sentence.tokens))) return 'denied';
  if (before.has('past') || marksBefore(hit, marks, STORY_REACH).has('ago') || (before.has('not') && !before.has('lack'))) return 'unsure';
  return isSure(
    hit,
    sentence,
    before.has('lack') || marks.some((one) => (one.mark === 'lack' || one.mark === 'not') && one.start >= hit.start && one.end <= hit.end),
  )
    ? 'sure'
    : 'unsure';
}

/** Words between a word of asking and what is asked for. */
const ASKS_REACH = 8;

/** How far a story reaches: words behind a mark that opens it, and before one that ends it («… was two years ago»). */
const STORY_REACH = 8;
const STORY_BACK = 5;

/** Whether a mark of a story stands near a phrase, and nothing between them says that it is about today. */
function isNear({ start, end }: Hit, marks: readonly Marked[], kind: Mark): boolean {
  const isToday = (from: number, to: number) => marks.some((one) => one.mark === 'now' && one.start >= from && one.end <= to);
  return marks.some((one) => {
    if (one.mark !== kind) return false;
    if (one.start < start) return start - one.end <= STORY_REACH && !isToday(one.end, start);
    return one.start >= end && one.start - end <= STORY_BACK && !isToday(end, one.start);
  });
}

/** Whether a mark stands among the words of a phrase; not if a word of any order is of it: «n'est pas rentrée» has its own «pas». */
function isBetween(mark: Span, { start, end, skipped, framed }: Hit): boolean {
  const places = Array.from({ length: mark.end - mark.start }, (_, at) => mark.start + at);
  const isOwn = framed && places.some((at) => at >= start && at < end && !skipped.includes(at));
  return !isOwn && places.some((at) => skipped.includes(at));
}

/** Whether the words are too common to count for much in a sentence of many. */
const isWeak = (hit: Hit, sentence: Sentence) =>
  sentence.tokens.length > SHORT_SENTENCE && sentence.lexicon.weak.has(phraseOf(hit, sentence.tokens));

/** Words from which on a single misspelt one is not much. */
const LONG_SENTENCE = 8;

/** Whether a single word of a longer sentence was read as a call for help in spite of a slip: it may well be another word. */
const isGuessed = ({ start, end, slips }: Hit, { tokens }: Sentence) => slips > 0 && end - start === 1 && tokens.length > LONG_SENTENCE;

/** Whether a need was meant, or its words only occur: «the food in Gao is very nice» asks for nothing and lacks nothing. */
function isSure(hit: Hit, sentence: Sentence, lacking: boolean): boolean {
  const { start, end, slips } = hit;
  const { tokens, hits, marks, lexicon } = sentence;
  const { states, weak, asks, own } = lexicon;
  const phrase = tokens.slice(start, end);
  // «une chambre» says no more than «chambre».
  const single = phrase.length === 1 || (phrase.length === 2 && phrase.some(({ word }) => own.has(word)));
  const state = phrase.some(({ word }) => states.has(word));
  const asked = asks.size === 0 || tokens.slice(Math.max(0, start - ASKS_REACH), end + ASKS_REACH).some(({ word }) => asks.has(word));
  if (slips > 0 || marks.some(({ mark }) => mark === 'jest')) return false;
  if (!asked && !lacking && marks.some(({ mark }) => mark === 'over')) return false;
  if (single && !state && marks.some((one) => one.mark === 'tells' && one.start === end)) return false;
  // Whoever says where they are and a word more asks for that: «je suis à gao, réinsertion».
  const places = hits.filter(({ meaning }) => meaning.kind === 'region');
  if (tokens.filter((_, at) => !places.some((place) => at >= place.start && at < place.end)).length <= SHORT_SENTENCE) return true;
  return !weak.has(phraseOf(hit, sentence.tokens)) && (!single || asked || lacking || state);
}

/** Marks that end before a phrase, near enough, with no new thought between them. */
function marksBefore({ start, end: last }: Hit, marks: readonly Marked[], reach: number): ReadonlySet<Mark> {
  // A mark may share words with the phrase: «don't want to» and «want to go home».
  const near = marks.filter((one) => one.start <= start && one.end <= last && start - one.end <= reach);
  const cut = Math.max(
    -1,
    ...near.filter((one) => (one.mark === 'break' || one.mark === 'now') && !isInside(one, near)).map((one) => one.start),
  );
  return new Set(near.filter((one) => one.start < start && one.end > cut).map(({ mark }) => mark));
}

const isInside = (one: Marked, marks: readonly Marked[]) =>
  marks.some((other) => other !== one && other.start <= one.start && other.end >= one.end);
