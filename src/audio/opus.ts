import { readOgg } from './ogg.ts';

/** Opus counts in samples of this rate, whatever it was recorded at (RFC 7845). */
const OPUS_RATE = 48_000;

/** An Ogg Opus file, still encoded. */
export type Opus = {
  readonly headers: readonly [head: Uint8Array, tags: Uint8Array];
  readonly channels: number;
  /** Samples at the start that are not heard. */
  readonly preSkip: number;
  readonly packets: readonly Uint8Array[];
  /** As the packets themselves say. */
  readonly seconds: number;
  /** As the container says; players trust this one. */
  readonly statedSeconds: number;
};

/** Undefined for anything but a whole Ogg file with one stream of Opus and some sound in it. */
export function readOpus(file: Uint8Array): Opus | undefined {
  const stream = readOgg(file);
  const [head, tags, ...packets] = stream?.packets ?? [];
  if (stream === undefined || head === undefined || tags === undefined || packets.length === 0) return undefined;
  if (!begins(head, 'OpusHead') || head.length < 19 || !begins(tags, 'OpusTags')) return undefined;
  const samples = packets.map(samplesIn);
  if (samples.some((count) => count === undefined)) return undefined;
  const preSkip = Buffer.from(head).readUInt16LE(10);
  const total = samples.reduce<number>((sum, count = 0) => sum + count, 0);
  return {
    headers: [head, tags],
    channels: head[9] ?? 0,
    preSkip,
    packets,
    seconds: Math.max(0, total - preSkip) / OPUS_RATE,
    statedSeconds: Math.max(0, stream.granule - preSkip) / OPUS_RATE,
  };
}

const begins = (bytes: Uint8Array, word: string) => Buffer.from(bytes.subarray(0, word.length)).toString('latin1') === word;

/** Frame lengths in milliseconds by the configuration in a packet's first byte (RFC 6716, table 2). */
const SILK = [10, 20, 40, 60];
const HYBRID = [10, 20];
const CELT = [2.5, 5, 10, 20];

/** How long a packet is; undefined for one that no encoder makes. */
export function samplesIn(packet: Uint8Array): number | undefined {
  const [first, second] = packet;
  if (first === undefined) return undefined;
  const configuration = first >> 3;
  const lengths = configuration < 12 ? SILK : configuration < 16 ? HYBRID : CELT;
  const frame = lengths[configuration % lengths.length] ?? 0;
  const code = first & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : second === undefined ? 0 : second & 63;
  const ms = frame * frames;
  return ms === 0 || ms > 120 ? undefined : (ms * OPUS_RATE) / 1000;
}
