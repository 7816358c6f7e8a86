import { readOpus } from './opus.ts';

/**
 * How loud a recording is, in decibels below the loudest that a file can hold. `speech`: of the parts where somebody speaks. `loudest`: of
 * the loudest part; far below speech, there is none. `clipped`: part of the samples that stand at the very end of the scale.
 */
export type Level = { readonly speech: number; readonly loudest: number; readonly clipped: number };

/** Opus holds nothing above 20 kHz and speech little above 8; half the samples are half the work. */
const RATE = 16_000;
/** A syllable. */
const PART = RATE / 10;
/** Pauses are this far below what is spoken. */
const PAUSE_DB = 20;
/** A cut-off wave comes out of the decoder a little rounded. */
const END_OF_SCALE = 0.97;
const DECODED_AT_ONCE = 500;

export type LevelMeter = { readonly measure: (file: Uint8Array) => Promise<Level | undefined>; readonly close: () => void };

/** The decoder is loaded here and nowhere else: only whoever checks recordings needs it. Measured: 2 ms for each second of sound. */
export async function makeLevelMeter(): Promise<LevelMeter> {
  const { OpusDecoder } = await import('opus-decoder');
  const decoder = new OpusDecoder({ channels: 1, streamCount: 1, coupledStreamCount: 0, channelMappingTable: [0], sampleRate: RATE });
  await decoder.ready;
  return {
    measure: async (file) => {
      const opus = readOpus(file);
      if (opus === undefined) return undefined;
      // A decoder goes on from what it heard before.
      await decoder.reset();
      const parts: number[] = [];
      let clipped = 0;
      let samples = 0;
      for (let at = 0; at < opus.packets.length; at += DECODED_AT_ONCE) {
        const { channelData } = decoder.decodeFrames(opus.packets.slice(at, at + DECODED_AT_ONCE));
        const [sound = new Float32Array()] = channelData;
        samples += sound.length;
        for (const sample of sound) if (Math.abs(sample) >= END_OF_SCALE) clipped += 1;
        for (let from = 0; from + PART <= sound.length; from += PART) parts.push(power(sound.subarray(from, from + PART)));
      }
      return levelOf(parts, samples === 0 ? 0 : clipped / samples);
    },
    close: decoder.free,
  };
}

function levelOf(parts: readonly number[], clipped: number): Level {
  const loudest = Math.max(0, ...parts);
  const spoken = parts.filter((part) => decibels(part) >= decibels(loudest) - PAUSE_DB);
  return { speech: decibels(mean(spoken)), loudest: decibels(loudest), clipped };
}

const power = (sound: Float32Array) => sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const decibels = (value: number) => 10 * Math.log10(Math.max(value, 1e-12));
