import type { Payload } from './outbound.ts';

/** A recording has one file for each kind of player: `ogg` (Opus) is what WhatsApp plays as a voice note, `mp3` what Messenger plays. */
export const SOUND_FORMS = ['ogg', 'mp3'] as const;
export type SoundForm = (typeof SOUND_FORMS)[number];

/** `hash`: 22 characters of base64url over the file's bytes; names it in payloads and in the store. */
export type SoundFile = { readonly path: string; readonly hash: string; readonly bytes: number; readonly seconds: number };

/** One text, spoken by a person in one language: that of `locale`, which need not be the language it is shown in. */
export type Recording = {
  readonly key: string;
  readonly locale: string;
  readonly forms: Readonly<Partial<Record<SoundForm, SoundFile>>>;
};

/**
 * Limits of ours, for people who pay by the megabyte and wait by the second: an old phone on EDGE takes some 10 kB a second. Speech is
 * well understood at 16 kbit/s of Opus (a minute is 120 kB) and at 32 kbit/s of MP3 (240 kB).
 */
export const RECORDING_SECONDS = 60;
export const RECORDING_BYTES: Readonly<Record<SoundForm, number>> = { ogg: 160_000, mp3: 256_000 };
/** Joined recordings must start alike; what `ffmpeg -ar 24000` makes. */
export const MP3_RATE = 24_000;
/** Of all that is heard on one way from the greeting to a card, and so of one message: above 512 KB WhatsApp shows no play button. */
export const PATH_SOUND_BYTES = 512 * 1024;

/** What one message plays: recordings one after the other, as one file. */
export type Sound = {
  readonly keys: readonly string[];
  readonly form: SoundForm;
  readonly hashes: readonly string[];
  readonly seconds: number;
  readonly bytes: number;
};

/**
 * An outbox row that plays something. The platform knows the file by an id that is found when the row is sent: `message` is the call but
 * for that id. `otherwise`: the call that says honestly, in words, that it could not be played.
 */
export type SoundPayload = { readonly sound: Sound; readonly message: Payload; readonly otherwise: Payload };

export const isSound = (payload: Payload): payload is SoundPayload => 'sound' in payload && 'message' in payload && 'otherwise' in payload;

/** The recordings as one sound, in a form that all of them have; undefined if one lacks it. */
export function soundOf(recordings: readonly Recording[], form: SoundForm): Sound | undefined {
  const files = recordings.flatMap(({ forms }) => forms[form] ?? []);
  if (files.length === 0 || files.length < recordings.length) return undefined;
  const sum = (of: (file: SoundFile) => number) => files.reduce((total, file) => total + of(file), 0);
  return {
    keys: recordings.map(({ key }) => key),
    form,
    hashes: files.map(({ hash }) => hash),
    seconds: sum(({ seconds }) => seconds),
    bytes: sum(({ bytes }) => bytes),
  };
}

/** `🔊 service.tyres, 12 s, 34 kB`, for staff. */
export function describeSound({ keys, seconds, bytes }: Sound): string {
  return `🔊 ${keys.join(' + ')}, ${Math.round(seconds)} s, ${Math.max(1, Math.round(bytes / 1000))} kB`;
}
