import { readFileSync } from 'node:fs';
import { type Level, makeLevelMeter } from '../audio/level.ts';
import type { Flow } from '../model/flow.ts';
import type { Problem } from '../model/problem.ts';
import type { SoundFile } from '../model/sound.ts';
import { wholeFile } from './documents.ts';
import { makeReport, type Report } from './report.ts';

/** Below this nothing was spoken: a microphone that was off hums at -60. */
const SILENT_DB = -50;
/** Speech on a cheap phone's loudspeaker, in the street, is not heard any more. Podcasts and voice notes stand at some -20. */
const QUIET_DB = -35;
/** Good recordings have next to none; a voice that was cut off has some per cent. */
const CLIPPED = 0.005;

const LOUDNESS = 'bring it to the right loudness: `ffmpeg -i recording.wav -af loudnorm=I=-16:TP=-1.5 louder.wav`, then encode it';

/** What was measured once, by content: the emulator's server reads all files again whenever one is saved. */
const measured = new Map<string, Level>();

/**
 * How loud each recording is, told from its Opus form, decoded. Apart from the loader because it waits for a decoder, and takes longer than
 * all other checks together: 2 ms for each second of sound, once for each file.
 */
export async function checkLevels({ locales }: Pick<Flow, 'locales'>): Promise<readonly Problem[]> {
  const all = [...locales.values()].flatMap(({ recordings }) => [...recordings.values()].flatMap(({ forms: { ogg } }) => ogg ?? []));
  const files = [...new Map(all.map((file) => [file.path, file])).values()];
  await measure(files.filter(({ hash }) => !measured.has(hash)));
  const report = makeReport();
  for (const file of files) judge(file, measured.get(file.hash), report);
  return report.problems();
}

async function measure(files: readonly SoundFile[]): Promise<void> {
  if (files.length === 0) return;
  const meter = await makeLevelMeter();
  for (const { path, hash } of files) {
    const level = await meter.measure(readFileSync(path));
    if (level !== undefined) measured.set(hash, level);
  }
  meter.close();
}

function judge({ path }: SoundFile, level: Level | undefined, report: Report): void {
  if (level === undefined) return;
  const spot = wholeFile(path);
  const { speech, loudest, clipped } = level;
  if (loudest < SILENT_DB)
    report.add('recording-silent', spot, 'there is nothing to hear on it', 'record it anew, the microphone switched on');
  else if (speech < QUIET_DB)
    report.add('recording-quiet', spot, `it is too quiet: ${Math.round(speech)} dB, ${QUIET_DB} at least`, LOUDNESS);
  if (clipped > CLIPPED) {
    const message = `it was recorded too loud: ${(clipped * 100).toFixed(1)} % of it is cut off`;
    report.add(
      'recording-clipped',
      spot,
      message,
      'record it anew, further away from the microphone: what was cut off cannot be brought back',
    );
  }
}
