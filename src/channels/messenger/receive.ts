import type { RawRequest } from '../../model/channel.ts';
import type { Received } from '../../model/inbound.ts';
import { inList, readWebhook } from '../meta/webhook.ts';
import { type Context, type Finding, OTHER_EVENTS } from './finding.ts';
import { messageOf, optinOf, postbackOf, referralOf } from './message.ts';
import { deliveryOf, echoOf, passOf, readOf, takeOf } from './notices.ts';
import { instantOf } from './time.ts';
import { EchoMark, Entry, Item } from './wire.ts';

/** Keys that tell what an event is. An event has one of them; should it ever have more, the first one here counts. */
const READERS: readonly (readonly [key: string, read: (body: unknown, context: Context) => Finding])[] = [
  ['message', messageOf],
  ['postback', postbackOf],
  ['referral', referralOf],
  ['optin', optinOf],
  ['delivery', deliveryOf],
  ['read', readOf],
  ['pass_thread_control', passOf],
  ['take_thread_control', takeOf],
  // What was written first has been answered by now, and the menu that a corrected number meant is gone.
  ['message_edit', () => 'edit'],
];

/** A webhook's bytes as updates in their order; refusals as in `readWebhook`. */
export function receive(request: RawRequest, now: number, { pageId, appSecret }: { pageId: string; appSecret: string }): Received {
  return readWebhook(request, { appSecret, object: 'page' }, (entries) => inEntries(entries, pageId, now));
}

function* inEntries(entries: readonly unknown[], pageId: string, now: number): Generator<Finding> {
  for (const item of entries) {
    const entry = Entry.safeParse(item);
    if (!entry.success) {
      yield 'malformed';
      continue;
    }
    const { id, messaging, standby, changes } = entry.data;
    const ours = (finding: Finding) => (id === pageId ? finding : 'foreign-page');
    yield* inList(messaging, (event) => ours(eventOf(event, pageId, now)));
    // Another app holds the thread: it will answer, and here even taps come without what they mean.
    yield* inList(standby, () => ours('standby'));
    // Fields of the page's feed, and the test button of Meta's dashboard, whose people do not exist.
    yield* inList(changes, () => ours('changes'));
    if (messaging === undefined && standby === undefined && changes === undefined) yield 'unknown';
  }
}

function eventOf(raw: unknown, pageId: string, now: number): Finding {
  const item = Item.safeParse(raw);
  if (!item.success) return 'malformed';
  const { sender, recipient, timestamp, ...event } = item.data;

  // An echo is what the page said, so sender and recipient are swapped: read otherwise, the bot would answer itself.
  const isEcho = EchoMark.safeParse(event.message).success;
  const [page, person] = isEcho ? [sender?.id, recipient?.id] : [recipient?.id, sender?.id];
  if (page !== undefined && page !== pageId) return 'foreign-page';

  const [key, read] = READERS.find(([key]) => Object.hasOwn(event, key)) ?? [];
  if (key === undefined || read === undefined) return OTHER_EVENTS.find((key) => Object.hasOwn(event, key)) ?? 'unknown';
  if (person === undefined) return 'no-sender';
  if (person === pageId) return 'echo';
  const context: Context = { from: { id: person }, sentAt: instantOf(timestamp, now), now };
  return isEcho ? echoOf(event.message, context) : read(event[key], context);
}
