import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinSound } from '../../src/audio/join.ts';
import { readMp3 } from '../../src/audio/mp3.ts';
import { readOgg, writeOgg } from '../../src/audio/ogg.ts';
import { readOpus } from '../../src/audio/opus.ts';
import { mp3, ogg } from '../support/recordings.ts';

const bytes = (length: number, value = 7) => Buffer.alloc(length, value);
/** To compare by: Jest looks at every byte of a buffer as at a thing of its own. */
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');

describe('Ogg', () => {
  const length = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.constantFrom(254, 255, 256, 510, 20_000));

  test('packets of any length come back as they were written, with the last position', () => {
    fc.assert(
      fc.property(fc.array(length, { minLength: 1, maxLength: 120 }), (lengths) => {
        const packets = lengths.map((size, index) => ({ bytes: bytes(size, index % 256), granule: (index + 1) * 960 }));
        const read = readOgg(writeOgg([bytes(19), bytes(30)], packets));
        expect(read?.packets.map(hex)).toEqual([bytes(19), bytes(30), ...packets.map((one) => one.bytes)].map(hex));
        expect(read?.granule).toBe(lengths.length * 960);
      }),
      { numRuns: 50 },
    );
  });

  test('a changed byte anywhere is noticed', () => {
    const file = writeOgg([bytes(19)], [{ bytes: bytes(300), granule: 960 }]);
    for (let at = 0; at < file.length; at += 1) {
      const changed = Buffer.from(file);
      changed.writeUInt8((changed[at] ?? 0) ^ 0x10, at);
      expect([at, readOgg(changed)]).toEqual([at, undefined]);
    }
  });

  test.each<[string, Uint8Array]>([
    ['nothing', bytes(0)],
    ['half a page', ogg(1).subarray(0, 40)],
    ['another stream behind it', Buffer.concat([writeOgg([bytes(1)], []), ogg(1)])],
    ['words behind it', Buffer.concat([ogg(1), Buffer.from('words')])],
  ])('%s is no file of ours', (_label, file) => {
    expect(readOpus(file)).toBeUndefined();
  });

  test('whatever the bytes, reading them ends without a throw', () => {
    const file = ogg(1);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), (at, junk) => {
        const spoilt = Buffer.from(file);
        spoilt.set(junk.subarray(0, file.length - at), at);
        readOpus(spoilt);
        readMp3(spoilt);
        readMp3(junk);
      }),
    );
  });
});

describe('Opus', () => {
  test('says how long it is, by its packets and by its times', () => {
    expect(readOpus(ogg(2.5))).toMatchObject({ channels: 1, seconds: 2.5, statedSeconds: 2.5 });
  });

  test('times that were shifted are seen', () => {
    expect(readOpus(ogg(2, { lateSeconds: 5 }))).toMatchObject({ seconds: 2, statedSeconds: 7 });
  });
});

describe('MP3', () => {
  const named = (file: Buffer) => {
    const tag = Buffer.from('ID3\x04\x00\x00\x00\x00\x01\x00', 'latin1');
    return Buffer.concat([tag, bytes(128, 0), file, Buffer.from('TAG'), bytes(125, 32)]);
  };
  const withInfo = (file: Buffer) => {
    const info = Buffer.from(file.subarray(0, 96));
    info.write('Info', 13, 'latin1');
    return Buffer.concat([info, file]);
  };

  test.each<[string, Buffer]>([
    ['bare frames', mp3(2.4)],
    ['names around them', named(mp3(2.4))],
    ['an encoder’s own first frame', withInfo(mp3(2.4))],
    ['both', named(withInfo(mp3(2.4)))],
  ])('%s: the same sound', (_label, file) => {
    const read = readMp3(file);
    expect(read).toMatchObject({ channels: 1, rate: 24_000, seconds: 2.4 });
    expect(hex(Buffer.concat(read?.frames ?? []))).toBe(hex(mp3(2.4)));
  });
});

describe('recordings in one file', () => {
  test('one is left as it is', () => {
    const file = ogg(1);
    expect(joinSound('ogg', [file])).toBe(file);
  });

  test('Opus: the packets of all, with times that go on', () => {
    const joined = joinSound('ogg', [ogg(1), ogg(2, { tone: 'quiet' }), ogg(0.5)]);
    expect(readOpus(joined ?? bytes(0))).toMatchObject({ seconds: 3.5, statedSeconds: 3.5, channels: 1 });
  });

  test('MP3: the frames of all, and nothing from around them', () => {
    expect(hex(joinSound('mp3', [mp3(1.2), mp3(2.4)]) ?? bytes(0))).toBe(hex(mp3(3.6)));
  });

  test.each([['ogg', [ogg(1), mp3(1)]] as const, ['mp3', [mp3(1), ogg(1)]] as const])('%s with another kind is none', (form, files) => {
    expect(joinSound(form, files)).toBeUndefined();
  });
});
