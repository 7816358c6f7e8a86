import { soundHash } from '../audio/hash.ts';
import { readMp3 } from '../audio/mp3.ts';
import { readOpus } from '../audio/opus.ts';
import { MP3_RATE, RECORDING_BYTES, RECORDING_SECONDS, type Recording, type SoundFile, type SoundForm } from '../model/sound.ts';
import { wholeFile } from './documents.ts';
import type { Draft } from './draft.ts';
import type { TextUse } from './keys.ts';
import type { Report } from './report.ts';

/** A file below `locales/audio`. `name`: from there on, `bm/service.tyres.ogg`. */
export type RecordingFile = { readonly path: string; readonly name: string; readonly bytes: Uint8Array };

/** By locale, then by text key. */
export type Recordings = ReadonlyMap<string, ReadonlyMap<string, Recording>>;

type Named = { readonly file: RecordingFile; readonly locale: string; readonly key: string; readonly form: SoundForm };

/** How to make both forms of a recording; also in the README. */
const CURE = {
  ogg: '`ffmpeg -i recording.wav -ac 1 -c:a libopus -b:a 16k -application voip NAME.ogg`',
  mp3: `\`ffmpeg -i recording.wav -ac 1 -ar ${MP3_RATE} -c:a libmp3lame -b:a 32k NAME.mp3\``,
} as const satisfies Readonly<Record<SoundForm, string>>;

const PLAYS = { ogg: 'WhatsApp', mp3: 'Messenger' } as const satisfies Readonly<Record<SoundForm, string>>;
const OTHER = { ogg: 'mp3', mp3: 'ogg' } as const satisfies Readonly<Record<SoundForm, SoundForm>>;

/** The two forms are of one recording: encoders add some hundredths of a second. */
const SAME_SECONDS = 1;
/** What a container says and what its packets say may differ by the last packet. */
const SAME_TIMES = 0.25;

/** Locales that have a recording, right or wrong. */
export const voicedLocales = (files: readonly RecordingFile[]): ReadonlySet<string> =>
  new Set(files.map(({ name }) => name.split('/')[0] ?? ''));

/** All recordings that are as they should be, but for how loud they are. `uses`: undefined if the texts that are needed are not known. */
export function readRecordings(
  files: readonly RecordingFile[],
  draft: Draft,
  uses: ReadonlyMap<string, TextUse> | undefined,
  report: Report,
): Recordings {
  const found = new Map<string, Map<string, Recording>>();
  // A wrong name is told of the first of its files.
  const right = new Map<string, boolean>();
  for (const named of files.flatMap(nameOf)) {
    const { locale, key, form } = named;
    const name = `${locale}/${key}`;
    if (!right.has(name)) right.set(name, checkName(named, draft, uses, report));
    const sound = right.get(name) ? soundFile(named, report) : undefined;
    if (sound === undefined) continue;
    const own = found.get(locale) ?? new Map<string, Recording>();
    found.set(locale, own.set(key, { key, locale, forms: { ...own.get(key)?.forms, [form]: sound } }));
  }
  const readable = new Set(files.map(({ name }) => name));
  for (const recording of [...found.values()].flatMap((own) => [...own.values()])) checkForms(recording, readable, report);
  return found;
}

function nameOf(file: RecordingFile): Named[] {
  const [, locale = '', key = '', form] = /^(?:([^/]*)\/)?(.*)\.(ogg|mp3)$/.exec(file.name) ?? [];
  return form === 'ogg' || form === 'mp3' ? [{ file, locale, key, form }] : [];
}

