import type { Address } from '../../model/channel.ts';
import { type Choice, playable, printed, type Reply } from '../../model/reply.ts';
import { cut, pieces } from '../text.ts';
import { routeOf } from './address.ts';
import { ACTION_LIMIT, TEXT_LIMIT, TITLE_LIMIT } from './limits.ts';
import { forPlayground } from './playground.ts';
import type { OutActivity, OutPayload, Route } from './wire.ts';

type Tap = { readonly id: string; readonly title: string };

/**
 * A reply as clients of the Bot Framework show it: the text with every choice and its number, and the choices to tap as suggested
 * actions of kind imBack below it.
 *
 * Title and value of an action are the same, because clients do not agree on what a tap sends: Web Chat sends the value and shows it in
 * the person's bubble, the Playground sends the title. Nor is an id lost by that: these clients take suggested actions away with the
 * next message, so that there is no old menu to tap; and should two taps cross, «1 Gao» is looked for by its label, never by its number
 * alone, so it says what it said or asks again.
 *
 * Nothing is played there: a file would have to stand in the activity itself, of which each client takes as much as it likes, or at an
 * address that all of them reach. So 🔊 is not offered, and who asks for it all the same is told so.
 */
export function compose(whole: Reply, to: Address, more = false): readonly OutPayload[] {
  const reply = playable(whole);
  const route = routeOf(to);
  const taps = tapsOf(reply);
  const texts = pieces(printed(reply).toWellFormed().trim(), TEXT_LIMIT);
  return texts.map((text, index) => {
    const isLast = index === texts.length - 1;
    const shown = isLast ? taps : [];
    return {
      activity: activityOf(text, shown, reply.locale, route),
      choices: shown.map(({ id }) => id),
      ...(route && { route }),
      more: more || !isLast,
    };
  });
}

function activityOf(text: string, taps: readonly Tap[], locale: string, route: Route | undefined): OutActivity {
  const words: Pick<OutActivity, 'text' | 'textFormat'> = route?.playground
    ? { text: forPlayground(text), textFormat: 'markdown' }
    : { text, textFormat: 'plain' };
  const actions = taps.map(({ title }) => ({ type: 'imBack' as const, title, value: title }));
  return { type: 'message', ...words, locale, ...(actions.length > 0 && { suggestedActions: { to: [], actions } }) };
}

/** Navigation keeps its place when there are too many choices. What cannot be tapped can still be read and answered by number. */
function tapsOf({ choices, navigation, direction }: Reply): readonly Tap[] {
  const room = Math.max(0, ACTION_LIMIT - navigation.length);
  return [...choices.slice(0, room), ...navigation]
    .slice(0, ACTION_LIMIT)
    .filter(({ label }) => label.trim() !== '')
    .map((choice) => ({ id: choice.id, title: titleOf(choice, direction) }));
}

function titleOf({ number, label }: Choice, direction: Reply['direction']): string {
  const words = label.toWellFormed().trim();
  const whole = direction === 'rtl' ? `\u2068${number}\u2069 ${words}` : `${number} ${words}`;
  return whole.length <= TITLE_LIMIT ? whole : `${cut(whole, TITLE_LIMIT - 1)}…`;
}
