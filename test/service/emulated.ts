import type {
  EmulatedChannel,
  EmulatorBubble,
  EmulatorEvent,
  EmulatorInput,
  EmulatorSend,
  EmulatorState,
} from '../../src/model/emulator.ts';
import { type Server, startServer, tempFolder } from '../support/server.ts';

export type BotBubble = Extract<EmulatorBubble, { readonly kind: 'bot' }>;

export type Emulated = {
  readonly server: Server;
  readonly post: (path: string, body: unknown) => Promise<number>;
  readonly get: (path: string) => Promise<Response>;
  readonly state: () => Promise<EmulatorState>;
  /** Everything told so far. */
  readonly events: readonly EmulatorEvent[];
  /** The first event from number `from` on of which `find` makes something; waits for it. */
  readonly until: <T>(find: (event: EmulatorEvent) => T | undefined, from?: number) => Promise<T>;
  readonly phone: (channel: EmulatedChannel) => Phone;
  readonly stop: () => Promise<number | string>;
};

/** A person at one of the page's phones. */
export type Phone = {
  /** Sends, and waits for the answer: all bubbles up to the one with the menu in it, as its words and as it came. */
  readonly send: (input: EmulatorInput | readonly EmulatorInput[], how?: Pick<EmulatorSend, 'twice' | 'ageHours'>) => Promise<Answer>;
  readonly say: (text: string) => Promise<Answer>;
  /** By words on it, among all that was ever offered to this person; the newest first. */
  readonly tap: (words: string) => Promise<Answer>;
  readonly reset: () => Promise<void>;
  readonly open: (place: { node: string; region?: string; need?: string }) => Promise<Answer>;
};

export type Answer = { readonly text: string; readonly bubbles: readonly BotBubble[]; readonly last: BotBubble };

/** A server as its own process with the emulator on, and one open page that listens. */
export async function startEmulated(env: Record<string, string> = {}): Promise<Emulated> {
  const folder = tempFolder();
  const server = await startServer({ DATABASE_URL: `sqlite:${folder.path}/anoura.db`, LOG_LEVEL: 'warn', ...env });
  const base = `${server.url}/emulator/api`;
  const get = (path: string) => fetch(`${base}/${path}`);
  const post = async (path: string, body: unknown): Promise<number> => {
    const response = await fetch(`${base}/${path}`, { method: 'POST', headers: { origin: server.url }, body: JSON.stringify(body) });
    await response.arrayBuffer();
    return response.status;
  };
  const { events, until } = await listen(await get('events'));
  const parts = { events, until, post };
  return {
    server,
    post,
    get,
    state: async (): Promise<EmulatorState> => JSON.parse(await (await get('state')).text()),
    events,
    until,
    phone: (channel) => phoneOn(channel, parts),
    stop: async () => {
      const code = await server.stop();
      folder.remove();
      return code;
    },
  };
}

async function listen(stream: Response): Promise<Pick<Emulated, 'events' | 'until'>> {
  const events: EmulatorEvent[] = [];
  const waiting: (() => void)[] = [];
  const open = Promise.withResolvers<void>();
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of (stream.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) if (part.startsWith('data: ')) events.push(JSON.parse(part.slice('data: '.length)));
      open.resolve();
      for (const wake of waiting.splice(0)) wake();
    }
  };
  // The end of the server is the end of the stream.
  read().catch(() => undefined);
  await open.promise;
  const until: Emulated['until'] = async (find, from = 0) => {
    for (let at = from; ; at += 1) {
      while (at >= events.length) await new Promise<void>((resolve) => void waiting.push(resolve));
      const event = events[at];
      const found = event && find(event);
      if (found !== undefined) return found;
    }
  };
  return { events, until };
}

function phoneOn(channel: EmulatedChannel, { events, until, post }: Pick<Emulated, 'events' | 'until' | 'post'>): Phone {
  const answerFrom = async (from: number): Promise<Answer> => {
    const last = await until((event) => botBubble(event, channel, (bubble) => JSON.stringify(bubble.payload).includes(':!menu?')), from);
    const bubbles = events.slice(from).flatMap((event) => botBubble(event, channel) ?? []);
    return { text: bubbles.map(({ payload }) => textOf(payload)).join('\n'), bubbles, last };
  };
  const ask = async (path: string, body: object): Promise<Answer> => {
    const from = events.length;
    const status = await post(path, { channel, ...body });
    if (status !== 204) throw new Error(`${path} was answered ${status}`);
    return answerFrom(from);
  };
  const send: Phone['send'] = (input, how = {}) => ask('send', { inputs: [input].flat(), ...how });
  return {
    send,
    say: (text) => send({ kind: 'text', text }),
    tap: (words) => {
      const offered = events.flatMap((event) => botBubble(event, channel) ?? []).flatMap(({ payload }) => tapsOf(payload));
      const tap = offered.findLast(({ title }) => title.includes(words));
      if (tap === undefined) throw new Error(`«${words}» was never offered`);
      return send({ kind: 'tap', ...tap });
    },
    reset: async () => {
      const from = events.length;
      await post('reset', { channel });
      await until((event) => (event.kind === 'reset' && event.channel === channel ? true : undefined), from);
    },
    open: (place) => ask('node', place),
  };
}

export function botBubble(
  event: EmulatorEvent,
  channel: EmulatedChannel,
  holds: (bubble: BotBubble) => boolean = () => true,
): BotBubble | undefined {
  return event.kind === 'bubble' && event.channel === channel && event.bubble.kind === 'bot' && holds(event.bubble)
    ? event.bubble
    : undefined;
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  for (const [key, inner] of Object.entries(value)) {
    const found = (key === 'text' || key === 'body') && typeof inner === 'string' ? inner : textOf(inner);
    if (found !== '') return found;
  }
  return '';
}

export function tapsOf(value: unknown): readonly { readonly id: string; readonly title: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { id, payload, title } = value as Record<string, unknown>;
  const tap = typeof id === 'string' ? id : payload;
  return [...(typeof title === 'string' && typeof tap === 'string' ? [{ id: tap, title }] : []), ...Object.values(value).flatMap(tapsOf)];
}
