import { type IndexedEngine, makeEngine } from '../engine/engine.ts';
import { type Flow, type Locale, speaksForItself } from '../model/flow.ts';
import type { Problem } from '../model/problem.ts';
import type { Finding, Report } from './codes.ts';
import { type LocaleProof, proveLocale } from './prove-locale.ts';
import type { Composer } from './walk.ts';

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
  /** Bytes of sound on the way to a card on which there is most of it, for somebody who hears all of it. */
  readonly longestSound: number;
  /** By locale; `basis`: all that its walk depends on but the words that people use, as one text to compare. */
  readonly walks: ReadonlyMap<string, LocaleProof & { readonly basis: string }>;
};

/** Text sent on one way from greeting to card: a page that loads on a bad line. */
export const PATH_BYTES = 4096;

/**
 * `at`: the day on which contacts are looked at, epoch ms. `served`: drafts among these are sent to people all the same. `before`: of an
 * earlier edition; a locale for which nothing has changed is not walked again, so that an edit of one sentence costs one walk and not all.
 */
export type ProveOptions = {
  readonly at: number;
  readonly served?: readonly string[] | undefined;
  readonly before?: Proof | undefined;
};

/**
 * Walks every reachable state in each of the flow's locales. What is wrong in a draft is a warning: its translators see it, and nobody
 * else.
 */
export function prove(flow: Flow, places: Places, composers: readonly Composer[], { at, served = [], before }: ProveOptions): Proof {
  const found = new Map<string, Problem>();
  const tell = (severity: Problem['severity'], { code, place, message, hint }: Finding): void => {
    const { file, line, column } = places.get(place) ?? { file: 'flows', line: 1, column: 1 };
    const key = `${code} ${place} ${message}`;
    if (severity === 'error' || !found.has(key)) found.set(key, { code, severity, file, line, column, message, hint });
  };
  checkCases(flow, (code, place, message, hint) => tell('error', { code, place, message, hint }));
  const engine = makeEngine(flow, before?.engine);
  // A new word in one language may be understood in another: then everything is walked.
  const earlier = engine.lexicons === before?.engine.lexicons ? before.walks : new Map<string, never>();
  const shared = sharedBasis(flow, composers, at);
  const walks = new Map<string, LocaleProof & { readonly basis: string }>();
  for (const [id, locale] of flow.locales) {
    // A language without a text and a voice of its own shows what another one shows, and that is walked there.
    if (!speaksForItself(locale)) continue;
    const basis = `${id} ${locale.revision} ${shared}`;
    const known = earlier.get(id);
    const proof = known?.basis === basis ? known : { ...proveLocale(engine, id, composers, at), basis };
    walks.set(id, proof);
    const severity = locale.status === 'draft' && !served.includes(id) ? 'warning' : 'error';
    for (const finding of proof.findings) tell(severity, finding);
  }
  const all = [...walks.values()];
  return {
    engine,
    problems: [...found.values()],
    positions: all.reduce((sum, { positions }) => sum + positions, 0),
    payloads: all.reduce((sum, { payloads }) => sum + payloads, 0),
    longestPath: Math.max(0, ...all.map(({ longestPath }) => longestPath)),
    longestSound: Math.max(0, ...all.map(({ longestSound }) => longestSound)),
    walks,
  };
}

/** What the walks of all locales depend on: everything but texts, words, and the fingerprint of the files. */
function sharedBasis({ locales, revision: _revision, ...structure }: Flow, composers: readonly Composer[], at: number): string {
  const listed = ({ texts: _texts, words: _words, revision: _own, written, ...locale }: Locale) => [locale, written.size > 0];
  const parts = [structure, [...locales.values()].map(listed), composers.map(({ id }) => id), new Date(at).toISOString().slice(0, 10)];
  return JSON.stringify(parts, (_key, value) => (value instanceof Map ? [...value] : value));
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
