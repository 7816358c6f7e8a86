import type { Address } from '../../model/channel.ts';
import { type Choice, playable, printed, type Reply } from '../../model/reply.ts';
import { type SoundPayload, soundOf } from '../../model/sound.ts';
import { drawnOnce } from '../drawn.ts';
import { cut, pieces } from '../text.ts';
import { BUTTON_LIMIT, BUTTON_TEXT_LIMIT, QUICK_REPLY_LIMIT, TEXT_LIMIT, TITLE_LIMIT } from './limits.ts';
import { type ActionPayload, CHOICE_ID_LIMIT, type MessagePayload, type OutMessage } from './wire.ts';

type Tap = { readonly title: string; readonly payload: string };

/**
 * A reply as Messenger shows it: the text, every choice with its number in the same bubble (quick replies vanish with the next
 * message, and some clients show none), and the same choices to tap. Up to three are buttons, which can be tapped for ever; more are
 * quick replies, on the last payload. Nothing that Meta would refuse goes out; a reply without words is no payload.
 */
export function compose(reply: Reply, to: Address): readonly (MessagePayload | SoundPayload)[] {
  const words = wordsOf(reply).map((message) => payload(to, message));
  const sound = reply.sound && soundOf(reply.sound, 'mp3');
  const otherwise = words.at(-1);
  if (sound === undefined || otherwise === undefined) return words;
  const { hear: _hear, ...rest } = playable(reply, 'mp3');
  return [{ sound, message: payload(to, withSound(tapsOf(rest))), otherwise }];
}

const wordsOf = drawnOnce((reply) => composeWords(playable(reply, 'mp3')));

function composeWords(reply: Reply): readonly OutMessage[] {
  const body = printed(reply).toWellFormed().trim();
  const taps = tapsOf(reply);
  if (taps.length > 0 && taps.length <= BUTTON_LIMIT && body.length <= BUTTON_TEXT_LIMIT) return [withButtons(body, taps)];
  const texts = pieces(body, TEXT_LIMIT);
  return texts.map((text, index) => (index === texts.length - 1 ? withQuickReplies(text, taps) : { text }));
}

/** Seen and typing are two calls, and neither may be in one call with a message (100/2018014). */
export const receipts = ({ id }: Address): readonly ActionPayload[] => [
  { recipient: { id }, sender_action: 'mark_seen' },
  { recipient: { id }, sender_action: 'typing_on' },
];

// RESPONSE and nothing else: everything we say answers a person who wrote, and no other type is left for a bot after 24 hours.
const payload = ({ id }: Address, message: OutMessage): MessagePayload => ({ recipient: { id }, messaging_type: 'RESPONSE', message });

const withButtons = (text: string, taps: readonly Tap[]): OutMessage => ({
  attachment: {
    type: 'template',
    payload: { template_type: 'button', text, buttons: taps.map((tap) => ({ type: 'postback', ...tap })) },
  },
});

const withQuickReplies = (text: string, taps: readonly Tap[]): OutMessage =>
  taps.length === 0 ? { text } : { text, quick_replies: quickReplies(taps) };

/** But for the id of its file. Quick replies of the message that it repeats are gone with it, so they stand below it again. */
const withSound = (taps: readonly Tap[]): OutMessage => ({
  attachment: { type: 'audio', payload: {} },
  ...(taps.length === 0 ? {} : { quick_replies: quickReplies(taps) }),
});

const quickReplies = (taps: readonly Tap[]) => taps.map((tap) => ({ content_type: 'text', ...tap }) as const);

/**
 * Navigation keeps its place when there are too many choices. What cannot be tapped can still be read and answered by number. Hearing
 * comes first: whoever cannot read the others finds it by its place and its sign.
 */
function tapsOf({ choices, navigation, hear, direction }: Reply): readonly Tap[] {
  const first = hear === undefined ? [] : [hear.choice];
  const room = Math.max(0, QUICK_REPLY_LIMIT - navigation.length - first.length);
  return [...first, ...choices.slice(0, room), ...navigation]
    .slice(0, QUICK_REPLY_LIMIT)
    .filter(({ id, label }) => id !== '' && id.length <= CHOICE_ID_LIMIT && label.trim() !== '')
    .map((choice) => ({ title: titleOf(choice, direction), payload: choice.id }));
}

/** The number helps to tie a button to its line, but the words matter more: without room for both they stand alone. */
function titleOf({ number, label }: Choice, direction: Reply['direction']): string {
  const words = label.toWellFormed().trim();
  const whole = direction === 'rtl' ? `\u2068${number}\u2069 ${words}` : `${number} ${words}`;
  if (whole.length <= TITLE_LIMIT) return whole;
  return words.length <= TITLE_LIMIT ? words : `${cut(words, TITLE_LIMIT - 1)}…`;
}
