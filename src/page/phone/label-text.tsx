import type { Label } from '../draw/drawn.ts';
import { Icon } from '../parts/icon.tsx';
import { useWords } from '../words/use-words.ts';

/** A label as the phone shows it; one that does not show whole is marked, which no phone does. */
export function LabelText({ label }: { readonly label: Label }) {
  const { words } = useWords();
  if (label.cut === undefined) return <bdi class="label-text">{label.shown}</bdi>;
  const how = label.cut === 'app' ? words.phone.cutByApp : words.phone.cutByBot;
  return (
    <>
      <bdi class="label-text">{label.shown}</bdi>
      <span class="cut-mark" title={`${how} → ${label.whole}`}>
        <Icon name="scissors" />
        <span class="unseen">{`(${how})`}</span>
      </span>
    </>
  );
}
