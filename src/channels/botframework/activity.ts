import type { Input, Medium } from '../../model/inbound.ts';
import { cut } from '../text.ts';
import { INBOUND_TEXT_LIMIT } from './limits.ts';
import { type Activity, Attachment } from './wire.ts';

/** Known kinds that ask nothing of a bot like ours: taken, counted under this word, never answered. */
const SILENT: ReadonlyMap<string, string> = new Map([
  ['typing', 'typing'],
  ['ping', 'ping'],
  ['deleteUserData', 'delete-user-data'],
  ['contactRelationUpdate', 'contact-relation-update'],
  ['installationUpdate', 'installation-update'],
  ['endOfConversation', 'end-of-conversation'],
  ['messageReaction', 'message-reaction'],
  ['messageUpdate', 'message-update'],
  ['messageDelete', 'message-delete'],
  ['event', 'event'],
  ['invoke', 'invoke'],
  ['trace', 'trace'],
  ['handoff', 'handoff'],
]);

/** Who did what; or the word under which an activity is counted that leads to nothing. */
export type Read = { readonly user: string; readonly input: Input } | string;

export function readActivity(activity: Activity): Read {
  const { type, conversation } = activity;
  const reader = type === 'message' ? readMessage : type === 'conversationUpdate' ? readMembers : undefined;
  if (reader === undefined) return SILENT.get(type) ?? 'unknown';
  const isGroup = conversation.isGroup === true || ['groupChat', 'channel'].includes(conversation.conversationType ?? '');
  // Where somebody is and what they need is nobody else's business.
  return isGroup ? 'group' : reader(activity);
}

/** Someone came, and it was not us. The same person may come again. */
function readMembers({ membersAdded, recipient, from }: Activity): Read {
  const people = (membersAdded ?? []).filter(({ id, role }) => id !== recipient?.id && role !== 'bot');
  const user = (people.find(({ id }) => id === from.id) ?? people[0])?.id;
  return user === undefined ? 'nobody-new' : { user, input: { kind: 'start' } };
}

function readMessage({ from, recipient, text, value, attachments }: Activity): Read {
  if (from.role === 'bot' || from.id === recipient?.id) return 'echo';
  const words = cut(text ?? '', INBOUND_TEXT_LIMIT);
  // The Emulator's own inspection, which it starts by a message in the person's name.
  if (words.startsWith('/INSPECT ')) return 'inspection';
  return { user: from.id, input: inputOf(words, value, attachments ?? []) };
}

/** A client of our own making may send a choice's id, as value or as text; everything else is words, and the engine reads titles. */
function inputOf(words: string, value: unknown, attachments: readonly unknown[]): Input {
  const id = [value, words].find(isChoiceId);
  if (id !== undefined) return { kind: 'choice', id, title: words === '' ? id : words };
  if (words.trim() !== '') return { kind: 'text', text: words };
  if (typeof value === 'string' && value.trim() !== '') return { kind: 'text', text: cut(value, INBOUND_TEXT_LIMIT) };
  return { kind: 'attachment', medium: mediumOf(attachments[0]) };
}

/** The form of our ids; whether there is such a choice is for the engine to say, which falls back to the words. */
const isChoiceId = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z\d-]{1,60}:[@!]?[\w-]{1,60}\?[\w=&-]{0,200}$/.test(value);

const MEDIUM: Readonly<Record<string, Medium>> = { image: 'image', audio: 'voice', video: 'video' };

/** By the kind of its content; none of it is opened. Cards and formatted copies of a text are no documents. */
function mediumOf(attachment: unknown): Medium {
  const parsed = Attachment.safeParse(attachment);
  if (!parsed.success) return 'unknown';
  const [kind = '', form = ''] = parsed.data.contentType.toLowerCase().split('/');
  if (kind === 'text' || form.startsWith('vnd.microsoft.card')) return 'unknown';
  return Object.hasOwn(MEDIUM, kind) ? (MEDIUM[kind] ?? 'unknown') : 'document';
}
