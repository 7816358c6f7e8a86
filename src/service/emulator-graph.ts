import type { EmulatedFile, GraphCall, GraphReply, GraphUpload } from '../http/emulator.ts';
import type { EmulatorBubble, EmulatorDecision, EmulatorEvent, EmulatorFault, EmulatorWhy } from '../model/emulator.ts';
import type { Payload } from '../model/outbound.ts';
import { type Shown, shownOf } from '../proof/shown.ts';
import type { NewOutbound } from '../store/store.ts';
import { makeEmulatedFiles } from './emulator-files.ts';
import type { Origin, Origins } from './emulator-origins.ts';
import type { Phone } from './emulator-phone.ts';
import { type Call, errorBody } from './emulator-platform.ts';

export type EmulatedGraph = {
  readonly answer: (call: GraphCall) => GraphReply;
  readonly upload: (call: GraphUpload) => GraphReply;
  readonly file: (id: string) => EmulatedFile | undefined;
  /** A message that will be sent. */
  readonly expect: (outbound: NewOutbound) => void;
  /** What delivery made of the last answer to that message. */
  readonly decide: (ref: string, decision: EmulatorDecision) => void;
  readonly fail: (fault: EmulatorFault) => void;
  readonly fault: () => EmulatorFault;
};

type Parts = {
  readonly phones: readonly Phone[];
  readonly origins: Origins;
  readonly clock: () => number;
  readonly tell: (event: EmulatorEvent) => void;
};

/** Messages that may still be sent, or sent again; far more than wait at any time. */
const MOST_EXPECTED = 1_000;
const NO_FAULT: EmulatorFault = { kind: 'none', times: 0 };

/** The Graph API as our delivery meets it, over HTTP like the real one: checks the token, shows the message, answers as Meta would. */
export function makeEmulatedGraph({ phones, origins, clock, tell }: Parts): EmulatedGraph {
  const expected = new Map<string, { readonly origin: Origin; readonly bubble?: string }>();
  const files = makeEmulatedFiles();
  let fault = NO_FAULT;
  let count = 0;

  const fail = (next: EmulatorFault): void => {
    fault = next.kind === 'none' || next.times === 0 ? NO_FAULT : next;
    tell({ kind: 'fault', fault });
  };
  const takeFault = (): EmulatorFault['kind'] => {
    const { kind, times } = fault;
    if (kind !== 'none') fail({ kind, times: times - 1 });
    return kind;
  };

  function take({ platform, chat }: Phone, call: Call, payload: Payload, bytes: number): GraphReply {
    const messageId = platform.newMessageId();
    const accepted: GraphReply = { kind: 'answer', status: 200, body: platform.accepted(call, messageId) };
    const id = `bot-${++count}`;
    if (call.kind === 'receipt') {
      const ours = 'person' in call.to ? call.to.person === chat().person : chat().hasWritten(call.to.message);
      if (ours) chat().add({ kind: 'receipt', id, at: clock(), payload });
      return accepted;
    }
    const known = expected.get(call.ref);
    const shown = shownIn(payload);
    if (shown === undefined || (shown.kind === 'sound' && files.of(shown.id ?? '') === undefined)) return WRONG;
    // For somebody with whom the page has started over meanwhile.
    if (known === undefined || call.to !== chat().person) return accepted;
    const kind = takeFault();
    expected.set(call.ref, { origin: known.origin, bubble: id });
    if (kind === 'none') chat().shown(shown, messageId);
    chat().add(bubbleOf({ id, at: clock(), payload, bytes, shown, origin: known.origin, outcome: kind === 'none' ? 'sent' : kind }));
    if (kind === 'none') return accepted;
    return kind === 'connection-cut' ? { kind: 'cut' } : answerOf(platform.refused(kind));
  }

  const phoneOf = ({ account, authorization }: Pick<GraphCall, 'account' | 'authorization'>) =>
    phones.find(({ platform }) => platform.account === account && authorization === `Bearer ${platform.accessToken}`);

  return {
    upload: ({ edge, file, ...caller }) => {
      const phone = phoneOf(caller);
      if (phone === undefined) return STRANGER;
      const { files: kept } = phone.platform;
      return file === undefined || edge !== kept.edge ? WRONG : { kind: 'answer', status: 200, body: kept.kept(files.keep(file)) };
    },
    file: files.of,
    answer: ({ body, ...caller }) => {
      const phone = phoneOf(caller);
      if (phone === undefined) return STRANGER;
      const payload = jsonOf(body);
      const call = phone.platform.read(payload);
      if (call === undefined || !isObject(payload)) return WRONG;
      return take(phone, call, payload, body.byteLength);
    },
    expect: ({ ref, payload }) => {
      const origin = origins.of(payload);
      if (origin === undefined) return;
      expected.set(ref, { origin });
      for (const old of [...expected.keys()].slice(0, -MOST_EXPECTED)) expected.delete(old);
    },
    decide: (ref, decision) => {
      const bubble = expected.get(ref)?.bubble;
      if (bubble !== undefined) for (const { chat } of phones) chat().decide(bubble, decision);
    },
    fail,
    fault: () => fault,
  };
}

const answerOf = ({ status, body }: { readonly status: number; readonly body: unknown }): GraphReply => ({ kind: 'answer', status, body });
const WRONG = answerOf(errorBody(400, { message: '(#100) Invalid parameter', code: 100 }));
const STRANGER = answerOf(errorBody(401, { message: 'Invalid OAuth access token.', code: 190 }));

type Sent = { readonly shown: Shown; readonly origin: Origin } & Pick<
  Extract<EmulatorBubble, { readonly kind: 'bot' }>,
  'id' | 'at' | 'payload' | 'bytes' | 'outcome'
>;

function bubbleOf({ shown, origin, ...rest }: Sent): EmulatorBubble {
  const { direction, locale } = origin.reply;
  return { kind: 'bot', ...rest, direction, locale, characters: shown.text.length, why: whyOf(origin) };
}

function whyOf({ trace, reply, edition: { flow, places } }: Origin): EmulatorWhy {
  const { matched, node, services } = trace;
  const texts = [...new Set(trace.texts)].flatMap((key) => {
    const place = places.get(`text:${reply.locale}:${key}`) ?? places.get(`text:${flow.defaultLocale}:${key}`);
    return place === undefined ? [] : [{ key, file: place.file, line: place.line }];
  });
  return { matched, node, services, texts, claims: trace.claims.map((id) => ({ id, what: flow.claims.get(id)?.what ?? '' })) };
}

function shownIn(payload: Payload): Shown | undefined {
  try {
    return shownOf(payload);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Payload => typeof value === 'object' && value !== null && !Array.isArray(value);

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
