/**
 * What an app shows of a payload. A label that does not show whole says who shortened it: the `app`, because it is over what fits
 * there, or the `bot`, which had to cut it before sending (it then ends in an ellipsis).
 */
export type Label = { readonly shown: string; readonly whole: string; readonly cut?: 'app' | 'bot' };

/** What can be tapped. `id` and `label.whole` are what the phone sends back. */
export type Tap = { readonly id: string; readonly label: Label; readonly description?: Label };

export type Section = { readonly title: Label; readonly rows: readonly Tap[] };

/** `buttons` stay; `quick` replies vanish with the next message; a `list` opens as a sheet. */
export type Taps =
  | { readonly kind: 'none' }
  | { readonly kind: 'buttons'; readonly items: readonly Tap[] }
  | { readonly kind: 'quick'; readonly items: readonly Tap[] }
  | { readonly kind: 'list'; readonly open: Label; readonly sections: readonly Section[] };

/** `sound`: a recording, by the id of its file. `unknown`: a payload that this page cannot draw; staff still see its JSON. */
export type Drawn =
  | { readonly kind: 'message'; readonly text: string; readonly taps: Taps }
  | { readonly kind: 'sound'; readonly file: string; readonly taps: Taps }
  | { readonly kind: 'unknown' };

const ELLIPSIS = '…';

/** A label where `limit` UTF-16 units fit. Cut between characters, never inside an emoji's surrogate pair. */
export function fitted(whole: string, limit: number): Label {
  if (whole.length <= limit) return whole.endsWith(ELLIPSIS) ? { shown: whole, whole, cut: 'bot' } : { shown: whole, whole };
  let shown = '';
  for (const character of whole) {
    if (shown.length + character.length > limit - 1) break;
    shown += character;
  }
  return { shown: `${shown.trimEnd()}${ELLIPSIS}`, whole, cut: 'app' };
}

/** Everything that can be tapped on a message. */
export function tapsOf(drawn: Drawn): readonly Tap[] {
  if (drawn.kind === 'unknown') return [];
  switch (drawn.taps.kind) {
    case 'none':
      return [];
    case 'buttons':
    case 'quick':
      return drawn.taps.items;
    case 'list':
      return drawn.taps.sections.flatMap(({ rows }) => rows);
  }
}

/** The labels of a message that do not show whole. */
export function cutLabels(drawn: Drawn): readonly Label[] {
  if (drawn.kind === 'unknown') return [];
  const around = drawn.taps.kind === 'list' ? [drawn.taps.open, ...drawn.taps.sections.map(({ title }) => title)] : [];
  const tapped = tapsOf(drawn).flatMap(({ label, description }) => (description ? [label, description] : [label]));
  return [...around, ...tapped].filter(({ cut }) => cut !== undefined);
}
