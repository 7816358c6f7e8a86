import { HEAR_NUMBER } from '../model/engine-texts.ts';
import type { Flow } from '../model/flow.ts';
import { fold } from '../model/fold.ts';
import type { Choice } from '../model/reply.ts';
import type { Session } from '../model/session.ts';
import type { Recording } from '../model/sound.ts';
import { HEAR, writeChoiceId } from './choice-id.ts';
import type { Pen } from './pen.ts';

/*
 * 🔊: what was just said, as people recorded it. Only who asks for it is sent it: sound costs thirty times what words cost. Where nothing
 * of a language was recorded there is no 🔊 and none of its words mean anything.
 */

/** The recordings of texts in the order in which they are said, each once; texts without one are left out. */
export function recordingsOf({ locale }: Pen, keys: readonly string[]): readonly Recording[] {
  if (locale.recordings.size === 0) return [];
  return [...new Set(keys)].flatMap((key) => locale.recordings.get(key) ?? []);
}

/** Whether anything can be heard in the session's language. */
export const hasRecordings = ({ locales, defaultLocale }: Flow, { locale }: Session): boolean =>
  ((locales.get(locale) ?? locales.get(defaultLocale))?.recordings.size ?? 0) > 0;

/** The button, which carries where it stood as all others do. */
export function hearChoice({ session, label }: Pen): Choice {
  return { id: writeChoiceId(session, HEAR), number: HEAR_NUMBER, label: label('label.hear') };
}

/** Signs that stand for hearing, which folding takes away like every other emoji. */
const SIGNS = /^(?:[\u{1F508}-\u{1F50A}\u{1F3A7}\u{1F442}][\u{1F3FB}-\u{1F3FF}]?\uFE0F?\s*)+$/u;

/** The sign, the label as it is printed or sent by a client, or the number. Command words are looked up where all of them are. */
export function asksToHear(pen: Pen, text: string, folded: string, number: number | undefined): boolean {
  if (SIGNS.test(text.trim()) || number === HEAR_NUMBER) return true;
  // A label of signs alone leaves nothing to compare, and is no word of a message that leaves nothing either.
  const label = fold(pen.label('label.hear'));
  return label !== '' && (folded === label || folded === `${HEAR_NUMBER} ${label}`);
}

/** The session without or with what was said before its position, as far as it was recorded. */
export function withLead({ lead: _before, ...session }: Session, keys: readonly string[]): Session {
  return keys.length === 0 ? session : { ...session, lead: keys };
}
