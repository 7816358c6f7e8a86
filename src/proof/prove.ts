import { type IndexedEngine, makeEngine } from '../engine/engine.ts';
import { BUBBLE_LIMIT, BUBBLES_A_TURN } from '../model/engine-texts.ts';
import type { Flow } from '../model/flow.ts';
import type { Problem } from '../model/problem.ts';
import type { Reply } from '../model/reply.ts';
import { type Composer, firstWords, guesses, optionsOf, type Visit, walk } from './walk.ts';

/** Where a thing stands in the YAML, by a name such as `node:region` or `text:fr:region.ask`. */
export type Places = ReadonlyMap<string, { readonly file: string; readonly line: number; readonly column: number }>;

export type Proof = {
  /** That which was walked, ready to answer in all locales. */
  readonly engine: IndexedEngine;
  readonly problems: readonly Problem[];
  /** For the summary of `anoura check`. */
  readonly positions: number;
  readonly payloads: number;
  /** Bytes of text on the longest way from the greeting to a card by taps. */
  readonly longestPath: number;
};

/** What the walk can find, beside the static checks of the loader. */
export const PROOF_CODES = {
  'walk-dead-end': 'a position offers no way on',
  'walk-choice-lost': 'a choice that is offered leads to nothing',
  'walk-bubbles': 'more bubbles in one turn than allowed',
  'walk-bubble-long': 'a bubble, as the engine puts it together, is too long',
  'walk-claim-unreached': 'no position says this claim',
  'walk-service-far': 'a service is not shown within three choices after the greeting',
  'walk-service-misplaced': 'a service or claim is shown in a region where it does not hold',
  'walk-node-unreached': 'nobody can get to this node',
  'walk-payload': 'a platform would refuse or cut a message',
} as const;
export type ProofCode = keyof typeof PROOF_CODES;

const CHOICES_TO_A_SERVICE = 3;
/** Text sent on one way from greeting to card: a page that loads on a bad line. */
export const PATH_BYTES = 4096;

/**
 * `at`: the day on which contacts are looked at, epoch ms. `served`: drafts among these are sent to people all the same. `before`: the
 * engine of an earlier edition, see `makeEngine`.
 */
export type ProveOptions = {
  readonly at: number;
  readonly served?: readonly string[] | undefined;
  readonly before?: IndexedEngine | undefined;
};

type Report = (code: ProofCode, place: string, message: string, hint: string) => void;

/**
 * Walks every reachable state in each of the flow's locales, with the real engine and each channel's real `compose`. What is wrong in a
 * draft is a warning: its translators see it, and nobody else.
 */
export function prove(flow: Flow, places: Places, composers: readonly Composer[], { at, served = [], before }: ProveOptions): Proof {
  const found = new Map<string, Problem>();
  const reportAs =
    (severity: Problem['severity']): Report =>
    (code, place, message, hint) => {
      const { file, line, column } = places.get(place) ?? { file: 'flows', line: 1, column: 1 };
      const key = `${code} ${place} ${message}`;
      if (severity === 'error' || !found.has(key)) found.set(key, { code, severity, file, line, column, message, hint });
    };
  const engine = makeEngine(flow, before);
  checkCases(flow, reportAs('error'));
  let positions = 0;
  let payloads = 0;
  let longestPath = 0;
  for (const [locale, { written, status }] of flow.locales) {
    // A language without a text of its own shows what another one shows, and that is walked there.
    if (written.size === 0) continue;
    const report = reportAs(status === 'draft' && !served.includes(locale) ? 'warning' : 'error');
    const { visits, lost } = walk(engine, { locale, at });
    for (const { node, choice } of lost)
      report('walk-choice-lost', `node:${node}`, `«${choice}» leads to nothing (${locale})`, 'Let it open a node that exists.');
    positions += visits.length;
    const drawn = new Set<string>();
    for (const visit of [...visits, ...firstWords(engine, { locale, at }), ...guesses(engine, { locale, at })]) {
      checkShape(flow, visit, locale, report);
      checkRegions(flow, visit, report);
      for (const reply of visit.turn.replies) {
        // Thousands of ways lead to a few hundred replies; what a platform takes once it takes every time.
        const key = JSON.stringify(reply);
        if (drawn.has(key)) continue;
        drawn.add(key);
        for (const composer of composers) payloads += checkPayloads(reply, visit, locale, composer, report);
      }
      if (visit.taps !== undefined && visit.turn.trace.services.length > 0) longestPath = Math.max(longestPath, visit.bytes);
    }
    checkReached(flow, visits, locale, report);
  }
  return { engine, problems: [...found.values()], positions, payloads, longestPath };
}

