import type { Outcome } from '../../model/outbound.ts';
import type { Uploaded } from '../channel.ts';
import type { GraphAnswer } from './graph.ts';

type Reader = {
  /** The id in a good answer. */
  readonly idIn: (body: unknown) => string | undefined;
  /** The channel's own judgement of all others. */
  readonly outcomeOf: (answer: GraphAnswer) => Outcome;
  /** The channel, as its codes begin. */
  readonly prefix: string;
};

/** What an answer to an upload means. Nothing has gone out to anybody, so trying again never says anything twice. */
export function uploadedOf(answer: GraphAnswer, { idIn, outcomeOf, prefix }: Reader): Uploaded {
  const noId: Uploaded = { kind: 'retry', code: `${prefix}:no-media-id`, ambiguous: false };
  if (answer.kind === 'ok') {
    const id = idIn(answer.body);
    return id === undefined ? noId : { kind: 'uploaded', id };
  }
  const outcome = outcomeOf(answer);
  switch (outcome.kind) {
    case 'sent':
      return noId;
    case 'retry':
      return { ...outcome, ambiguous: false };
    default:
      return outcome;
  }
}
