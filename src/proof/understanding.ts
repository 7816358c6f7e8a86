import { type Engine, makeEngine, type Turn } from '../engine/engine.ts';
import type { LabelledSet, Utterance } from '../flow/utterances.ts';
import type { Flow } from '../model/flow.ts';
import { SESSION_VERSION, type Session } from '../model/session.ts';

/**
 * How an utterance was understood:
 *
 * - `right`: what was meant is shown, or asked on with; where asking is right, it was asked.
 * - `confirmed`: the bot asked whether what was meant is meant.
 * - `missed`: the bot asked, or opened a page that answers no need, though it could have understood.
 * - `wrong`: a card, a need's page or an urgent page that was not meant, or a region where the person is not, without asking.
 */
export type Verdict = 'right' | 'confirmed' | 'missed' | 'wrong';

/** `expected` and `got` are names of needs and nodes, `ask` where nothing was or should be taken for known. */
export type Judged = {
  readonly language: string;
  readonly half: 'tune' | 'report';
  readonly utterance: Utterance;
  readonly verdict: Verdict;
  readonly expected: string;
  readonly got: string;
  readonly urgent: boolean;
};

/** The fixed rule for sets that are for both: an utterance whose characters' codes add up to an even number reports. */
const halfOf = (say: string) => ([...say].reduce((sum, one) => sum + (one.codePointAt(0) ?? 0), 0) % 2 === 0 ? 'report' : 'tune');

/** Says each utterance to a new person, or to one who stands where `at` says. */
export function judgeAll(flow: Flow, sets: readonly LabelledSet[]): readonly Judged[] {
  const engine = makeEngine(flow);
  return sets.flatMap(({ language, half, utterances }) =>
    utterances.map((utterance) => ({ ...judge(engine, language, utterance), half: half ?? halfOf(utterance.say) })),
  );
}

const NOON = Date.UTC(2026, 10, 24, 12);

function judge(engine: Engine, language: string, utterance: Utterance): Omit<Judged, 'half'> {
  const { flow } = engine;
  const session = utterance.at && standing(flow, language, utterance.at);
  const turn = engine.turn({ session, at: NOON }, [{ input: { kind: 'text', text: utterance.say }, at: NOON }]);
  const [need] = utterance.need ?? [];
  const [node] = utterance.node ?? [];
  const urgentNodes = new Set(flow.signals.values());
  return {
    language,
    utterance,
    verdict: verdictOf(flow, utterance, turn),
    expected: need ?? node ?? 'ask',
    got: nameOf(flow, turn),
    urgent: need === undefined && !utterance.ask && utterance.node?.every((one) => urgentNodes.has(one)) === true,
  };
}

function standing(flow: Flow, language: string, at: NonNullable<Utterance['at']>): Session {
  const locale = flow.locales.has(language) ? language : flow.defaultLocale;
  const { region, need } = at;
  const slots = { ...(region === undefined ? {} : { region }), ...(need === undefined ? {} : { need }) };
  const node = region !== undefined && need !== undefined ? answerNode(flow) : flow.home;
  return { v: SESSION_VERSION, locale, node, ...slots, trail: [flow.start] };
}

const answerNode = ({ nodes, home }: Flow) => [...nodes.values()].find(({ kind }) => kind === 'answer')?.id ?? home;

type Shown = { readonly kind: 'guess' | 'need' | 'page' | 'question'; readonly name?: string };

/** What a turn takes for known or asks about. */
function shownBy(flow: Flow, { session, trace }: Turn): Shown {
  const [guess] = session?.guess ?? [];
  if (guess !== undefined) return flow.directory.regions.has(guess) ? { kind: 'guess' } : { kind: 'guess', name: guess };
  const kind = flow.nodes.get(trace.node)?.kind;
  const need = session?.need;
  const pages = [need, ...needsOf(flow, need)].map(
    (name) => flow.directory.needs.get(name ?? '')?.page ?? flow.directory.topics.get(name ?? '')?.page,
  );
  const elsewhere = flow.directory.regions.get(session?.region ?? '')?.elsewhere;
  const ofNeed = kind === 'answer' || kind === 'question' || pages.includes(trace.node) || trace.node === elsewhere;
  if (ofNeed && need !== undefined) return { kind: 'need', name: need };
  return kind === 'question' ? { kind: 'question' } : { kind: 'page', name: trace.node };
}

