import type { SendWork } from '../../src/store/store.ts';

/** One message as the platform took it. */
export type Taken = {
  readonly ref: string;
  readonly person: number;
  readonly answers: readonly string[];
  readonly after: string;
  readonly part: number;
};

/** What the judge goes by. */
type Seen = {
  readonly taken: readonly Taken[];
  /** Refs that may come once more: the record of their sending was cut off, or their answer was lost. */
  readonly excused: readonly string[];
  /** Refs that are known to be out, by their status or by the record of their sending. */
  readonly told: readonly string[];
};

/** What the pipeline must never do, found. */
export class Broken extends Error {}

/** Of a message, by its place in the order of arrival. */
export const nameOf = (message: number) => `m${message}`;

/**
 * The platform takes a message: the moment at which everything must be right, for nothing can be taken back after it. `lost`: its answer
 * is, which excuses one more.
 */
export function take(state: Seen, { ref, payload }: SendWork, lost: boolean): Pick<Seen, 'taken' | 'excused'> {
  const { person, answers, after, part } = payload as Omit<Taken, 'ref'>;
  const all = state.taken.filter((one) => one.person === person);
  /** Each once, in the order in which they first came. */
  const before = [...new Map(all.map((one) => [one.ref, one])).values()];
  const excused = lost ? [...state.excused, ref] : state.excused;
  if (before.some((one) => one.ref === ref)) {
    const at = state.excused.indexOf(ref);
    if (at < 0) throw new Broken(`twice, and nothing had cut off its record: the answer to ${answers.join(' ')}`);
    // Whatever makes it known while it is being sent again lets the next one go, and the platform may take that one first.
    if (before.at(-1)?.ref !== ref && !state.told.includes(ref))
      throw new Broken(`once more behind a later one: the answer to ${answers.join(' ')}`);
    return { taken: [...state.taken, { ref, person, answers, after, part }], excused: excused.toSpliced(at, 1) };
  }
  const heard = before.filter((one) => one.part === 0).flatMap((one) => one.answers);
  const last = before.at(-1);
  const isNextPart = part > 0 && last !== undefined && last.part === part - 1 && last.answers.join() === answers.join();
  const said = part === 0 ? heard : heard.slice(0, heard.length - answers.length);
  if (part > 0 && !isNextPart) throw new Broken(`part ${part} of the answer to ${answers.join(' ')} is not behind the part before it`);
  if (part === 0 && answers.some((name) => heard.includes(name)))
    throw new Broken(`answered twice: ${answers.join(' ')} after ${heard.join(' ')}`);
  if (after !== said.join(' '))
    throw new Broken(`the answer to ${answers.join(' ')} should come after «${after}» and comes after «${said.join(' ')}»`);
  return { taken: [...state.taken, { ref, person, answers, after, part }], excused };
}

/** At rest: every message that was answered 200 has had its whole answer, once and in order. */
export function checkAtRest(
  { taken, acked }: Pick<Seen, 'taken'> & { readonly acked: number },
  { messages, parts }: { readonly messages: readonly number[]; readonly parts: number },
): void {
  const first = [...new Map(taken.map((one) => [one.ref, one])).values()];
  for (const person of new Set(messages)) {
    const wanted = messages.slice(0, acked).flatMap((owner, message) => (owner === person ? [nameOf(message)] : []));
    for (let part = 0; part < parts; part += 1) {
      const got = first.filter((one) => one.person === person && one.part === part).flatMap(({ answers }) => answers);
      if (got.join() !== wanted.join())
        throw new Broken(`part ${part} of the answers is for «${got.join(' ')}» and should be for «${wanted.join(' ')}»`);
    }
  }
}
