import type { SQLOutputValue } from 'node:sqlite';
import { CHANNELS, type ChannelId } from '../../model/channel.ts';

type Value = SQLOutputValue | undefined;

/** Columns as the types they were declared with; the driver knows only that they are SQLite values. Each throws on another type. */
export function int(value: Value): number {
  if (typeof value !== 'number') throw new TypeError('not an INTEGER column');
  return value;
}

export function text(value: Value): string {
  if (typeof value !== 'string') throw new TypeError('not a TEXT column');
  return value;
}

/** The same bytes as a Buffer, not a copy. */
export function blob(value: Value): Buffer {
  if (!(value instanceof Uint8Array)) throw new TypeError('not a BLOB column');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

export const optionalText = (value: Value): string | undefined => (value === null ? undefined : text(value));

export function channelId(value: Value): ChannelId {
  const channel = CHANNELS.find((known) => known === value);
  if (channel === undefined) throw new TypeError('not a known channel');
  return channel;
}
