/** An MP3 file, still encoded. */
export type Mp3 = {
  readonly channels: number;
  readonly rate: number;
  readonly seconds: number;
  /** All sound, without what taggers and encoders put around it. */
  readonly frames: readonly Uint8Array[];
};

type Frame = { readonly version: 1 | 2; readonly rate: number; readonly mono: boolean; readonly length: number; readonly samples: number };

const KBITS: Readonly<Record<1 | 2, readonly number[]>> = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const RATES = [44_100, 48_000, 32_000];

/** The frames of a file; undefined for anything that is not MPEG audio layer III from its first frame to its last. */
export function readMp3(file: Uint8Array): Mp3 | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const end = bytes.length - (bytes.toString('latin1', bytes.length - 128, bytes.length - 125) === 'TAG' ? 128 : 0);
  const frames: Uint8Array[] = [];
  let first: Frame | undefined;
  let samples = 0;
  for (let at = afterTags(bytes); at < end; ) {
    const frame = frameAt(bytes, at);
    if (frame === undefined || at + frame.length > end) return undefined;
    if (first !== undefined && (first.rate !== frame.rate || first.mono !== frame.mono)) return undefined;
    first ??= frame;
    const body = bytes.subarray(at, at + frame.length);
    // An encoder's own first frame says how long all others are, and is not heard; joined with others it would say something wrong.
    if (frames.length > 0 || !isInfo(body, frame)) {
      frames.push(body);
      samples += frame.samples;
    }
    at += frame.length;
  }
  if (first === undefined || frames.length === 0) return undefined;
  return { channels: first.mono ? 1 : 2, rate: first.rate, seconds: samples / first.rate, frames };
}

/** Names, pictures and such that stand before the sound (ID3v2): their length is written in four times seven bits. */
function afterTags(bytes: Buffer): number {
  if (bytes.toString('latin1', 0, 3) !== 'ID3' || bytes.length < 10) return 0;
  return 10 + bytes.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 127), 0);
}

function frameAt(bytes: Buffer, at: number): Frame | undefined {
  const [one = 0, two = 0, three = 0, four = 0] = bytes.subarray(at, at + 4);
  if (one !== 0xff || (two & 0xe0) !== 0xe0 || (two & 6) !== 2) return undefined;
  const generation = (two >> 3) & 3; // 0: MPEG 2.5, 2: MPEG 2, 3: MPEG 1
  const full = RATES[(three >> 2) & 3];
  const version = generation === 3 ? 1 : 2;
  const kbits = KBITS[version][three >> 4];
  if (generation === 1 || full === undefined || !kbits) return undefined;
  const rate = full / (generation === 3 ? 1 : generation === 2 ? 2 : 4);
  const samples = version === 1 ? 1152 : 576;
  const length = Math.floor(((samples / 8) * kbits * 1000) / rate) + ((three >> 1) & 1);
  return { version, rate, mono: four >> 6 === 3, length, samples };
}

function isInfo(body: Buffer, { version, mono }: Frame): boolean {
  const side = version === 1 ? (mono ? 17 : 32) : mono ? 9 : 17;
  return ['Xing', 'Info'].includes(body.toString('latin1', 4 + side, 8 + side));
}
