import type { Player } from '../channel.ts';
import type { Graph } from '../meta/graph.ts';
import { uploadedOf } from '../meta/uploaded.ts';
import { outcomeOf } from './errors.ts';
import { Uploaded } from './wire.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Ids of reusable attachments end after 90 days. */
const KEPT_MS = 90 * DAY_MS;
/** Meta's rate limits of the Send API: 300 calls a second for words, 10 for sound and films. */
const PER_SECOND = 10;

/** Wrong parameter; a file that cannot be had; kind of file, id of file. Nothing else can be wrong with a call that plays something. */
const GONE: ReadonlySet<string> = new Set(['fb:100', 'fb:100/2018008', 'fb:100/2018047', 'fb:100/2018074']);

const READER = { idIn: (body: unknown) => Uploaded.safeParse(body).data?.attachment_id, outcomeOf, prefix: 'fb' };

/** Recordings of one page, as MP3: Meta's own example of sound. Whether its apps play Opus on every phone, no page of it says. */
export function makePlayer(pageId: string, graph: Graph): Player {
  return {
    account: pageId,
    keptMs: KEPT_MS,
    perSecond: PER_SECOND,
    upload: async (bytes) =>
      uploadedOf(
        await graph.upload(pageId, 'message_attachments', {
          // Only what is reusable may be sent to more than one person.
          fields: { message: JSON.stringify({ attachment: { type: 'audio', payload: { is_reusable: true } } }) },
          file: { field: 'filedata', name: 'voice.mp3', type: 'audio/mpeg', bytes },
        }),
        READER,
      ),
    play: (payload, id) => {
      const message = typeof payload.message === 'object' ? payload.message : undefined;
      return { ...payload, message: { ...message, attachment: { type: 'audio', payload: { attachment_id: id } } } };
    },
    isGone: (code) => GONE.has(code),
  };
}