/** Whether there are such a locale and such a text. */
function checkName({ file, locale, key }: Named, draft: Draft, uses: ReadonlyMap<string, TextUse> | undefined, report: Report): boolean {
  const spot = wholeFile(file.path);
  const isLocale = report.known(locale, { code: 'recording-locale', noun: 'locale', names: draft.locales }, spot);
  const use = uses?.get(key);
  if (uses !== undefined && use === undefined) report.known(key, { code: 'recording-text', noun: 'text', names: uses }, spot);
  if (use !== undefined && !use.heard) {
    const hint = 'let the recording of the question say its choices too; 🔊 plays what stands in messages, not what stands on buttons';
    report.add('recording-unheard', spot, `\`${key}\` is a label or a name, of which 🔊 plays none`, hint);
  }
  if (use !== undefined && use.required.length > 0) {
    const names = use.required.map((name) => `{${name}}`).join(' and ');
    const hint = 'listen to it as somebody who cannot read the message: if it makes no sense without, take the recording away';
    report.add('recording-placeholder', spot, `\`${key}\` names ${names}, which a recording cannot say`, hint);
  }
  return isLocale && (uses === undefined || use !== undefined);
}

/** Undefined after a problem. */
function soundFile({ file: { path, bytes }, form }: Named, report: Report): SoundFile | undefined {
  const spot = wholeFile(path);
  const sound = form === 'ogg' ? readOpus(bytes) : readMp3(bytes);
  const wanted = form === 'ogg' ? 'Opus in Ogg' : 'MP3';
  if (sound === undefined) {
    report.add('recording-format', spot, `this is not ${wanted}, or it is damaged`, `make it anew: ${CURE[form]}`);
    return undefined;
  }
  const before = report.problems().length;
  if (sound.channels !== 1) report.add('recording-stereo', spot, `it has ${sound.channels} channels`, `make it mono: ${CURE[form]}`);
  if ('rate' in sound && sound.rate !== MP3_RATE) {
    const hint = `what is heard together must have one rate: ${CURE.mp3}`;
    report.add('recording-rate', spot, `it has ${sound.rate} samples a second, not ${MP3_RATE}`, hint);
  }
  if ('statedSeconds' in sound && Math.abs(sound.statedSeconds - sound.seconds) > SAME_TIMES) {
    const message = `its times say ${sound.statedSeconds.toFixed(1)} s, and it holds ${sound.seconds.toFixed(1)} s: WhatsApp takes it and never plays it`;
    report.add('recording-times', spot, message, `cut the sound first and encode it after that: ${CURE.ogg}`);
  }
  if (sound.seconds > RECORDING_SECONDS) {
    const message = `it lasts ${Math.round(sound.seconds)} s, ${RECORDING_SECONDS} at most`;
    report.add('recording-long', spot, message, 'say less, as the text does, or move a part to a text of its own');
  }
  if (bytes.length > RECORDING_BYTES[form]) {
    const message = `it has ${kilobytes(bytes.length)}, ${kilobytes(RECORDING_BYTES[form])} at most: people pay for every one`;
    report.add('recording-big', spot, message, `encode it smaller: ${CURE[form]}`);
  }
  if (report.problems().length > before) return undefined;
  return { path, hash: soundHash(bytes), bytes: bytes.length, seconds: sound.seconds };
}

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} kB`;

/** Each form is for one channel, so where one is missing people of the other channel hear nothing. */
function checkForms({ locale, key, forms: { ogg, mp3 } }: Recording, readable: ReadonlySet<string>, report: Report): void {
  if (ogg !== undefined && mp3 !== undefined) {
    if (Math.abs(ogg.seconds - mp3.seconds) <= SAME_SECONDS) return;
    const message = `it lasts ${mp3.seconds.toFixed(1)} s and the .ogg beside it ${ogg.seconds.toFixed(1)} s`;
    report.add('recording-differs', wholeFile(mp3.path), message, `make both from the same recording: ${CURE.mp3}`);
    return;
  }
  const form = ogg === undefined ? 'mp3' : 'ogg';
  const other = OTHER[form];
  // One that is there and wrong was told by itself.
  const file = ogg ?? mp3;
  if (file === undefined || readable.has(`${locale}/${key}.${other}`)) return;
  report.add(
    'recording-form',
    wholeFile(file.path),
    `people on ${PLAYS[other]} are not offered it: there is no .${other}`,
    `add it: ${CURE[other]}`,
  );
}
