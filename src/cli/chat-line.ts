import type { Step } from '../flow/conversations.ts';
import { suggest } from '../flow/nearest.ts';
import type { Medium } from '../model/inbound.ts';

/** What a line of a chat means: something the person does, a question of staff about the last answer, or a mistake with its cure. */
export type ChatLine =
  | { readonly kind: 'step'; readonly step: Step }
  /** `number` of the last menu, or of the menu of an earlier step. */
  | { readonly kind: 'tap'; readonly number: number; readonly of?: number }
  | { readonly kind: 'later'; readonly hours: number }
  | { readonly kind: 'open' | 'why' | 'json' | 'new' | 'help' | 'quit' | 'nothing' }
  | { readonly kind: 'mistake'; readonly cure: string };

const MEDIUM_OF: Readonly<Record<string, Medium>> = {
  '/voice': 'voice',
  '/photo': 'image',
  '/video': 'video',
  '/file': 'document',
  '/sticker': 'sticker',
  '/location': 'location',
  '/contact': 'contact',
  '/other': 'unknown',
};

const PLAIN = ['open', 'why', 'json', 'new', 'help', 'quit'] as const;
const COMMANDS = [...Object.keys(MEDIUM_OF), ...PLAIN.map((name) => `/${name}`), '/tap', '/burst', '/start', '/later'];

export const HELP = `Write as a person would. Lines that begin with / are for you:
  /tap 2            tap the choice with this number; /tap Gao: by its label; /tap 2 of 1: on the menu of the first answer
  /open             open the list of the last answer, to see its rows
  /voice /photo /video /file /sticker /location /contact /other     send something without words
  /burst hello | I am in Gao     several messages that arrive together
  /start            what "Get started" sends
  /later 25h        time passes before the next message: 25h, 3d, 40m
  /why              how the last message was understood, which texts, services and claims the answer came from, what is remembered
  /json             the last answer as it is sent to the platform
  /new              begin again as somebody new
  /quit             leave (or Ctrl-D)
A message that begins with a slash: write two.`;

/** Reads one line. Blank lines are nothing; lines that begin with # and a space are comments of a script. */
export function readChatLine(line: string): ChatLine {
  const text = line.trim();
  if (text === '' || /^#(\s|$)/.test(text)) return { kind: 'nothing' };
  if (!text.startsWith('/') || text.startsWith('//')) return { kind: 'step', step: { send: text.replace(/^\/\//, '/') } };
  const [command = '', rest = ''] = text.split(/\s+(.*)/s, 2);
  const medium = MEDIUM_OF[command];
  if (medium !== undefined) return { kind: 'step', step: { attachment: medium } };
  const plain = PLAIN.find((name) => command === `/${name}`);
  if (plain !== undefined) return { kind: plain };
  switch (command) {
    case '/start':
      return { kind: 'step', step: { start: true } };
    case '/tap':
      return readTap(rest);
    case '/burst':
      return readBurst(rest);
    case '/later':
      return readLater(rest);
    default:
      return {
        kind: 'mistake',
        cure: `There is no ${command}: ${suggest(command, COMMANDS, '/help lists what there is').replaceAll('`', '')}`,
      };
  }
}

function readTap(rest: string): ChatLine {
  const [, words = '', of] = /^(.+?)(?:\s+of\s+([1-9]\d*))?$/.exec(rest) ?? [];
  if (words === '') return { kind: 'mistake', cure: 'Tap what? Write /tap 2, or /tap and a label' };
  const earlier = of === undefined ? {} : { of: Number(of) };
  return /^\d$/.test(words) ? { kind: 'tap', number: Number(words), ...earlier } : { kind: 'step', step: { tap: words, ...earlier } };
}

function readBurst(rest: string): ChatLine {
  const send = rest.split('|').map((part) => part.trim());
  if (send.length < 2 || send.includes('')) return { kind: 'mistake', cure: 'Write the messages with | between them: /burst hello | gao' };
  return { kind: 'step', step: { send } };
}

const HOURS: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24 };

function readLater(rest: string): ChatLine {
  const [, count, unit = ''] = /^(\d+)\s*([mhd])$/.exec(rest) ?? [];
  const hours = Number(count) * (HOURS[unit] ?? 0);
  return hours > 0 ? { kind: 'later', hours } : { kind: 'mistake', cure: 'How much later? Write /later 25h, /later 3d or /later 40m' };
}