const needsOf = ({ directory }: Flow, name: string | undefined): readonly string[] =>
  name === undefined ? [] : (directory.topics.get(name)?.needs ?? [name]);

function nameOf(flow: Flow, turn: Turn): string {
  const { kind, name } = shownBy(flow, turn);
  return kind === 'question' ? 'ask' : kind === 'guess' ? `${name ?? 'place'}?` : (name ?? 'ask');
}

function verdictOf(flow: Flow, { region, need = [], also, node = [], ask }: Utterance, turn: Turn): Verdict {
  const { session, trace } = turn;
  const { kind, name } = shownBy(flow, turn);
  const isNamed = (names: readonly string[]) => needsOf(flow, name).some((one) => names.includes(one));
  if (session?.region !== undefined && session.region !== region) return 'wrong';
  const atPlace = session === undefined || session.region === region;
  if (node.includes(trace.node) && kind !== 'guess') return atPlace ? 'right' : 'missed';
  switch (kind) {
    case 'question':
      return ask && atPlace ? 'right' : 'missed';
    case 'guess': {
      const [guess] = session?.guess ?? [];
      if (ask) return 'right';
      if (name === undefined) return guess === region && isMeant(flow, session?.need, need) ? 'confirmed' : 'missed';
      return atPlace && (isNamed(need) || node.includes(name)) ? 'confirmed' : 'missed';
    }
    case 'need':
      if (isNamed(need)) return atPlace && (also === undefined || session?.also === also) ? 'right' : 'missed';
      return also !== undefined && isNamed([also]) ? 'missed' : 'wrong';
    case 'page':
      // The page that is true of a need everywhere is an answer to that need.
      if (need.some((one) => flow.directory.needs.get(one)?.page === trace.node)) return atPlace ? 'right' : 'missed';
      return isAnswer(flow, trace.node) ? 'wrong' : 'missed';
  }
}

const isMeant = (flow: Flow, name: string | undefined, needs: readonly string[]) =>
  needs.length === 0 ? name === undefined : needsOf(flow, name).some((one) => needs.includes(one));

/** Pages that answer a need or a call for help, and ends, which erase: worse than a page of help that was not asked for. */
function isAnswer({ nodes, signals, directory }: Flow, id: string): boolean {
  const pages = [...directory.needs.values(), ...directory.topics.values()].map(({ page }) => page);
  return nodes.get(id)?.kind === 'end' || [...signals.values()].includes(id) || pages.includes(id);
}

export type Score = {
  readonly count: number;
  readonly right: number;
  /** Of those that are right: after a question. */
  readonly confirmed: number;
  readonly wrong: number;
  readonly urgent: { readonly count: number; readonly found: number };
};

export function scoreOf(judged: readonly Judged[]): Score {
  const count = (...verdicts: readonly Verdict[]) => judged.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const urgent = judged.filter((one) => one.urgent);
  return {
    count: judged.length,
    right: count('right', 'confirmed'),
    confirmed: count('confirmed'),
    wrong: count('wrong'),
    urgent: { count: urgent.length, found: urgent.filter(({ verdict }) => verdict === 'right').length },
  };
}

/** One row of the confusion table. Precision: of those taken for `name`, how many were meant; recall: of those meant, how many were found. */
export type Row = {
  readonly name: string;
  readonly count: number;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly confused: ReadonlyMap<string, number>;
};

export function confusion(judged: readonly Judged[]): readonly Row[] {
  const isRight = ({ verdict }: Judged) => verdict === 'right' || verdict === 'confirmed';
  // Where several answers are right, the one that came counts.
  const meant = judged.map((one) => ({
    ...one,
    expected: isRight(one) && !one.got.endsWith('?') ? one.got : one.expected,
    right: isRight(one),
  }));
  const names = [...new Set(meant.map(({ expected }) => expected))].toSorted();
  return names.map((name) => {
    const own = meant.filter(({ expected }) => expected === name);
    const taken = meant.filter(({ got }) => got === name);
    const confused = own.filter(({ right }) => !right).map(({ got }) => got);
    return {
      name,
      count: own.length,
      precision: ratio(taken.filter(({ right }) => right).length, taken.length),
      recall: ratio(own.filter(({ right }) => right).length, own.length),
      confused: new Map([...Map.groupBy(confused, (got) => got)].map(([got, list]) => [got, list.length])),
    };
  });
}

const ratio = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);
