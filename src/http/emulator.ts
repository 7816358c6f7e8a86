import type { RequestHandler } from 'express';
import type { EmulatedChannel, EmulatorEvent, EmulatorFault, EmulatorSend, EmulatorState, EmulatorUntold } from '../model/emulator.ts';

/** The channels that have a phone on the page. */
export const EMULATED = ['whatsapp', 'messenger'] as const satisfies readonly EmulatedChannel[];

/** An open page: told everything that happens, and told when nothing more will. */
export type Tab = { readonly tell: (event: EmulatorEvent) => void; readonly end: () => void };

/** A call to the emulated Graph API, as it came in. */
export type GraphCall = { readonly account: string; readonly authorization: string | undefined; readonly body: Uint8Array };
/** A file as it was uploaded to the emulated Graph API. `type`: its media type, as the caller named it. */
export type EmulatedFile = { readonly type: string; readonly bytes: Uint8Array };
/** `edge`: the last part of its path. `file`: undefined when there is none in it. */
export type GraphUpload = Omit<GraphCall, 'body'> & { readonly edge: string; readonly file: EmulatedFile | undefined };
/** `cut`: no answer at all, the connection breaks. */
export type GraphReply = { readonly kind: 'answer'; readonly status: number; readonly body: unknown } | { readonly kind: 'cut' };

export type NodeAsk = { readonly channel: EmulatedChannel; readonly node: string; readonly region?: string; readonly need?: string };

export type Told = { readonly ok: true; readonly yaml: string } | { readonly ok: false; readonly reason: EmulatorUntold };

/** What the routes need of the emulator. `undefined` and `false` mean that the input names something that is not there. */
export type Emulator = {
  readonly state: () => EmulatorState;
  /** Gives back how to stop listening. */
  readonly listen: (tab: Tab) => () => void;
  /** The status of the webhook. */
  readonly send: (send: EmulatorSend) => Promise<number | undefined>;
  readonly open: (ask: NodeAsk) => Promise<number | undefined>;
  readonly speak: (channel: EmulatedChannel, locale: string) => boolean;
  readonly fail: (fault: EmulatorFault) => void;
  /** Both channels, unless one is named. */
  readonly reset: (channel?: EmulatedChannel) => void;
  readonly test: (channel: EmulatedChannel) => Told;
  readonly graph: (call: GraphCall) => GraphReply;
  readonly upload: (call: GraphUpload) => GraphReply;
  /** A file that was uploaded, for the page to play. */
  readonly file: (id: string) => EmulatedFile | undefined;
};

/** What is mounted at `/emulator`. */
export type EmulatorRoutes = RequestHandler;
