import type { BotBubble } from '../draw/transcript.ts';
import type { Words } from './fr.ts';
import { clockIn, type Language, named } from './language.ts';

/** What became of an attempt to send that did not arrive: what Graph answered, and what the robot does about it. */
export function failureIn({ outcome, decision }: BotBubble, words: Words, language: Language): string {
  const happened = Object.hasOwn(words.outcome, outcome) ? named(words.outcome, outcome) : words.outcomeOther(outcome);
  switch (decision?.kind) {
    case undefined:
    case 'sent':
      return happened;
    case 'retry':
      return `${happened} ${words.decision.retry(clockIn(language, decision.at))}`;
    case 'postponed':
      return `${happened} ${words.decision.postponed(clockIn(language, decision.at))}`;
    case 'failed':
    case 'expired':
      return `${happened} ${words.decision[decision.kind]}`;
  }
}
