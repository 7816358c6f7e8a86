import * as messenger from '../channels/messenger/compose.ts';
import { violations as messengerViolations } from '../channels/messenger/violations.ts';
import * as whatsapp from '../channels/whatsapp/compose.ts';
import { violations as whatsappViolations } from '../channels/whatsapp/violations.ts';
import { loadFlow } from '../flow/load.ts';
import type { Flow } from '../model/flow.ts';
import type { Problem } from '../model/problem.ts';
import { type Proof, prove } from './prove.ts';
import type { Composer } from './walk.ts';

/** What every reply is proved against, whether the channel is on or not: content must be right before anybody turns it on. */
export const COMPOSERS: readonly Composer[] = [
  { id: 'whatsapp', compose: whatsapp.compose, violations: whatsappViolations },
  { id: 'messenger', compose: messenger.compose, violations: messengerViolations },
];

/** `flow` is there only if nothing is an error. `proof` is missing when the files were too broken to be walked. */
export type Content = { readonly flow?: Flow; readonly problems: readonly Problem[]; readonly proof?: Proof };

/** Reads the content, checks it, and walks every state of it in each locale. `at`: the day on which contacts are looked at, epoch ms. */
export function loadContent(dirs: { readonly flowsDir: string; readonly localesDir: string }, at: number): Content {
  const loaded = loadFlow(dirs);
  if (!loaded.ok) return { problems: loaded.problems };
  const proof = prove(loaded.flow, loaded.places, COMPOSERS, at);
  const problems = [...loaded.warnings, ...proof.problems];
  const right = !problems.some(({ severity }) => severity === 'error');
  return right ? { flow: loaded.flow, problems, proof } : { problems, proof };
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
