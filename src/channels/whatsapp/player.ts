import type { Player } from '../channel.ts';
import type { Graph } from '../meta/graph.ts';
import { uploadedOf } from '../meta/uploaded.ts';
import { failureCode, outcomeOf } from './errors.ts';
import { Uploaded } from './wire.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Meta's page on media: an uploaded file is kept for 30 days. */
const KEPT_MS = 30 * DAY_MS;

/**
 * Codes with which a message is refused whose file is gone, expired or another number's: a parameter that is wrong, or trouble with media.
 * The platform has no code for just this.
 */
const GONE: ReadonlySet<string> = new Set([100, 131009, 131052, 131053].map(failureCode));

/** The name under which Meta takes it; `audio/opus` and `audio/webm` are refused. */
const OGG_OPUS = 'audio/ogg; codecs=opus';

const READER = { idIn: (body: unknown) => Uploaded.safeParse(body).data?.id, outcomeOf, prefix: 'wa' };

/** Voice notes of one number, as Ogg Opus: the one form that WhatsApp shows as a voice and not as a file. */
export function makePlayer(phoneNumberId: string, graph: Graph): Player {
  return {
    account: phoneNumberId,
    keptMs: KEPT_MS,
    upload: async (bytes) =>
      uploadedOf(
        await graph.upload(phoneNumberId, 'media', {
          fields: { messaging_product: 'whatsapp', type: OGG_OPUS },
          file: { field: 'file', name: 'voice.ogg', type: OGG_OPUS, bytes },
        }),
        READER,
      ),
    play: (message, id) => ({ ...message, audio: { id, voice: true } }),
    isGone: (code) => GONE.has(code),
  };
}
