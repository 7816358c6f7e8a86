import { z } from 'zod';

/**
 * What Meta sends and takes. Inbound schemas name only what we read, item by item and never a whole body, so that one bad item
 * costs nothing but itself. Fields of type `Anything` are judged where they are used, because a wrong one is no reason to drop
 * the rest.
 */

/** Ids that we store or send back; real ones have some 60 characters. */
const ID_LIMIT = 200;
const Id = z.string().min(1).max(ID_LIMIT);

/** May be absent, may be wrong. */
const Anything = z.unknown().optional();

export const Entry = z.object({ changes: z.array(z.unknown()) });
export const Change = z.object({ field: z.string(), value: Anything });

export const Value = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  /** Absent in system messages and in most statuses. */
  contacts: Anything,
  /** Each list is there only when it has something to say. */
  messages: Anything,
  statuses: Anything,
  errors: Anything,
  /** Only under the field `user_id_update`. */
  user_id_update: Anything,
  /** Only under the field `smb_message_echoes`. */
  message_echoes: Anything,
});

export const Contact = z.object({
  /** Absent for people with a username who have not written lately. */
  wa_id: Anything,
  /** Absent before April 2026 and in samples. */
  user_id: Anything,
});

export const Message = z.object({
  id: Id,
  type: z.string(),
  /** Phone number; absent, not empty, for people with a username. */
  from: Anything,
  /** Business-scoped id; absent before April 2026 and in samples. */
  from_user_id: Anything,
  timestamp: Anything,
  /** Only in groups. */
  group_id: Anything,
});

export const TextMessage = z.object({ text: z.object({ body: z.string() }) });

/** A picture, video or file may carry words. */
export const Captioned = z.object({ caption: z.string().trim().min(1) });

/** Quick reply of a template. `payload` repeats the label unless one was set at sending. */
export const ButtonMessage = z.object({ button: z.object({ payload: Id.optional(), text: z.string() }) });

const Tap = z.object({ id: z.string().min(1).max(256), title: z.string() });
export const InteractiveMessage = z.object({
  interactive: z.object({
    type: z.string(),
    /** The one that `type` names; other types have neither. */
    button_reply: Tap.optional(),
    list_reply: Tap.optional(),
  }),
});

export const SystemMessage = z.object({
  system: z.object({
    type: z.string(),
    /** New number; absent when the person hides it. Older webhooks call it `new_wa_id`. */
    wa_id: Anything,
    new_wa_id: Anything,
    /** New business-scoped id; absent in older webhooks. */
    user_id: Anything,
  }),
});

export const UnsupportedMessage = z.object({
  unsupported: z.object({
    /** What it was; absent in older webhooks. */
    type: z.string(),
  }),
});

export const Status = z.object({
  id: Id,
  status: z.string(),
  timestamp: Anything,
  /** `group` for messages to groups, else absent. */
  recipient_type: Anything,
  /** What we sent along; absent in messages that something else sent by our number. */
  biz_opaque_callback_data: Anything,
  /** Only in `failed`, and not always. */
  errors: Anything,
});

export const StatusErrors = z.tuple([z.object({ code: z.int() })], Anything);

export const UserIdUpdate = z.object({ user_id: z.object({ previous: Anything, current: Anything }) });

export const MessageEcho = z.object({ to: Anything, timestamp: Anything });

/** Answer to a send. `message_status` and `contacts` beside it are of no use to us. */
export const Accepted = z.object({ messages: z.tuple([z.object({ id: Id })], Anything) });

/** Answer to an upload. */
export const Uploaded = z.object({ id: Id });

/** A number in `to`, a business-scoped id in `recipient`; with both, Meta takes `to`. */
type Recipient = { readonly to: string } | { readonly recipient: string };
type Outbound = { readonly messaging_product: 'whatsapp'; readonly recipient_type: 'individual' } & Recipient;

type Button = { readonly type: 'reply'; readonly reply: { readonly id: string; readonly title: string } };
export type Buttons = readonly [Button] | readonly [Button, Button] | readonly [Button, Button, Button];
export type Row = { readonly id: string; readonly title: string; readonly description?: string };
export type Section = { readonly title: string; readonly rows: readonly [Row, ...Row[]] };

export type Interactive =
  | { readonly type: 'button'; readonly body: { readonly text: string }; readonly action: { readonly buttons: Buttons } }
  | {
      readonly type: 'list';
      readonly body: { readonly text: string };
      readonly action: { readonly button: string; readonly sections: readonly [Section, ...Section[]] };
    };

export type TextPayload = Outbound & { readonly type: 'text'; readonly text: { readonly body: string; readonly preview_url: false } };
export type InteractivePayload = Outbound & { readonly type: 'interactive'; readonly interactive: Interactive };

/** A voice note but for the id of its file. `voice`: played with one tap, and told as played. */
export type AudioMessage = Outbound & { readonly type: 'audio'; readonly audio: { readonly voice: true } };

/** Marks the message as read, and shows that an answer is coming until it comes or for 25 s. */
export type ReceiptPayload = {
  readonly messaging_product: 'whatsapp';
  readonly status: 'read';
  readonly message_id: string;
  readonly typing_indicator: { readonly type: 'text' };
};
