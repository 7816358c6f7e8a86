import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { random } from './random.ts';
import { type Call, type ChaosChannel, callOf } from './wire.ts';

/**
 * What becomes of a call. `think`: late, and only then taken. `slow`: taken at once, answered late. `throttle` and `refuse-for-now` are
 * to be tried again, `refuse` never. The rest leaves the server in doubt: the connection is cut, or the answer says nothing.
 */
const FATES = {
  take: 78,
  think: 5,
  slow: 5,
  'refuse-for-now': 3,
  throttle: 2,
  refuse: 1,
  cut: 2,
  'take-cut': 2,
  'take-500': 1,
  'take-no-id': 1,
} as const;
export type Fate = keyof typeof FATES | 'hang' | 'take-hang';

/** Without an answer the server waits for 15 s. */
const HANGS = { hang: 0.1, 'take-hang': 0.1 } as const;

/** After so many calls for one row that did not end it the next one is taken: else one person now and then would wait for minutes. */
const MOST_TROUBLES = { calm: 1, moody: 3 } as const;
const LATE_MS = 1_200;

/** `moody`: all that can happen, at its length. `calm`: what makes nobody wait for more than some seconds, for short runs. */
export type Mood = keyof typeof MOST_TROUBLES;

/** `told`: the answer that Graph gave leaves no doubt. */
export type GraphEnding = {
  readonly channel: ChaosChannel;
  readonly call: Call;
  readonly messageId: string;
  readonly taken: boolean;
  readonly told: boolean;
  readonly generation: number;
  /** When the call came. */
  readonly came: number;
};

export type ChaosGraph = {
  /** For one life of the server: its number is in the path, so that calls which are heard late are still known as its own. */
  readonly url: (generation: number) => string;
  /** How often each fate was met, and receipts. */
  readonly counts: ReadonlyMap<Fate | 'receipt', number>;
  readonly close: () => Promise<void>;
};

/**
 * A Graph API that does everything the real one has been seen to do to a sender. `onEnd` hears of each call that ended a message for good,
 * before the answer goes out.
 */
export async function startChaosGraph(options: {
  readonly seed: number;
  readonly mood: Mood;
  readonly onEnd: (ending: GraphEnding) => void;
}): Promise<ChaosGraph> {
  const { seed, mood, onEnd } = options;
  const weights = mood === 'moody' ? { ...FATES, ...HANGS } : FATES;
  const counts = new Map<Fate | 'receipt', number>();
  const callsTo = new Map<string, number>();
  const troubles = new Map<string, number>();
  let taken = 0;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    // The server is killed with calls under way.
    socket.on('error', () => undefined);
  });

  function answer(request: IncomingMessage, response: ServerResponse, text: string): void {
    const body: Record<string, unknown> = JSON.parse(text);
    const call = callOf(body);
    const channel = body.messaging_product === 'whatsapp' ? 'whatsapp' : 'messenger';
    const reply = (status: number, content: unknown) => {
      if (!response.destroyed) response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    };
    if (call.kind === 'receipt') {
      count('receipt');
      reply(200, { success: true });
      return;
    }

    const { fate, delayMs } = fateOf(call);
    const came = performance.now();
    count(fate);
    const refuse = (status: number, code: number) => reply(status, { error: { message: 'refused', code } });
    const cut = () => void request.socket.destroy();
    const end = (isTaken: boolean, told: boolean): string => {
      if (isTaken) taken += 1;
      const messageId = channel === 'whatsapp' ? `wamid.OUT${taken}` : `m_OUT${taken}`;
      onEnd({ channel, call, messageId, taken: isTaken, told, generation: callerOf(request), came });
      return messageId;
    };
    const take = (told: boolean) => successOf(channel, call.to, end(true, told));
    const later = (work: () => void) => void setTimeout(work, delayMs);
    const meet: Readonly<Record<Fate, () => void>> = {
      take: () => reply(200, take(true)),
      think: () => later(() => reply(200, take(true))),
      slow: () => {
        const success = take(true);
        later(() => reply(200, success));
      },
      'refuse-for-now': () => (channel === 'whatsapp' ? refuse(500, 131000) : refuse(400, 1200)),
      throttle: () => (channel === 'whatsapp' ? refuse(400, 130429) : refuse(500, 2)),
      refuse: () => {
        end(false, true);
        if (channel === 'whatsapp') refuse(400, 131026);
        else refuse(400, 551);
      },
      cut,
      'take-cut': () => {
        take(false);
        cut();
      },
      'take-500': () => {
        take(false);
        reply(500, 'an error of a proxy');
      },
      'take-no-id': () => {
        take(false);
        reply(200, { success: true });
      },
      hang: () => undefined,
      'take-hang': () => void take(false),
    };
    meet[fate]();
  }

  /** Drawn for the person's n-th call, so that it does not matter in which order people are served. */
  function fateOf({ to, ref }: Call): { readonly fate: Fate; readonly delayMs: number } {
    const nth = (callsTo.get(to) ?? 0) + 1;
    callsTo.set(to, nth);
    const chance = random(seed, 'graph', to, nth);
    const drawn = chance.weighted<Fate>(weights as Record<Fate, number>);
    const delayMs = chance.int(10, LATE_MS);
    const ends = drawn === 'take' || drawn === 'think' || drawn === 'slow' || drawn === 'refuse';
    const earlier = troubles.get(ref) ?? 0;
    if (ends) troubles.delete(ref);
    else troubles.set(ref, earlier + 1);
    return { fate: !ends && earlier >= MOST_TROUBLES[mood] ? 'take' : drawn, delayMs };
  }

  function count(what: Fate | 'receipt'): void {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (generation) => `http://127.0.0.1:${port}/${generation}`,
    counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const callerOf = ({ url = '' }: IncomingMessage) => Number(url.split('/')[1]);

function successOf(channel: ChaosChannel, to: string, id: string) {
  return channel === 'whatsapp'
    ? { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id }] }
    : { recipient_id: to, message_id: id };
}
