import type { ProblemCode } from '../../src/flow/problems.ts';
import { mp3, ogg } from '../support/recordings.ts';
import type { Broken } from './broken.ts';
import type { Edit } from './repair.ts';

/** Judged apart from the loader, by ear so to speak: shown in `levels.test.ts`. */
export const LEVEL_CODES: readonly ProblemCode[] = ['recording-silent', 'recording-quiet', 'recording-clipped'];

/** Recordings beside the fixture, the first of them wrong. */
const broken = (
  label: string,
  code: ProblemCode,
  recordings: Readonly<Record<string, Uint8Array>>,
  hint: string,
  { edits = [], also = [], told = Object.keys(recordings)[0] ?? '' }: Partial<Pick<Broken, 'edits' | 'also' | 'told'>> = {},
): Broken => ({ label, code, recordings, told, hint, edits, also });

const both = (name: string, seconds = 2) => ({ [`${name}.ogg`]: ogg(seconds), [`${name}.mp3`]: mp3(seconds) });

const DRAFT: Edit = { file: 'locales/taq.yaml', to: 'locale: { name: Tamasheq, direction: ltr, status: draft }\ntexts: {}\n' };
const german = (voice: string): Edit => ({
  file: 'locales/de.yaml',
  from: '  direction: ltr\n',
  to: `  direction: ltr\n  voice: [${voice}]\n`,
});

export const RECORDINGS: readonly Broken[] = [
  broken('a recording for a locale that does not exist', 'recording-locale', both('dee/tips.one'), '`de`'),
  broken('a recording in no folder of a locale', 'recording-locale', { 'tips.one.ogg': ogg(1) }, 'known here'),
  broken('a recording of a text that does not exist', 'recording-text', both('de/tips.won'), '`tips.one`'),
  broken('a recording of a label', 'recording-unheard', both('de/label.desk'), 'question'),
  broken('a recording of a name', 'recording-unheard', both('de/need.phone'), 'question'),
  broken('a recording of a text that names what it is about', 'recording-placeholder', both('de/answer.none'), 'makes no sense'),
  broken('words in a file of sound', 'recording-format', { 'de/tips.one.ogg': Buffer.from('Bring the part.') }, 'libopus'),
  broken('nothing in a file of sound', 'recording-format', { 'de/tips.one.ogg': Buffer.alloc(0) }, 'libopus'),
  broken('MP3 that is called Ogg', 'recording-format', { 'de/tips.one.ogg': mp3(2) }, 'libopus'),
  broken('Opus that is called MP3', 'recording-format', { 'de/tips.one.mp3': ogg(2) }, 'libmp3lame'),
  broken('half a file', 'recording-format', { 'de/tips.one.ogg': ogg(3).subarray(0, 2000) }, 'libopus'),
  broken('a file with one byte changed', 'recording-format', { 'de/tips.one.ogg': damaged(ogg(2)) }, 'libopus'),
  broken('a recording in stereo', 'recording-stereo', { 'de/tips.one.ogg': ogg(2, { channels: 2 }) }, '-ac 1'),
  broken('an MP3 in stereo', 'recording-stereo', { 'de/tips.one.mp3': mp3(2, { stereo: true }) }, '-ac 1'),
  broken('an MP3 with another rate', 'recording-rate', { 'de/tips.one.mp3': mp3(2, { rate: 16_000 }) }, '24000'),
  broken('a recording that was cut without encoding anew', 'recording-times', { 'de/tips.one.ogg': ogg(2, { lateSeconds: 7 }) }, 'cut'),
  broken('a recording that is too long', 'recording-long', { 'de/tips.one.ogg': ogg(61) }, 'say less'),
  broken('an MP3 that is too long', 'recording-long', { 'de/tips.one.mp3': mp3(61) }, 'say less'),
  broken('a recording that is too big', 'recording-big', { 'de/tips.one.ogg': ogg(58, { padding: 40 }) }, '16k'),
  broken('no form for Messenger', 'recording-form', { 'de/tips.one.ogg': ogg(2) }, 'libmp3lame'),
  broken('no form for WhatsApp', 'recording-form', { 'de/tips.one.mp3': mp3(2) }, 'libopus'),
  broken('two forms of two recordings', 'recording-differs', { 'de/tips.one.ogg': ogg(2), 'de/tips.one.mp3': mp3(4) }, 'same recording', {
    told: 'de/tips.one.mp3',
  }),
  {
    label: 'a voice that does not exist',
    code: 'locale-unknown',
    edits: [german('‸enn')],
    hint: '`en`',
  },
  { label: 'a language that is its own second voice', code: 'fallback-cycle', edits: [german('‸de')], hint: 'take `de` out' },
  { label: 'the voice of a draft where others are served', code: 'fallback-unreviewed', edits: [DRAFT, german('‸taq')], hint: 'taq' },
];

function damaged(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  copy.writeUInt8((copy[500] ?? 0) ^ 1, 500);
  return copy;
}
