/** Text as it stands in a file: not wrapped into other words, and reachable by keyboard, since it scrolls. */
export function Code({ text, tall = false }: { readonly text: string; readonly tall?: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls and holds nothing to focus could not be scrolled by keyboard.
    <pre class={tall ? 'code dialog-code' : 'code'} tabIndex={0}>
      {text}
    </pre>
  );
}
