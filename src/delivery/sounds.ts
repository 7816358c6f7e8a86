import type { Outlet, Player } from '../channels/channel.ts';
import type { Outcome } from '../model/outbound.ts';
import { isSound, type SoundPayload } from '../model/sound.ts';
import { makeRateWindow } from './limiter.ts';
import { makeUploads, type SoundParts } from './uploads.ts';

/** After this long there is no time left under the lease to upload once more and send again. */
const PATIENCE_MS = 2_000;

/**
 * An outlet whose `send` also takes rows that play something: it finds or makes the platform's id of the file, and sends the one call
 * that plays it. A platform that has lost the file is given it anew. Where it cannot be had, the row's words go out in its place: one row
 * is one message all the same, and how a lane retries, waits and gives up is the same as for words.
 */
export function withSounds(outlet: Outlet, parts: SoundParts): Outlet {
  const { player } = outlet;
  if (player === undefined) return outlet;
  const play = makePlay(outlet, player, parts);
  return { ...outlet, send: (payload, ref) => (isSound(payload) ? play(payload, ref) : outlet.send(payload, ref)) };
}

type Ref = Parameters<Outlet['send']>[1];

function makePlay(outlet: Outlet, player: Player, parts: SoundParts) {
  const { clock, events } = parts;
  const uploads = makeUploads(player, outlet.id, parts);
  const rate = player.perSecond === undefined ? undefined : makeRateWindow(player.perSecond);

  function sayInstead({ otherwise }: SoundPayload, ref: Ref): Promise<Outcome> {
    events.onUnplayed(outlet.id);
    return outlet.send(otherwise, ref);
  }

  return async function play(payload: SoundPayload, ref: Ref): Promise<Outcome> {
    const { sound, message } = payload;
    const began = clock();
    for (let tries = 1; tries <= 2; tries += 1) {
      const file = await uploads.idOf(sound);
      if (file.kind === 'refused') return sayInstead(payload, ref);
      if (file.kind !== 'uploaded') return file;
      const waitMs = rate?.waitMs(1, clock()) ?? 0;
      if (waitMs > 0) return { kind: 'retry', code: 'sound:pace', afterMs: waitMs, ambiguous: false };
      rate?.spend(1, clock());
      const outcome = await outlet.send(player.play(message, file.id), ref);
      if (outcome.kind !== 'refused' || !player.isGone(outcome.code)) return outcome;
      await uploads.forget(sound, file.id);
      if (clock() - began > PATIENCE_MS) return { kind: 'retry', code: outcome.code, ambiguous: false };
    }
    return sayInstead(payload, ref);
  };
}
