import type { Outlet } from '../channels/channel.ts';
import type { Engine, Trace } from '../engine/engine.ts';
import type { Payload } from '../model/outbound.ts';
import type { Reply } from '../model/reply.ts';
import type { Edition } from './live-content.ts';

/** Where a payload comes from. */
export type Origin = { readonly reply: Reply; readonly trace: Trace; readonly edition: Edition };

export type Origins = {
  /** An engine whose replies are remembered. */
  readonly engine: (edition: Edition) => Engine;
  /** A channel whose payloads are. */
  readonly outlet: (outlet: Outlet) => Outlet;
  readonly of: (payload: Payload) => Origin | undefined;
};

/**
 * Why a payload is what it is. The pipeline does not carry that along, since nobody but this page asks; here engine and channel are
 * wrapped, and what goes through them is recognized as the very same object: no order of calls is assumed, a batch of turns or a reply
 * that becomes two payloads changes nothing, and what is forgotten elsewhere is forgotten here.
 */
export function makeOrigins(): Origins {
  const ofReply = new WeakMap<Reply, Origin>();
  const ofPayload = new WeakMap<Payload, Origin>();
  return {
    engine: (edition) => {
      const { engine } = edition.proof;
      return {
        ...engine,
        turn: (standing, events) => {
          const turn = engine.turn(standing, events);
          for (const reply of turn.replies) ofReply.set(reply, { reply, trace: turn.trace, edition });
          return turn;
        },
      };
    },
    outlet: (outlet) => ({
      ...outlet,
      compose: (reply, to, more) => {
        const payloads = outlet.compose(reply, to, more);
        const origin = ofReply.get(reply);
        if (origin !== undefined) for (const payload of payloads) ofPayload.set(payload, origin);
        return payloads;
      },
    }),
    of: (payload) => ofPayload.get(payload),
  };
}
