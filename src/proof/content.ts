import * as botframework from '../channels/botframework/compose.ts';
import { violations as botframeworkViolations } from '../channels/botframework/violations.ts';
import * as messenger from '../channels/messenger/compose.ts';
import { violations as messengerViolations } from '../channels/messenger/violations.ts';
import * as whatsapp from '../channels/whatsapp/compose.ts';
import { violations as whatsappViolations } from '../channels/whatsapp/violations.ts';
import { checkLevels } from '../flow/levels.ts';
import { type Loaded, loadFlow } from '../flow/load.ts';
import type { Flow } from '../model/flow.ts';
import type { Problem } from '../model/problem.ts';
import { type Places, type Proof, prove } from './prove.ts';
import type { Composer } from './walk.ts';

/** What every reply is proved against, whether the channel is on or not: content must be right before anybody turns it on. */
export const COMPOSERS: readonly Composer[] = [
  { id: 'whatsapp', plays: 'ogg', compose: whatsapp.compose, violations: whatsappViolations },
  { id: 'messenger', plays: 'mp3', compose: messenger.compose, violations: messengerViolations },
  { id: 'botframework', compose: botframework.compose, violations: botframeworkViolations },
];

/** `flow` and `places` are there only if nothing is an error. `proof` is missing when the files were too broken to be walked. */
export type Content = {
  readonly flow?: Flow;
  readonly places?: Places;
  readonly problems: readonly Problem[];
  readonly proof?: Proof;
};

/** `localesServed`: drafts that are named there are held to the rules of all that is sent. `before`: of what was there before. */
export type ContentOptions = {
  readonly flowsDir: string;
  readonly localesDir: string;
  readonly localesServed?: readonly string[];
  readonly before?: Proof | undefined;
};

/** Reads the content, checks it, and walks every state of it in each locale. `at`: the day on which contacts are looked at, epoch ms. */
export function loadContent(options: ContentOptions, at: number): Content {
  return proveContent(readContent(options, at), options, at);
}

/** As it stands in the files on that day: checked, unless `proved` knows its revision, and not walked. */
export const readContent = ({ flowsDir, localesDir }: ContentOptions, at: number, proved?: (revision: string) => boolean): Loaded =>
  loadFlow({ flowsDir, localesDir, today: new Date(at).toISOString().slice(0, 10), ...(proved && { proved }) });

/** The second half of `loadContent`, for content that was read. */
export function proveContent(loaded: Loaded, { localesServed, before }: ContentOptions, at: number): Content {
  if (!loaded.ok) return { problems: loaded.problems };
  const proof = prove(loaded.flow, loaded.places, COMPOSERS, { at, served: localesServed, before });
  const problems = [...loaded.warnings, ...proof.problems];
  const right = !problems.some(({ severity }) => severity === 'error');
  return right ? { flow: loaded.flow, places: loaded.places, problems, proof } : { problems, proof };
}

/**
 * The same, and how loud its recordings are: apart, because it waits for a decoder, and costs 2 ms for each second that was recorded.
 * Without recordings it is the content as it was given.
 */
export async function withLevels(content: Content): Promise<Content> {
  const found = content.flow === undefined ? [] : await checkLevels(content.flow);
  if (found.length === 0) return content;
  const { flow: _flow, places: _places, ...rest } = content;
  const problems = [...content.problems, ...found];
  return found.some(({ severity }) => severity === 'error') ? { ...rest, problems } : { ...content, problems };
}

/** The flow with only the locales that may be sent to people: those named, else all that are not drafts. */
export function withLocales(
  flow: Flow,
  served: readonly string[] | undefined,
): { readonly flow: Flow } | { readonly unknown: readonly string[] } {
  const unknown = (served ?? []).filter((id) => !flow.locales.has(id));
  if (unknown.length > 0) return { unknown };
  const locales = [...flow.locales].filter(([id, { status }]) => (served ? served.includes(id) : status !== 'draft'));
  const [first] = locales;
  if (first === undefined) return { unknown: [] };
  const isSpoken = locales.some(([id]) => id === flow.defaultLocale);
  return { flow: { ...flow, locales: new Map(locales), defaultLocale: isSpoken ? flow.defaultLocale : first[0] } };
}

/** A line for whoever starts or checks it, if people would read words that nobody has reviewed; `served` as in `withLocales`. */
export function draftsServed(flow: Flow, served: readonly string[] | undefined): string | undefined {
  const isDraft = (id: string) => flow.locales.get(id)?.status === 'draft';
  const drafts = new Set((served ?? []).filter(isDraft).flatMap((id) => [id, ...(flow.locales.get(id)?.fallback.filter(isDraft) ?? [])]));
  return drafts.size === 0 ? undefined : `people will read drafts, which nobody has reviewed: ${[...drafts].join(', ')} (LOCALES_SERVED)`;
}
