import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../words/use-words.ts';
import { Icon, type IconName } from './icon.tsx';

const SHOWN_MS = 1800;

type CopyButtonProps = {
  /** Asked for at the click. */
  readonly text: () => string;
  readonly label: string;
  readonly icon?: IconName;
  /** Draws the icon alone; the label is read out. */
  readonly bare?: boolean;
};

/** Copies a text and says that it did, also to a screen reader. */
export function CopyButton({ text, label, icon = 'copy', bare = false }: CopyButtonProps) {
  const { words } = useWords();
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => say(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => say(words.copied),
      () => say(words.notCopied),
    );
  };
  return (
    <span class="copy">
      <button type="button" class={bare ? 'quiet round' : 'quiet'} aria-label={bare ? label : undefined} title={label} onClick={copy}>
        <Icon name={said === words.copied ? 'tick' : icon} />
        {bare ? null : label}
      </button>
      <span class={said === words.notCopied ? 'copy-said' : 'unseen'} role="status">
        {said}
      </span>
    </span>
  );
}
