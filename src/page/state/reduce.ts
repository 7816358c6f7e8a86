import type { EmulatedChannel, EmulatorBubble, EmulatorEvent, EmulatorPhone, EmulatorState } from '../../model/emulator.ts';

/** `lost`: the server cannot be reached and is tried again; what was seen stays on the screen. */
export type Link = 'opening' | 'live' | 'lost';

/**
 * `waiting`: events since the state was asked for; undefined while none is on its way. `turns`: how the last turn of a phone ended,
 * as long as nothing came after it.
 */
export type View = {
  readonly link: Link;
  readonly state?: EmulatorState;
  readonly waiting?: readonly EmulatorEvent[];
  readonly turns: Turns;
};
export type Turns = Readonly<Partial<Record<EmulatedChannel, string>>>;

export type Signal =
  /** The whole state was asked for. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'state'; readonly state: EmulatorState }
  | { readonly kind: 'event'; readonly event: EmulatorEvent }
  | { readonly kind: 'lost' };

export const FIRST_VIEW: View = { link: 'opening', turns: {} };

/**
 * What the page knows after a signal. Events that arrive while the state is on its way may or may not be in it already: they are put
 * on it again once it is there, in their order, which does no harm twice, so that nothing falls between the two.
 */
export function view({ waiting, ...before }: View, signal: Signal): View {
  switch (signal.kind) {
    case 'asked':
      return { ...before, waiting: [] };
    case 'state':
      return { ...before, link: 'live', state: (waiting ?? []).reduce(applied, signal.state) };
    case 'lost':
      return { ...before, link: 'lost' };
    case 'event': {
      const { event } = signal;
      return {
        ...before,
        turns: turnsAfter(before.turns, event),
        ...(before.state === undefined ? {} : { state: applied(before.state, event) }),
        ...(waiting === undefined ? {} : { waiting: [...waiting, event] }),
      };
    }
  }
}

function turnsAfter(turns: Turns, event: EmulatorEvent): Turns {
  if (event.kind === 'turn') return { ...turns, [event.channel]: event.outcome };
  if (event.kind !== 'reset' && !(event.kind === 'bubble' && event.bubble.kind === 'person')) return turns;
  const { [event.channel]: _over, ...others } = turns;
  return others;
}

/** The state after an event. */
export function applied(state: EmulatorState, event: EmulatorEvent): EmulatorState {
  switch (event.kind) {
    case 'bubble':
      return onPhone(state, event.channel, (phone) => ({ ...phone, bubbles: withBubble(phone.bubbles, event.bubble) }));
    case 'decision':
      return onPhone(state, event.channel, (phone) => ({
        ...phone,
        bubbles: phone.bubbles.map((bubble) =>
          bubble.kind === 'bot' && bubble.id === event.bubble ? { ...bubble, decision: event.decision } : bubble,
        ),
      }));
    case 'session':
      return onPhone(state, event.channel, (phone) => ({ ...phone, session: event.session }));
    case 'reset':
      return onPhone(state, event.channel, (phone) => ({ ...phone, bubbles: [], session: { firstContact: true } }));
    case 'pause':
      return onPhone(state, event.channel, ({ pausedUntil: _over, ...phone }) =>
        event.until === undefined ? phone : { ...phone, pausedUntil: event.until },
      );
    case 'content':
      return { ...state, content: event.content };
    case 'fault':
      return { ...state, fault: event.fault };
    case 'turn':
      return state;
  }
}

const onPhone = (state: EmulatorState, channel: EmulatedChannel, change: (phone: EmulatorPhone) => EmulatorPhone): EmulatorState => ({
  ...state,
  phones: state.phones.map((phone) => (phone.channel === channel ? change(phone) : phone)),
});

function withBubble(bubbles: readonly EmulatorBubble[], bubble: EmulatorBubble): readonly EmulatorBubble[] {
  const place = bubbles.findIndex(({ id }) => id === bubble.id);
  return place < 0 ? [...bubbles, bubble] : bubbles.with(place, bubble);
}
