import { z } from 'zod';
import { MEDIA } from '../model/inbound.ts';
import { EMULATED } from './emulator.ts';

/** A person may write 4096 characters on WhatsApp; a little more, so that cutting can be tried, too. */
const TEXT_LIMIT = 5000;
const NAME_LIMIT = 100;
/** The longest payload of a button is 1000 characters. */
const CHOICE_ID_LIMIT = 1000;
const INPUTS = 20;
const HOURS = 30 * 24;
const FAULTS = 1000;

const channel = z.enum(EMULATED);
const name = z.string().min(1).max(NAME_LIMIT);

const Input = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(TEXT_LIMIT) }),
  z.strictObject({ kind: z.literal('tap'), id: z.string().min(1).max(CHOICE_ID_LIMIT), title: z.string().max(CHOICE_ID_LIMIT) }),
  z.strictObject({ kind: z.literal('start') }),
  z.strictObject({ kind: z.literal('attachment'), medium: z.enum(MEDIA) }),
]);

/** What the page may post, by the last part of the path. */
export const Send = z.strictObject({
  channel,
  inputs: z.array(Input).min(1).max(INPUTS),
  twice: z.boolean().exactOptional(),
  ageHours: z.number().min(0).max(HOURS).exactOptional(),
});

export const Fault = z.strictObject({
  kind: z.enum(['none', 'server-error', 'throttled', 'window-closed', 'token-expired', 'connection-cut']),
  times: z.int().min(0).max(FAULTS),
});

export const Reset = z.strictObject({ channel: channel.exactOptional() });
export const Locale = z.strictObject({ channel, locale: name });
export const Node = z.strictObject({ channel, node: name, region: name.exactOptional(), need: name.exactOptional() });
export const Channel = channel;
