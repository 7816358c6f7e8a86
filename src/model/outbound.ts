/**
 * One HTTP call to a platform, ready to send: the JSON body and nothing else. One outbox row is one payload, so a retry never
 * repeats a part that already went out.
 */
export type Payload = Readonly<Record<string, unknown>>;

/**
 * How one attempt to send ended. Closed: delivery acts on `kind` alone, metrics and operators read `code`.
 *
 * - `sent`: accepted; `messageId` is the platform's.
 * - `retry`: try again, not before `afterMs` if given. `ambiguous`: it may have gone out (time-out, cut connection).
 * - `suspended`: nothing on this channel can be sent now (token, permission, account): stop the channel, alert, keep the rows.
 * - `refused`: this message can never be sent as it is.
 * - `window-closed`: the person wrote too long ago, or another app holds the thread.
 * - `opted-out`: the person blocked us or cannot be reached.
 */
export type Outcome =
  | { readonly kind: 'sent'; readonly messageId: string }
  | { readonly kind: 'retry'; readonly code: string; readonly afterMs?: number; readonly ambiguous: boolean }
  | { readonly kind: 'suspended'; readonly code: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'window-closed'; readonly code: string }
  | { readonly kind: 'opted-out'; readonly code: string };

export type OutcomeKind = Outcome['kind'];
