import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeOgg } from '../../src/audio/ogg.ts';
import { samplesIn } from '../../src/audio/opus.ts';

/** Sounds that tests play: `voice` as it should be, and what is wrong with the others. */
export type Tone = 'voice' | 'quiet' | 'silent' | 'clipped';

const TONES: Readonly<Record<Tone, readonly string[]>> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/audio/tones.json'), 'utf8'),
);

const PACKETS_A_SECOND = 50;

type Spoilt = {
  readonly tone?: Tone;
  readonly channels?: number;
  /** Added to all times, as when the beginning was cut off without encoding anew. */
  readonly lateSeconds?: number;
  /** Empty packets put between, to make it larger. */
  readonly padding?: number;
};

/** An Ogg Opus file of that length: half a second of sound, again and again. */
export function ogg(seconds: number, { tone = 'voice', channels = 1, lateSeconds = 0, padding = 0 }: Spoilt = {}): Buffer {
  const packets = TONES[tone].map((packet) => Buffer.from(packet, 'base64'));
  const head = Buffer.alloc(19);
  head.write('OpusHead\x01', 'latin1');
  head.writeUInt8(channels, 9);
  head.writeUInt32LE(16_000, 12);
  const vendor = 'tone';
  const tags = Buffer.concat([Buffer.from('OpusTags'), uint32(vendor.length), Buffer.from(vendor), uint32(0)]);
  let granule = lateSeconds * 48_000;
  const body = Array.from({ length: Math.round(seconds * PACKETS_A_SECOND) }, (_, index) => {
    const bytes = packets[index % packets.length] ?? Buffer.alloc(0);
    granule += samplesIn(bytes) ?? 0;
    return { bytes: padding === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(padding)]), granule };
  });
  return writeOgg([head, tags], body);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** An MP3 file of that length whose frames are well formed and silent: nothing of ours listens to MP3. 32 kbit/s, 24 kHz, mono. */
export function mp3(
  seconds: number,
  { stereo = false, rate = 24_000 }: { readonly stereo?: boolean; readonly rate?: 24_000 | 16_000 } = {},
): Buffer {
  const frame = Buffer.alloc(Math.floor((72 * 32_000) / rate));
  frame.writeUInt32BE(0xfff3_0000 + 4 * 2 ** 12 + (rate === 24_000 ? 1 : 2) * 2 ** 10 + (stereo ? 1 : 3) * 2 ** 6);
  return Buffer.concat(Array.from({ length: Math.round((seconds * rate) / 576) }, () => frame));
}

/** Both forms of recordings below a folder of locales: `de/tips.one` to its length in seconds. */
export function record(localesDir: string, recordings: Readonly<Record<string, number>>): void {
  for (const [name, seconds] of Object.entries(recordings)) {
    const path = join(localesDir, 'audio', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.ogg`, ogg(seconds));
    writeFileSync(`${path}.mp3`, mp3(seconds));
  }
}
