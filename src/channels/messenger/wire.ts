import { z } from 'zod';

// What Messenger sends and takes, no more of it than we use. Every field that is documented as missing now and then is optional,
// and what is read later and may be of any form is `unknown` here: a stranger's field must not cost a person their answer.

/** Page, person and app ids: strings of digits, but some pages of the documentation print them as numbers. */
const Id = z.union([z.string(), z.int().transform(String)]).pipe(z.string().min(1).max(128));
const Mid = z.string().min(1).max(512);

/** Longest payload of a button or quick reply; a longer one is not ours. */
export const CHOICE_ID_LIMIT = 1000;
const ChoicePayload = z.string().max(CHOICE_ID_LIMIT);

/** Milliseconds; some samples print them as strings. Whether they make sense is for the reader to say. */
const Stamp = z.union([z.number(), z.string()]).nullish();

export const Entry = z.object({
  id: Id,
  messaging: z.unknown().optional(),
  standby: z.unknown().optional(),
  changes: z.unknown().optional(),
});

const Party = z.object({ id: Id.optional() }).nullish();

/** One event. What it is, is told by the key beside these three. */
export const Item = z.looseObject({ sender: Party, recipient: Party, timestamp: Stamp });

export const Message = z.object({
  mid: Mid.nullish(),
  text: z.string().nullish(),
  quick_reply: z.object({ payload: ChoicePayload.nullish() }).nullish(),
  attachments: z.unknown().optional(),
});
export type Message = z.infer<typeof Message>;

/** What the page itself said, by whichever app or person. */
export const EchoMark = z.object({ is_echo: z.literal(true) });
/** `app_id` is a number in the samples and a string in the table beside them. */
export const Echo = z.object({ mid: Mid.nullish(), app_id: Id.nullish(), metadata: z.string().nullish() });

export const Attachment = z.object({ type: z.string(), payload: z.object({ sticker_id: z.unknown().optional() }).nullish() });

export const Postback = z.object({ mid: Mid.nullish(), title: z.string().nullish(), payload: ChoicePayload.nullish() });

export const Referral = z.object({ ref: z.string().nullish() });

/** `type` is there for tokens of notifications and not for the "Send to Messenger" button. */
export const Optin = z.object({ type: z.string().nullish(), ref: z.string().nullish() });

export const Delivery = z.object({ mids: z.array(Mid).nullish(), watermark: Stamp });
export const Read = z.object({ watermark: Stamp });

export const PassThread = z.object({ new_owner_app_id: Id });

/** Answer of the Send API to an accepted message. */
export const Accepted = z.object({ message_id: Mid });

/** Answer to an upload; printed as a string, and ids are numbers elsewhere. */
export const Uploaded = z.object({ attachment_id: Id });

type QuickReply = { readonly content_type: 'text'; readonly title: string; readonly payload: string };
type Button = { readonly type: 'postback'; readonly title: string; readonly payload: string };

/** The messages we send. `metadata` is added at sending: it comes back in the echo. */
export type OutMessage =
  | { readonly text: string; readonly quick_replies?: readonly QuickReply[] }
  | {
      readonly attachment: {
        readonly type: 'template';
        readonly payload: { readonly template_type: 'button'; readonly text: string; readonly buttons: readonly Button[] };
      };
    }
  /** A recording but for the id of its file. */
  | {
      readonly attachment: { readonly type: 'audio'; readonly payload: Readonly<Record<string, never>> };
      readonly quick_replies?: readonly QuickReply[];
    };

type To = { readonly recipient: { readonly id: string } };
export type MessagePayload = To & { readonly messaging_type: 'RESPONSE'; readonly message: OutMessage };
export type ActionPayload = To & { readonly sender_action: 'mark_seen' | 'typing_on' };
