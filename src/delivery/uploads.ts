import type { Player, Uploaded } from '../channels/channel.ts';
import type { ChannelId } from '../model/channel.ts';
import type { Sound } from '../model/sound.ts';
import type { MediaKey, MediaStore } from '../store/store.ts';
import type { DeliveryEvents } from './events.ts';

export type SoundParts = {
  readonly media: MediaStore;
  /** The file; undefined when the content has changed and it is not there any more. */
  readonly readSound: (sound: Sound) => Promise<Uint8Array | undefined>;
  readonly clock: () => number;
  readonly events: Pick<DeliveryEvents, 'onUpload' | 'onUnplayed'>;
};

export type Uploads = {
  /** The platform's id of a sound, which is uploaded if it must. `refused`: it cannot be had now, or ever. Never rejects. */
  readonly idOf: (sound: Sound) => Promise<Uploaded>;
  /** The platform does not know that id any more. */
  readonly forget: (sound: Sound, id: string) => Promise<void>;
};

/** An id is renewed this long before its end: a message that waits for an hour must still find the file. */
const MARGIN_MS = 24 * 60 * 60 * 1000;
/**
 * Messages that may wait for uploads at once. Each holds one of the lane's sends in flight, of which there are some hundreds: those of
 * everybody else must stay free while Graph is slow to take a file.
 */
const MOST_WAITING = 32;
/** So many failures in a row, and for a while people are told in words at once instead of after three tries each. */
const STRIKES = 3;
const TIRED_MS = 60_000;

const BUSY: Uploaded = { kind: 'retry', code: 'upload:busy', ambiguous: false };
const TIRED: Uploaded = { kind: 'refused', code: 'upload:failing' };
const NO_FILE: Uploaded = { kind: 'refused', code: 'upload:no-file' };
const NO_STORE: Uploaded = { kind: 'retry', code: 'upload:store', ambiguous: false };

/** Each sound is uploaded once, however many people ask for it at the same moment. */
export function makeUploads(player: Player, channel: ChannelId, { media, readSound, clock, events }: SoundParts): Uploads {
  const underWay = new Map<string, Promise<Uploaded>>();
  const failures = new Map<string, { readonly count: number; readonly at: number }>();
  let waiting = 0;

  const keyOf = ({ hashes }: Sound): MediaKey => ({ account: `${channel}:${player.account}`, file: hashes.join('+') });

  async function upload(sound: Sound, key: MediaKey): Promise<Uploaded> {
    const bytes = await readSound(sound);
    if (bytes === undefined) return NO_FILE;
    const uploaded = await player.upload(bytes, sound.form);
    const now = clock();
    events.onUpload(channel, uploaded.kind, uploaded.kind === 'uploaded' ? '' : uploaded.code);
    if (uploaded.kind === 'uploaded') {
      failures.delete(key.file);
      await media.keep(key, uploaded.id, now + player.keptMs - MARGIN_MS);
    } else {
      failures.set(key.file, { count: (failures.get(key.file)?.count ?? 0) + 1, at: now });
    }
    return uploaded;
  }

  function isTired(file: string): boolean {
    const failed = failures.get(file);
    return failed !== undefined && failed.count >= STRIKES && clock() - failed.at < TIRED_MS;
  }

  function uploadOnce(sound: Sound, key: MediaKey): Promise<Uploaded> {
    const going = underWay.get(key.file);
    if (going !== undefined) return going;
    const begun = upload(sound, key).finally(() => underWay.delete(key.file));
    underWay.set(key.file, begun);
    return begun;
  }

  return {
    idOf: async (sound) => {
      const key = keyOf(sound);
      try {
        const id = await media.find(key, clock());
        if (id !== undefined) return { kind: 'uploaded', id };
        if (isTired(key.file)) return TIRED;
        if (waiting >= MOST_WAITING) return BUSY;
        waiting += 1;
        return await uploadOnce(sound, key).finally(() => {
          waiting -= 1;
        });
      } catch {
        return NO_STORE;
      }
    },
    forget: (sound, id) => media.forget(keyOf(sound), id).catch(() => undefined),
  };
}
