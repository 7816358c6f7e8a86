import type {
  EmulatedChannel,
  EmulatorBubble,
  EmulatorDecision,
  EmulatorEvent,
  EmulatorInput,
  EmulatorPhone,
  EmulatorSession,
} from '../model/emulator.ts';
import type { Session } from '../model/session.ts';
import { type Shown, tapsOf } from '../proof/shown.ts';
import type { TurnResult, TurnWork } from '../store/store.ts';
import type { Act, Offer } from './emulator-platform.ts';
import { makeStory } from './emulator-story.ts';

/** What somebody at the page wants to be known of the person before their next message. */
export type Wish = { readonly session?: Session; readonly locale?: string };

/** More than anybody reads back; older ones are forgotten. */
const MOST_BUBBLES = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

export type Chat = ReturnType<typeof beginChat>;

/** One person's conversation on one phone, from their first message until the page starts over with somebody else. */
export function beginChat(channel: EmulatedChannel, person: string, tell: (event: EmulatorEvent) => void) {
  let bubbles: readonly EmulatorBubble[] = [];
  let session: EmulatorSession = { firstContact: true };
  let wish: Wish = {};
  /** The language in which the chat began. */
  let firstLocale: string | undefined;
  const story = makeStory();
  const wrote = new Set<string>();
  const offers = new Map<string, { readonly offer: Offer; readonly step: number }>();

  const add = (bubble: EmulatorBubble): void => {
    bubbles = [...bubbles, bubble].slice(-MOST_BUBBLES);
    if (bubble.kind === 'bot') firstLocale ??= bubble.locale;
    tell({ kind: 'bubble', channel, bubble });
  };
  const see = (seen: EmulatorSession): void => {
    session = seen;
    tell({ kind: 'session', channel, session });
  };

  return {
    person,
    phone: (): EmulatorPhone => ({ channel, bubbles, session }),
    add,

    /** What was offered under that id last, if it was. */
    offer: (id: string): Offer | undefined => offers.get(id)?.offer,

    /** A message reached the phone: what is on it can be tapped from now on. */
    shown: (message: Shown, messageId: string): void => {
      for (const tap of tapsOf(message)) offers.set(tap.id, { offer: { tap, on: message.kind, messageId }, step: story.length() });
    },

    /** Before a webhook goes out. */
    writes: (acts: readonly Act[]): void => {
      for (const { id } of acts) wrote.add(id);
    },
    hasWritten: (messageId: string): boolean => wrote.has(messageId),

    /** After it was answered. What is older than a day gets no answer and is no part of the story. */
    did: (acts: readonly Act[], status: number, now: number, twice: boolean): void => {
      for (const { id, at, input } of acts) {
        const did: EmulatorInput = input.kind === 'tap' ? { kind: 'tap', ...input.offer.tap } : input;
        add({ kind: 'person', id, at, did, status, ...(twice && { twice }) });
      }
      const [first] = acts;
      if (status !== 200 || first === undefined || now - first.at >= DAY_MS) return;
      story.add(acts, first.input.kind === 'tap' ? offers.get(first.input.offer.tap.id)?.step : undefined);
    },

    decide: (id: string, decision: EmulatorDecision): void => {
      const known = bubbles.some((bubble) => bubble.id === id);
      if (!known) return;
      bubbles = bubbles.map((bubble) => (bubble.id === id && bubble.kind === 'bot' ? { ...bubble, decision } : bubble));
      tell({ kind: 'decision', channel, bubble: id, decision });
    },

    /** The language as if it were known. A session that is there goes on in it. */
    speak: (locale: string): void => {
      if (story.length() > 0) story.spoil('language-set');
      else firstLocale = locale;
      wish = { ...wish, locale };
      see({ ...session, firstContact: false, locale });
    },
    stand: (there: Session): void => {
      story.spoil('node-opened');
      wish = { session: there, locale: there.locale };
    },

    /** What the store knows of the person, or what was wished for; a wish comes true once, and the turn's commit makes it last. */
    standing: (work: TurnWork, now: number): TurnWork => {
      const { session: there, locale } = wish;
      wish = {};
      const stored = work.session && locale !== undefined ? { ...work.session, locale } : work.session;
      return { ...work, session: there ?? stored, sessionAt: there ? now : work.sessionAt, locale: locale ?? work.locale };
    },
    kept: (work: TurnWork, { session: kept, erase }: Extract<TurnResult, { readonly kind: 'done' }>): void => {
      const locale = kept?.locale ?? (erase ? undefined : work.locale);
      const known = locale === undefined ? {} : { locale };
      const stored = kept === undefined ? {} : { node: kept.node, json: JSON.stringify(kept) };
      see({ firstContact: kept === undefined && locale === undefined, ...known, ...stored });
    },

    test: (flow: Parameters<typeof story.tell>[0]) => story.tell(flow, channel, firstLocale),
  };
}
