import type { ChaosContent } from './content.ts';
import type { GraphEnding } from './graph.ts';
import type { Ledger } from './ledger.ts';
import type { Meta } from './meta.ts';
import type { Notices } from './notices.ts';
import { MOST_PARCELS, type Oracle, type Parcel, type Stories } from './oracle.ts';
import { makePerson, type Person, type Tap } from './person.ts';
import { random } from './random.ts';
import { type ChaosChannel, webhookOf } from './wire.ts';

type Life = {
  readonly person: Person;
  readonly parcels: Parcel[];
  stories: Stories;
  taps: Tap[];
  readonly diary: { readonly at: number; readonly text: string }[];
  wake: () => void;
};

export type Crowd = {
  /** Lives on until `over` says so; resolves when the last answer of the last person is there. */
  readonly live: () => Promise<void>;
  /** Graph took or refused a message. */
  readonly hear: (ending: GraphEnding) => void;
  /** Something that concerns everybody, for the diaries. */
  readonly note: (text: string) => void;
  readonly counts: { people: number; messages: number; turns: number };
  /** Who waits for how long, at most a few. */
  readonly waiting: () => readonly string[];
};

export type CrowdParts = {
  readonly seed: number;
  readonly channels: readonly ChaosChannel[];
  readonly content: ChaosContent;
  readonly atOnce: number;
  readonly oracleOf: (channel: ChaosChannel) => Oracle;
  readonly ledger: Ledger;
  readonly meta: Meta;
  readonly notices: Notices;
  readonly over: () => boolean;
  /** Something that must not be, with the tale of it. */
  readonly onFault: (tale: string) => void;
};

/** Posts of several people now and then come in one webhook: enough of them that they are not answered at once but by the inbox. */
const SHARED = 0.2;
const BAG = 6;
const BAG_MS = 40;

