import type { Channel } from '../../src/channels/channel.ts';
import type { Engine, Standing } from '../../src/engine/engine.ts';
import type { InboundEvent } from '../../src/model/inbound.ts';

/**
 * What one webhook carries of one person. `posted` and `acked` count the moments of the run: the first try, and the first 200. The
 * server stored it at some moment in between, which nobody outside can see; so of two whose spans overlap, either may be the earlier.
 */
export type Parcel = { readonly events: readonly InboundEvent[]; posted: number; acked: number };

/** One way in which everything seen so far can have come about. */
type Story = {
  /** A bit for each parcel that has been taken up by a turn. */
  readonly done: number;
  readonly standing: Standing;
  /** What the last turn still has to say. */
  readonly unsaid: readonly string[];
  readonly turns: number;
  /** Some turn had everything forgotten. */
  readonly erased: boolean;
};

/** Every way; several while messages overlap. None: what was seen cannot have come about. */
export type Stories = readonly Story[];

export type Oracle = {
  readonly begin: () => Stories;
  /** The person was told this next. Only what was posted before can be the reason. */
  readonly hear: (stories: Stories, parcels: readonly Parcel[], payload: string) => Stories;
  /** Whether nothing is left to be said: in no story, in some, in all. */
  readonly silent: (stories: Stories, parcels: readonly Parcel[]) => 'no' | 'maybe' | 'surely';
  /** Whether the server certainly knows all identifiers of this person, and nothing is on its way that could make it forget. */
  readonly known: (stories: Stories, parcels: readonly Parcel[]) => boolean;
  /** What might be said next, for the report. */
  readonly possible: (stories: Stories, parcels: readonly Parcel[]) => readonly string[];
  /** Turns that were answered, in the shortest story. */
  readonly turns: (stories: Stories) => number;
};

const DAY_MS = 24 * 60 * 60 * 1000;
/** Parcels of one person are bits of one number. */
export const MOST_PARCELS = 30;

type Turn = { readonly standing: Standing; readonly says: readonly string[]; readonly erases: boolean };

/**
 * Decides from outside whether answers are right: messages are taken up in turns, each message in exactly one, in an order that the
 * webhooks allow, those of one webhook together; a turn says what the real engine says to these messages where the person stands, and
 * all of it before the next turn says anything. Which messages waited together depends on the moment, so all possibilities are kept.
 *
 * The one exception is what the product promises: whoever has everything forgotten may never hear what was not yet said.
 */
