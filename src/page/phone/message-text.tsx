import type { ComponentChildren } from 'preact';
import type { EmulatedChannel } from '../../model/emulator.ts';
import { type Span, type Style, spansOf } from '../draw/format.ts';

/** A message's words with the marks of its app drawn. Links only look like links: a tap here must not lead out of the page. */
export function MessageText({ channel, text }: { readonly channel: EmulatedChannel; readonly text: string }) {
  return (
    <>
      {spansOf(channel, text).map((span, index) => (
        <SpanText key={index} span={span} />
      ))}
    </>
  );
}

function SpanText({ span }: { readonly span: Span }) {
  return <>{span.styles.reduceRight<ComponentChildren>((inner, style) => dressed(style, inner), span.text)}</>;
}

function dressed(style: Style, inner: ComponentChildren) {
  switch (style) {
    case 'bold':
      return <strong>{inner}</strong>;
    case 'italic':
      return <em>{inner}</em>;
    case 'strike':
      return <s>{inner}</s>;
    case 'mono':
      return <code>{inner}</code>;
    case 'link':
      return <span class="link-look">{inner}</span>;
  }
}
