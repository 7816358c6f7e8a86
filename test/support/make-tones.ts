import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes `test/fixtures/audio/tones.json` anew: half a second of Opus packets of each sound that tests play. No encoder is needed for
 * anything else, so none is installed; this one was `@evan/opus` 1.0.3 in a folder of its own: `node test/support/make-tones.ts ITS_LIB_JS`.
 */
type Encoder = { bitrate: number; readonly encode: (sound: Int16Array) => Uint8Array };

const RATE = 16_000;
const FRAME = RATE / 50;
/** The encoder's first packets are still on their way to the sound. */
const [WARM_UP, KEPT] = [25, 25];
const FULL = 32_767;

/** A hum that rises and falls like syllables do. */
const voice = (loudness: number) => (at: number) =>
  loudness * (0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * at)) * Math.sin(2 * Math.PI * 220 * at);

const SOUNDS: Readonly<Record<string, (at: number) => number>> = {
  voice: voice(0.2),
  quiet: voice(0.008),
  silent: () => 0,
  clipped: voice(4),
};

const [path = ''] = process.argv.slice(2);
const loaded = await import(path);
const make = (): Encoder => new (loaded.Encoder ?? loaded.default.Encoder)({ channels: 1, application: 'voip', sample_rate: RATE });

function packetsOf(sound: (at: number) => number): string[] {
  const encoder = make();
  encoder.bitrate = 16_000;
  const packets = Array.from({ length: WARM_UP + KEPT }, (_, packet) => {
    const frame = Int16Array.from({ length: FRAME }, (_, index) => {
      const value = sound((packet * FRAME + index) / RATE);
      return Math.round(FULL * Math.max(-1, Math.min(1, value)));
    });
    return Buffer.from(encoder.encode(frame)).toString('base64');
  });
  return packets.slice(WARM_UP);
}

const tones = Object.fromEntries(Object.entries(SOUNDS).map(([name, sound]) => [name, packetsOf(sound)]));
writeFileSync(join(import.meta.dirname, '../fixtures/audio/tones.json'), `${JSON.stringify(tones, null, 2)}\n`);