export function makeOracle(engine: Pick<Engine, 'turn'>, channel: Pick<Channel, 'compose'>, replyMaxAgeMs: number): Oracle {
  /** What was thought through once is asked for again at every answer. */
  const thought = new WeakMap<Standing, Map<string, Turn>>();

  function turnOf(standing: Standing, taken: readonly Parcel[]): Turn {
    const turns = thought.get(standing) ?? new Map<string, Turn>();
    thought.set(standing, turns);
    const key = taken.map(({ events }) => events[0]?.platformId).join();
    const turn = turns.get(key) ?? takeTurn(standing, taken);
    turns.set(key, turn);
    return turn;
  }

  function takeTurn(standing: Standing, taken: readonly Parcel[]): Turn {
    const now = Date.now();
    const heard = taken
      .flatMap(({ events }) => events)
      .filter(({ at }) => now - at < DAY_MS)
      .toSorted((a, b) => a.at - b.at);
    const last = heard.at(-1);
    if (last === undefined) return { standing, says: [], erases: false };
    const { session, replies, erase } = engine.turn(standing, heard);
    const late = last.at + replyMaxAgeMs <= now;
    const says = late ? [] : replies.flatMap((reply) => channel.compose(reply, last.from)).map((payload) => JSON.stringify(payload));
    if (session !== undefined) return { standing: { session, at: last.at, locale: session.locale }, says, erases: erase };
    return { standing: erase ? {} : { locale: standing.locale }, says, erases: erase };
  }

  /** Every turn that could come next, with what it leads to. */
  function* nextTurns(story: Story, parcels: readonly Parcel[]): Generator<{ readonly story: Story; readonly erases: boolean }> {
    const waiting = [...parcels.entries()].filter(([index, { posted }]) => !(story.done & (1 << index)) && posted < Infinity);
    function* extend(taken: readonly Parcel[], done: number): ReturnType<typeof nextTurns> {
      for (const [index, parcel] of waiting) {
        if (done & (1 << index)) continue;
        if (waiting.some(([other, { acked }]) => !(done & (1 << other)) && acked < parcel.posted)) continue;
        const after = done | (1 << index);
        const { standing, says: unsaid, erases } = turnOf(story.standing, [...taken, parcel]);
        const turns = story.turns + (unsaid.length > 0 ? 1 : 0);
        yield { story: { done: after, standing, unsaid, turns, erased: story.erased || erases }, erases };
        yield* extend([...taken, parcel], after);
      }
    }
    yield* extend([], story.done);
  }

  /**
   * The stories with every further turn that need not have been heard: it says nothing; or somebody has it all forgotten afterwards, which
   * is dear to think through and so only done where somebody may.
   */
  function goOn(stories: Stories, parcels: readonly Parcel[]): Stories {
    const { ways, erases } = explore(stories, parcels, false);
    return erases ? explore(stories, parcels, true).ways : ways;
  }

  function explore(stories: Stories, parcels: readonly Parcel[], losses: boolean): { readonly ways: Stories; readonly erases: boolean } {
    type Way = { readonly story: Story; readonly lost: boolean };
    const ways = new Map<string, Way>();
    let erases = false;
    const add = (way: Way) => {
      const key = `${way.lost} ${keyOf(way.story)}`;
      if (!ways.has(key)) ways.set(key, way);
    };
    for (const story of stories) add({ story, lost: false });
    // A map's iterator comes to what is added on the way.
    for (const { story, lost } of ways.values()) {
      const loses = lost || story.unsaid.length > 0;
      for (const next of nextTurns(story, parcels)) {
        erases ||= next.erases;
        if (losses || !loses) add({ story: next.story, lost: loses && !next.erases });
      }
    }
    return { ways: [...ways.values()].filter(({ lost }) => !lost).map(({ story }) => story), erases };
  }

  function saying(stories: Stories, payload: string): Stories {
    const right = stories.filter(({ unsaid }) => unsaid[0] === payload);
    return different(right.map((story) => ({ ...story, unsaid: story.unsaid.slice(1) })));
  }

  return {
    begin: () => [{ done: 0, standing: {}, unsaid: [], turns: 0, erased: false }],
    hear: (stories, parcels, payload) => saying(goOn(stories, parcels), payload),
    silent: (stories, parcels) => {
      const all = goOn(stories, parcels);
      if (!all.some(({ done, unsaid }) => unsaid.length === 0 && isAll(done, parcels))) return 'no';
      return all.some(({ unsaid }) => unsaid.length > 0) ? 'maybe' : 'surely';
    },
    known: (stories, parcels) => goOn(stories, parcels).every(({ done, unsaid, erased }) => done > 0 && unsaid.length === 0 && !erased),
    possible: (stories, parcels) => [...new Set(goOn(stories, parcels).flatMap(({ unsaid }) => unsaid.slice(0, 1)))],
    turns: (stories) => Math.min(...stories.map(({ turns }) => turns)),
  };
}

const isAll = (done: number, parcels: readonly Parcel[]) => done === 2 ** parcels.length - 1;
const keyOf = ({ done, standing, unsaid, erased }: Story) => JSON.stringify([done, standing, unsaid, erased]);

function different(stories: Stories): Stories {
  return [...new Map(stories.map((story) => [keyOf(story), story])).values()];
}