function checkShape(flow: Flow, { turn, session }: Visit, locale: string, report: Report): void {
  const { node } = turn.trace;
  const place = `node:${node}`;
  if (session !== undefined && optionsOf(turn).length < 3 && flow.nodes.get(node)?.kind === 'question') {
    report('walk-dead-end', place, `${where(session)} asks something and offers no answer (${locale})`, 'Give the node choices.');
  }
  if (turn.replies.length === 0) report('walk-dead-end', place, `${where(session)} says nothing (${locale})`, 'Give the node a text.');
  if (turn.replies.length > BUBBLES_A_TURN) {
    report(
      'walk-bubbles',
      place,
      `${where(session)} shows ${turn.replies.length} bubbles (${locale})`,
      `At most ${BUBBLES_A_TURN}: shorten or join the texts.`,
    );
  }
  for (const { text } of turn.replies) {
    if (text.length <= BUBBLE_LIMIT) continue;
    const parts = turn.trace.texts.filter((key) => !key.startsWith('chrome.')).join(' + ');
    const message = `${where(session)} shows a bubble of ${text.length} characters in ${locale} (${parts})`;
    report('walk-bubble-long', place, message, `At most ${BUBBLE_LIMIT}: shorten one of these texts.`);
  }
}

function checkRegions(flow: Flow, { turn, session }: Visit, report: Report): void {
  const region = session?.region;
  if (region === undefined) return;
  for (const id of turn.trace.services) {
    const service = flow.directory.services.get(id);
    if (service?.regions.includes(region)) continue;
    report(
      'walk-service-misplaced',
      `service:${id}`,
      `service ${id} is shown in ${region}`,
      'A service may only be shown in its own regions.',
    );
  }
}

/** A text said for one region may state only claims that hold there. */
function checkCases(flow: Flow, report: Report): void {
  for (const node of flow.nodes.values()) {
    for (const say of node.say) {
      if (say.kind === 'text') continue;
      for (const [region, key] of say.cases) {
        for (const id of flow.cites.get(key) ?? []) {
          const regions = flow.claims.get(id)?.regions ?? [];
          if (regions.length === 0 || regions.includes(region)) continue;
          const message = `${key}, said in ${region}, states ${id}, which holds only in ${regions.join(', ')}`;
          report('walk-service-misplaced', `node:${node.id}`, message, 'Write another text for this region.');
        }
      }
    }
  }
}

/** How many payloads a reply becomes, each looked at. */
function checkPayloads(
  reply: Reply,
  { turn, session }: Visit,
  locale: string,
  { id, compose, violations }: Composer,
  report: Report,
): number {
  const payloads = compose(reply, { id: '15550000000' });
  for (const fault of [...payloads.flatMap(violations), ...lost(reply, JSON.stringify(payloads), payloads.length)]) {
    report('walk-payload', `node:${turn.trace.node}`, `${where(session)} on ${id} in ${locale}: ${fault}`, 'Shorten the text or label.');
  }
  return payloads.length;
}

/** Nothing may be dropped on the way to the platform: one bubble is one payload, and every choice is in it, label and all. */
function lost({ choices, navigation }: Reply, json: string, payloads: number): readonly string[] {
  const missing = [...choices, ...navigation].filter(
    ({ id, label }) => !json.includes(JSON.stringify(id)) || !json.includes(JSON.stringify(label).slice(1, -1)),
  );
  const split = payloads === 1 ? [] : [`one bubble becomes ${payloads} messages`];
  return [...split, ...missing.map(({ label }) => `the choice «${label}» is cut or missing`)];
}

function checkReached(flow: Flow, visits: readonly Visit[], locale: string, report: Report): void {
  const claims = new Set(visits.flatMap(({ turn }) => turn.trace.claims));
  for (const id of flow.claims.keys()) {
    if (claims.has(id)) continue;
    report(
      'walk-claim-unreached',
      `claim:${id}`,
      `claim ${id} is said nowhere in ${locale}`,
      'Cite it in a text that some node, service or note says.',
    );
  }
  const nodes = new Set(visits.map(({ turn }) => turn.trace.node));
  for (const id of flow.nodes.keys()) {
    if (nodes.has(id)) continue;
    report(
      'walk-node-unreached',
      `node:${id}`,
      `node ${id} cannot be reached in ${locale}`,
      'Offer it as a choice, a shortcut or a signal, or delete it.',
    );
  }
  for (const service of flow.directory.services.values()) {
    for (const region of service.regions) {
      const near = visits.some(
        ({ taps, session, turn }) =>
          taps !== undefined && taps <= CHOICES_TO_A_SERVICE && session?.region === region && turn.trace.services.includes(service.id),
      );
      if (near) continue;
      const message = `service ${service.id} in ${region} is not shown within ${CHOICES_TO_A_SERVICE} choices (${locale})`;
      report('walk-service-far', `service:${service.id}`, message, 'Put its needs into a topic of the need menu.');
    }
  }
}

const where = (session: Visit['session']) =>
  session === undefined ? 'the end' : ['node', session.node, session.region, session.need, session.organization].filter(Boolean).join(' ');
