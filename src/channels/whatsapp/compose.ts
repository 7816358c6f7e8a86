import type { Address } from '../../model/channel.ts';
import { type Choice, playable, printed, type Reply } from '../../model/reply.ts';
import { type SoundPayload, soundOf } from '../../model/sound.ts';
import { drawnOnce } from '../drawn.ts';
import { cut, pieces } from '../text.ts';
import { isUserId } from './address.ts';
import {
  BODY_LIMIT,
  BUTTON_COUNT,
  BUTTON_ID_LIMIT,
  BUTTON_TITLE_LIMIT,
  LIST_BUTTON_LIMIT,
  ROW_COUNT,
  ROW_DESCRIPTION_LIMIT,
  ROW_ID_LIMIT,
  ROW_TITLE_LIMIT,
  SECTION_TITLE_LIMIT,
  TEXT_LIMIT,
} from './limits.ts';
import type { AudioMessage, Buttons, Interactive, InteractivePayload, ReceiptPayload, Row, Section, TextPayload } from './wire.ts';

/**
 * A reply as WhatsApp shows it: the text, every choice with its number in the same bubble (old phones, screen readers and WhatsApp
 * Web show no rows), and the same choices to tap: buttons up to three, a list up to ten.
 *
 * Nothing that Meta would refuse goes out. What cannot be tapped (an eleventh row, a label over the limit, an id used twice) can
 * still be read and answered by number; a text too long for a bubble with buttons goes ahead of it.
 */
export function compose(reply: Reply, to: Address): readonly (TextPayload | InteractivePayload | SoundPayload)[] {
  const words = wordsOf(reply).map((part) => ({ ...head(to), ...part }));
  const sound = reply.sound && soundOf(reply.sound, 'ogg');
  const otherwise = words.at(-1);
  // A voice note has no room for choices; those of the message that it repeats can still be tapped.
  const message: AudioMessage = { ...head(to), type: 'audio', audio: { voice: true } };
  return sound === undefined || otherwise === undefined ? words : [{ sound, message, otherwise }];
}

/** A message but for whom it goes to. */
type Part = Pick<TextPayload, 'type' | 'text'> | Pick<InteractivePayload, 'type' | 'interactive'>;

const wordsOf = drawnOnce((reply) => composeWords(playable(reply, 'ogg')));

function composeWords(reply: Reply): readonly Part[] {
  const whole = printed(reply).toWellFormed().trim();
  if (whole.length <= BODY_LIMIT) {
    const interactive = interactiveOf(reply, whole);
    return interactive ? [{ type: 'interactive', interactive }] : textParts(whole);
  }
  const menu = printed({ ...reply, text: '' })
    .toWellFormed()
    .trim();
  const interactive = menu.length <= BODY_LIMIT ? interactiveOf(reply, menu) : undefined;
  return interactive ? [...textParts(reply.text.toWellFormed()), { type: 'interactive', interactive }] : textParts(whole);
}

/** Typing indicator and read mark are one call. The person's address is not needed: the message id says it. */
export function receipt(platformId: string): ReceiptPayload {
  return { messaging_product: 'whatsapp', status: 'read', message_id: platformId, typing_indicator: { type: 'text' } };
}

const recipient = ({ id }: Address) => (isUserId(id) ? { recipient: id } : { to: `+${id}` });
const head = (to: Address) => ({ messaging_product: 'whatsapp', recipient_type: 'individual', ...recipient(to) }) as const;

const textParts = (text: string): readonly Part[] =>
  pieces(text, TEXT_LIMIT).map((body) => ({ type: 'text', text: { body, preview_url: false } }));

function interactiveOf(reply: Reply, body: string): Interactive | undefined {
  const offered = [...heard(reply), ...reply.choices, ...waysIn(reply, BUTTON_COUNT)];
  if (body === '' || offered.length === 0) return undefined;
  return buttonsOf(offered, body) ?? listOf(reply, body);
}

/** First of all: whoever cannot read the others finds it by its place and its sign. */
const heard = ({ hear }: Reply): readonly Choice[] => (hear === undefined ? [] : [hear.choice]);

/**
 * Back and menu. Where 🔊 is one too many for `room`, the menu stands in the text alone: three buttons are seen at once and a list must be
 * opened, and to whoever does not read, hearing is worth more.
 */
function waysIn(reply: Reply, room: number): readonly Choice[] {
  const { hear, choices, navigation } = reply;
  return hear !== undefined && 1 + choices.length + navigation.length === room + 1 ? navigation.slice(0, -1) : navigation;
}

/** Buttons show no description: with so few choices the text has room for it, and a list would hide them behind one more tap. */
function buttonsOf(offered: readonly Choice[], text: string): Interactive | undefined {
  if (offered.length > BUTTON_COUNT) return undefined;
  const buttons = distinct(
    offered.map(({ id, label }) => ({ id, title: label })),
    BUTTON_ID_LIMIT,
    BUTTON_TITLE_LIMIT,
  );
  if (buttons.length < offered.length) return undefined;
  const [first, second, third] = buttons.map((reply) => ({ type: 'reply', reply }) as const);
  if (!first) return undefined;
  const three: Buttons = second ? (third ? [first, second, third] : [first, second]) : [first];
  return { type: 'button', body: { text }, action: { buttons: three } };
}

/** Navigation keeps its rows when there are too many choices: back and menu must work everywhere. */
function listOf(reply: Reply, text: string): Interactive | undefined {
  const { choices, chrome } = reply;
  const ways = distinct(waysIn(reply, ROW_COUNT).map(rowOf), ROW_ID_LIMIT, ROW_TITLE_LIMIT).slice(0, ROW_COUNT);
  const rows = distinct([...ways, ...[...heard(reply), ...choices].map(rowOf)], ROW_ID_LIMIT, ROW_TITLE_LIMIT).slice(
    ways.length,
    ROW_COUNT,
  );
  const [first, ...others] = [...sectionOf(chrome.choices, rows), ...sectionOf(chrome.navigation, ways)];
  if (!first) return undefined;
  return { type: 'list', body: { text }, action: { button: title(chrome.open, LIST_BUTTON_LIMIT), sections: [first, ...others] } };
}

function sectionOf(name: string, [first, ...others]: readonly Row[]): readonly Section[] {
  return first ? [{ title: title(name, SECTION_TITLE_LIMIT), rows: [first, ...others] }] : [];
}

function rowOf({ id, number, label, description = '' }: Choice): Row {
  const row = { id, title: `${number} ${label}` };
  return description.trim() === '' ? row : { ...row, description: title(description, ROW_DESCRIPTION_LIMIT) };
}

/** Those that Meta takes: id and title within limits, without outer spaces, each only once. The first of two wins. */
function distinct<Item extends { readonly id: string; readonly title: string }>(
  items: readonly Item[],
  idLimit: number,
  titleLimit: number,
) {
  const ids = new Set<string>();
  const titles = new Set<string>();
  return items.filter(({ id, title }) => {
    if (!isClean(id, idLimit) || !isClean(title, titleLimit) || ids.has(id) || titles.has(title)) return false;
    ids.add(id);
    titles.add(title);
    return true;
  });
}

const isClean = (text: string, limit: number) => text !== '' && text.length <= limit && text === text.trim() && text.isWellFormed();

/** Words around the choices, which may be shortened: nothing hangs on them. Meta refuses empty ones. */
function title(text: string, limit: number): string {
  const words = text.toWellFormed().trim();
  if (words === '') return '…';
  return words.length <= limit ? words : `${cut(words, limit - 1).trim()}…`;
}
