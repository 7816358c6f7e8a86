/**
 * The Ogg container (RFC 3533), as far as one stream of one codec needs it. Read by hand, not by a library: a page is a header of 27
 * bytes and a table of lengths, and both directions are needed, since recordings are joined without being encoded again.
 */
export type OggStream = {
  readonly packets: readonly Uint8Array[];
  /** Of the last page, in the codec's samples. */
  readonly granule: number;
};

/** A packet with the position in samples at its end. */
export type OggPacket = { readonly bytes: Uint8Array; readonly granule: number };

const HEADER_BYTES = 27;
const [CONTINUED, BEGIN, END] = [1, 2, 4];
const MOST_SEGMENTS = 255;
const NO_PACKET_ENDS = 0xffff_ffff_ffff_ffffn;

/** The packets of a file. Undefined for what is no Ogg, is damaged, or holds more than one stream. */
export function readOgg(file: Uint8Array): OggStream | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const packets: Uint8Array[] = [];
  let begun: Uint8Array[] = [];
  let granule = 0;
  let serial: number | undefined;
  for (let at = 0; at < bytes.length; ) {
    const page = pageAt(bytes, at);
    if (page === undefined || (serial ?? page.serial) !== page.serial) return undefined;
    serial = page.serial;
    if ((page.flags & CONTINUED) === 0 && begun.length > 0) return undefined;
    let start = at + HEADER_BYTES + page.lengths.length;
    for (const length of page.lengths) {
      begun.push(bytes.subarray(start, start + length));
      start += length;
      if (length === MOST_SEGMENTS) continue;
      packets.push(Buffer.concat(begun));
      begun = [];
    }
    if (page.granule !== NO_PACKET_ENDS) granule = Number(page.granule);
    at = start;
  }
  return packets.length === 0 || begun.length > 0 ? undefined : { packets, granule };
}

function pageAt(bytes: Buffer, at: number) {
  if (at + HEADER_BYTES > bytes.length || bytes.toString('latin1', at, at + 5) !== 'OggS\0') return undefined;
  const lengths = bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + (bytes[at + 26] ?? 0));
  const end = at + HEADER_BYTES + lengths.length + lengths.reduce((sum, length) => sum + length, 0);
  if (end > bytes.length || checksum(bytes.subarray(at, end)) !== bytes.readUInt32LE(at + 22)) return undefined;
  return { flags: bytes[at + 5] ?? 0, granule: bytes.readBigUInt64LE(at + 6), serial: bytes.readUInt32LE(at + 14), lengths };
}

/** A whole file. Each header has a page to itself, as Opus wants it; the packets follow, about a second to a page. */
export function writeOgg(headers: readonly Uint8Array[], packets: readonly OggPacket[], packetsAPage = 50): Buffer {
  const pages: (readonly OggPacket[])[] = headers.map((bytes) => [{ bytes, granule: 0 }]);
  let page: OggPacket[] = [];
  let segments = 0;
  for (const packet of packets) {
    const needed = Math.floor(packet.bytes.length / MOST_SEGMENTS) + 1;
    if (page.length >= packetsAPage || segments + needed > MOST_SEGMENTS) {
      pages.push(page);
      [page, segments] = [[], 0];
    }
    page.push(packet);
    segments += needed;
  }
  if (page.length > 0) pages.push(page);
  return Buffer.concat(pages.map((of, index) => pageOf(of, index, (index === 0 ? BEGIN : 0) | (index === pages.length - 1 ? END : 0))));
}

/** One of the invented serial numbers is as good as another: there is one stream in a file. */
const SERIAL = 1;

function pageOf(packets: readonly OggPacket[], sequence: number, flags: number): Buffer {
  const lengths = packets.flatMap(({ bytes: { length } }) => [
    ...Array.from({ length: Math.floor(length / MOST_SEGMENTS) }, () => MOST_SEGMENTS),
    length % MOST_SEGMENTS,
  ]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('OggS', 0, 'latin1');
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(BigInt(packets.at(-1)?.granule ?? 0), 6);
  header.writeUInt32LE(SERIAL, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(lengths.length, 26);
  const page = Buffer.concat([header, Uint8Array.from(lengths), ...packets.map(({ bytes }) => bytes)]);
  page.writeUInt32LE(checksum(page), 22);
  return page;
}

const POLYNOMIAL = 0x04c1_1db7;
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ POLYNOMIAL : value << 1;
  return value >>> 0;
});

/** Ogg's own CRC-32, not reflected as zlib's is; its own four bytes count as zero. */
function checksum(page: Uint8Array): number {
  let crc = 0;
  for (let index = 0; index < page.length; index += 1) {
    const counted = index >= 22 && index < 26 ? 0 : (page[index] ?? 0);
    crc = (crc << 8) ^ (TABLE[((crc >>> 24) ^ counted) & 0xff] ?? 0);
  }
  return crc >>> 0;
}
