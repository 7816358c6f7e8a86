import { readMp3 } from './mp3.ts';
import { writeOgg } from './ogg.ts';
import { readOpus, samplesIn } from './opus.ts';

/**
 * Recordings one after the other in one file, nothing encoded anew: whoever asks to hear a card gets one message, not three. Opus and MP3
 * both are sequences of packets that stand for themselves but for the first few milliseconds. Undefined if one is not of that form.
 */
export function joinSound(form: 'ogg' | 'mp3', files: readonly Uint8Array[]): Uint8Array | undefined {
  const [first, ...others] = files;
  if (first === undefined || others.length === 0) return first;
  switch (form) {
    case 'ogg':
      return joinOpus(files);
    case 'mp3': {
      const read = files.flatMap((file) => readMp3(file) ?? []);
      return read.length < files.length ? undefined : Buffer.concat(read.flatMap(({ frames }) => frames));
    }
  }
}

function joinOpus(files: readonly Uint8Array[]): Uint8Array | undefined {
  const read = files.flatMap((file) => readOpus(file) ?? []);
  const [first] = read;
  if (first === undefined || read.length < files.length) return undefined;
  let granule = 0;
  const packets = read.flatMap(({ packets }) =>
    packets.map((bytes) => {
      granule += samplesIn(bytes) ?? 0;
      return { bytes, granule };
    }),
  );
  return writeOgg(first.headers, packets);
}
