import type { Engine } from '../engine/engine.ts';
import { BUBBLE_LIMIT, BUBBLES_A_TURN } from '../model/engine-texts.ts';
import type { Flow } from '../model/flow.ts';
import type { Payload } from '../model/outbound.ts';
import { playable, type Reply } from '../model/reply.ts';
import { isSound, PATH_SOUND_BYTES, soundOf } from '../model/sound.ts';
import type { Finding, Report } from './codes.ts';
import { type Composer, firstWords, guesses, listen, optionsOf, type Visit, walk } from './walk.ts';

/** What the walk of one locale came to. */
export type LocaleProof = {
  readonly findings: readonly Finding[];
  readonly positions: number;
  readonly payloads: number;
  readonly longestPath: number;
  readonly longestSound: number;
};

const CHOICES_TO_A_SERVICE = 3;

/** Walks every state that can be reached in one locale, with the real engine and each channel's real `compose`. */
export function proveLocale(engine: Engine, locale: string, composers: readonly Composer[], at: number): LocaleProof {
  const { flow } = engine;
  const findings: Finding[] = [];
  const report: Report = (code, place, message, hint) => void findings.push({ code, place, message, hint });
  const { visits, lost } = walk(engine, { locale, at });
  for (const { node, choice } of lost)
    report('walk-choice-lost', `node:${node}`, `«${choice}» leads to nothing (${locale})`, 'Let it open a node that exists.');
  let payloads = 0;
  let longestPath = 0;
  let longestSound = 0;
  const drawn = new Set<Reply | string>();
  for (const visit of [...visits, ...firstWords(engine, { locale, at }), ...guesses(engine, { locale, at })]) {
    checkShape(flow, visit, locale, report);
    checkRegions(flow, visit, report);
    // What plays is proved as what is read; so is what is said in its place should it not come through.
    const heard = listen(engine, visit, { locale, at });
    if (heard !== undefined) checkHeard(heard, locale, report);
    for (const reply of [...visit.turn.replies, ...(heard?.turn.replies ?? [])]) {
      // Thousands of ways lead to a few hundred replies; what a platform takes once it takes every time.
      if (drawn.has(reply)) continue;
      const key = JSON.stringify(reply);
      const known = drawn.has(key);
      drawn.add(reply).add(key);
      if (known) continue;
      for (const composer of composers) payloads += checkPayloads(reply, visit, locale, composer, report);
    }
    if (visit.taps === undefined || visit.turn.trace.services.length === 0) continue;
    longestPath = Math.max(longestPath, visit.bytes);
    longestSound = Math.max(longestSound, visit.sound);
    checkSound(visit, locale, report);
  }
  checkReached(flow, visits, locale, report);
  return { findings, positions: visits.length, payloads, longestPath, longestSound };
}

function checkHeard({ turn, session }: Visit, locale: string, report: Report): void {
  if (turn.replies.some(({ sound }) => sound !== undefined)) return;
  report('walk-choice-lost', `node:${turn.trace.node}`, `🔊 plays nothing at ${where(session)} (${locale})`, 'Look at its recordings.');
}

function checkSound({ sound, turn, session }: Visit, locale: string, report: Report): void {
  if (sound <= PATH_SOUND_BYTES) return;
  const message = `on the way to ${where(session)} ${sound} bytes of sound can be heard in ${locale}, ${PATH_SOUND_BYTES} at most`;
  report('walk-sound', `node:${turn.trace.node}`, message, 'Record less, or encode it smaller: people pay for every byte.');
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

/** How many payloads a reply becomes, each looked at. */
function checkPayloads(
  reply: Reply,
  { turn, session }: Visit,
  locale: string,
  { id, plays, compose, violations }: Composer,
  report: Report,
): number {
  const payloads = compose(reply, { id: '15550000000' });
  const unheard = plays !== undefined && reply.sound !== undefined && soundOf(reply.sound, plays) !== undefined && !payloads.every(isSound);
  const faults = [
    ...payloads.flatMap(violations),
    ...lost(playable(reply, plays), payloads),
    ...(unheard ? ['a recording is not played'] : []),
  ];
  for (const fault of faults) {
    report('walk-payload', `node:${turn.trace.node}`, `${where(session)} on ${id} in ${locale}: ${fault}`, 'Shorten the text or label.');
  }
  return payloads.length;
}

/**
 * Nothing may be dropped on the way to the platform: one bubble is one payload, and every choice is in it, label and all. Where a message
 * can be heard, its way to the menu need only be printed.
 */
function lost({ choices, navigation, hear }: Reply, payloads: readonly Payload[]): readonly string[] {
  const strings = stringsIn(payloads);
  const isSaid = (label: string) => strings.includes(label) || strings.some((one) => one.includes(label));
  const heard = hear === undefined ? [] : [hear.choice];
  const printed = hear === undefined ? undefined : navigation.at(-1);
  const missing = [...heard, ...choices, ...navigation].filter(
    (choice) => (choice !== printed && !strings.includes(choice.id)) || !isSaid(choice.label),
  );
  const split = payloads.length === 1 ? [] : [`one bubble becomes ${payloads.length} messages`];
  return [...split, ...missing.map(({ label }) => `the choice «${label}» is cut or missing`)];
}

function stringsIn(value: unknown, found: string[] = []): readonly string[] {
  if (typeof value === 'string') found.push(value);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) stringsIn(one, found);
  return found;
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
