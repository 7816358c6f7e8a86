import { type Recording, type SoundForm, soundOf } from './sound.ts';

/** Something the person can pick. `number` is printed and always accepted: 1 to 8, 9 is back, 0 is the menu. */
export type Choice = {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly description?: string;
};

/** One bubble, for no platform. Words are final; `compose` of a channel turns it into that platform's payload. */
export type Reply = {
  readonly text: string;
  readonly choices: readonly Choice[];
  /** Back and menu; apart from `choices`, so that a channel can draw them apart. */
  readonly navigation: readonly Choice[];
  /** The way to hear what is said here; there only if it was recorded. A channel that cannot play the recordings leaves it out. */
  readonly hear?: { readonly choice: Choice; readonly recordings: readonly Recording[] };
  /** This bubble is a recording; `text` is what is said should it not come through. */
  readonly sound?: readonly Recording[];
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  /** Words that a channel needs around the choices: the button that opens a list, the titles of its two sections. */
  readonly chrome: { readonly open: string; readonly choices: string; readonly navigation: string };
};

/**
 * A bubble's whole words, numbers printed: they are always usable, also where buttons fail or vanish. In text that runs from
 * right to left the number is isolated (U+2068, U+2069), so that it stays in front of its label.
 */
export function printed(reply: Reply): string {
  const numbered = ({ number, label }: Choice) => (reply.direction === 'rtl' ? `\u2068${number}\u2069 ${label}` : `${number} ${label}`);
  const lines = [...reply.choices, ...(reply.hear === undefined ? [] : [reply.hear.choice])].map(numbered);
  const footer = reply.navigation.map(numbered).join(' · ');
  const menu = [...lines, footer].filter((line) => line !== '').join('\n');
  return menu === '' ? reply.text : `${reply.text}\n\n${menu}`;
}

/** The reply as a channel can keep its promise: without the choice to hear it where there is no file of the form that it plays. */
export function playable({ hear, ...reply }: Reply, form?: SoundForm): Reply {
  const plays = hear !== undefined && form !== undefined && soundOf(hear.recordings, form) !== undefined;
  return plays ? { ...reply, hear } : reply;
}