/** Many people who talk to the server, and who know at each answer whether it can be right. */
export function makeCrowd({ seed, channels, content, atOnce, oracleOf, ledger, meta, notices, over, onFault }: CrowdParts): Crowd {
  const lives = new Map<string, Life>();
  const counts = { people: 0, messages: 0, turns: 0 };
  const notes: { at: number; text: string }[] = [];
  const begun = performance.now();
  const now = () => performance.now() - begun;
  /** Counts what happens, so that before and after are certain. */
  let moment = 0;

  function tale(life: Life, what: string): string {
    const oracle = oracleOf(life.person.channel);
    const possible = oracle.possible(life.stories, life.parcels).map((payload) => `    ${brief(payload)}`);
    const since = life.diary[0]?.at ?? 0;
    const lines = [...life.diary, ...notes.filter(({ at }) => at >= since)].toSorted((a, b) => a.at - b.at);
    return [
      `${what}: person ${life.person.ids.join(' / ')} on ${life.person.channel}`,
      ...lines.map(({ at, text }) => `  ${(at / 1000).toFixed(3).padStart(9)} s  ${text}`),
      '  right would have been now:',
      ...(possible.length > 0 ? possible : ['    nothing']),
    ].join('\n');
  }

  const write = (life: Life, text: string) => void life.diary.push({ at: now(), text });

  // --- what people say

  type Bag = { parcels: { life: Life; parcel: Parcel }[]; timer: NodeJS.Timeout | undefined };
  const bags = new Map<ChaosChannel, Bag>();
  const chance = random(seed, 'crowd');

  function say(life: Life, events: Parcel['events']): void {
    const { channel } = life.person;
    const parcel: Parcel = { events, posted: Infinity, acked: Infinity };
    life.parcels.push(parcel);
    counts.messages += events.length;
    if (!chance.chance(SHARED)) {
      post(channel, [{ life, parcel }]);
      return;
    }
    const bag = bags.get(channel) ?? { parcels: [], timer: undefined };
    bags.set(channel, bag);
    bag.parcels.push({ life, parcel });
    clearTimeout(bag.timer);
    if (bag.parcels.length >= BAG) empty(channel, bag);
    else bag.timer = setTimeout(() => empty(channel, bag), BAG_MS);
  }

  function empty(channel: ChaosChannel, bag: Bag): void {
    post(channel, bag.parcels);
    bag.parcels = [];
  }

  function post(channel: ChaosChannel, said: readonly { life: Life; parcel: Parcel }[]): void {
    const body = webhookOf(
      channel,
      said.flatMap(({ parcel }) => parcel.events),
    );
    meta.post(channel, body, {
      onPosted: () => {
        moment += 1;
        for (const { life, parcel } of said) {
          parcel.posted = moment;
          write(
            life,
            `says ${parcel.events.map(({ platformId, input, at }) => `${JSON.stringify(input)} (${platformId}${ageOf(at)})`).join(', ')}`,
          );
        }
      },
      onAcked: () => {
        moment += 1;
        for (const { life, parcel } of said) {
          parcel.acked = moment;
          write(life, `got 200 for ${parcel.events.map(({ platformId }) => platformId).join(', ')}`);
          life.wake();
        }
      },
    });
  }

  // --- what they are told

  function hear(ending: GraphEnding): void {
    const { channel, call, taken, told, generation, came } = ending;
    const life = lives.get(`${channel} ${call.to}`);
    if (life === undefined) {
      onFault(`something was sent to nobody we know: ${call.to} on ${channel}`);
      return;
    }
    const { first, fault } = ledger.end(call.ref, life.person.name, { generation, told, came });
    write(
      life,
      `${taken ? 'is told' : 'would be told, but Graph refuses'}${first ? '' : ' once more'}: ${brief(call.payload)} [${call.ref}]`,
    );
    if (fault !== undefined) onFault(tale(life, fault));
    if (taken) notices.follow(ending);
    if (!first) return;
    const oracle = oracleOf(channel);
    const stories = oracle.hear(life.stories, life.parcels, call.payload);
    if (stories.length === 0) {
      onFault(tale(life, 'an answer that cannot be right'));
      return;
    }
    counts.turns += oracle.turns(stories) - oracle.turns(life.stories);
    life.stories = stories;
    life.taps = [...life.taps, ...call.taps];
    life.wake();
  }

  // --- how they live

  async function lifeOf(number: number): Promise<void> {
    const drawn = random(seed, 'person', number);
    const channel = drawn.pick(channels);
    const oracle = oracleOf(channel);
    const person = makePerson(channel, number, drawn, content);
    const life: Life = { person, parcels: [], stories: oracle.begin(), taps: [], diary: [], wake: () => undefined };
    for (const id of person.ids) lives.set(`${channel} ${id}`, life);
    const acts = drawn.int(4, 12);
    for (let act = 0; act < acts && !over() && life.parcels.length < MOST_PARCELS - 3; act += 1) {
      const { webhooks, hurried } = person.act(life.taps, person.ids.length > 1 && oracle.known(life.stories, life.parcels));
      for (const events of webhooks) say(life, events);
      if (hurried) await new Promise((resolve) => setTimeout(resolve, drawn.int(0, 40)));
      else await answered(life);
    }
    await answered(life);
  }

  async function answered(life: Life): Promise<void> {
    const oracle = oracleOf(life.person.channel);
    const isOver = () => life.parcels.every(({ acked }) => acked < Infinity) && oracle.silent(life.stories, life.parcels) !== 'no';
    while (!isOver()) {
      await new Promise<void>((resolve) => {
        life.wake = resolve;
      });
    }
  }

  return {
    live: async () => {
      const slot = async () => {
        while (!over()) {
          counts.people += 1;
          await lifeOf(counts.people);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, slot));
    },
    hear,
    note: (text) => void notes.push({ at: now(), text: `--- ${text}` }),
    counts,
    waiting: () => {
      const late = [...new Set(lives.values())].filter((life) => oracleOf(life.person.channel).silent(life.stories, life.parcels) === 'no');
      return late.slice(0, 3).map((life) => tale(life, `${late.length} people wait for an answer; one of them`));
    },
  };
}

/** Enough of a payload to know it by: the words in it. */
function brief(payload: string): string {
  const words = [...payload.matchAll(/"(?:body|text)":"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text).join(' | ');
  return words.length > 150 ? `${words.slice(0, 150)}…` : words;
}

function ageOf(at: number): string {
  const hours = Math.round((Date.now() - at) / 3_600_000);
  return hours > 0 ? `, ${hours} h old` : '';
}
