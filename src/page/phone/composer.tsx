import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { EmulatorInput } from '../../model/emulator.ts';
import { Icon } from '../parts/icon.tsx';
import type { Mode, Outgoing } from '../state/outgoing.ts';
import { useWords } from '../words/use-words.ts';
import { DidText } from './did-text.tsx';
import { Tray } from './tray.tsx';

type ComposerProps = {
  readonly outgoing: Outgoing;
  readonly onMode: (mode: Mode) => void;
  readonly onDo: (input: EmulatorInput) => void;
};

/** Where the person writes, with a tray of everything else that a phone can send. */
export function Composer({ outgoing, onMode, onDo }: ComposerProps) {
  const { words } = useWords();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const tray = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const write = (event: Event) => {
    event.preventDefault();
    if (text.trim() === '') return;
    setText('');
    onDo({ kind: 'text', text });
  };
  /** The focus must not go with the tray. */
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (!open) return undefined;
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') close();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open]);
  return (
    <div class="composer">
      {outgoing.mode === 'once' ? null : <ModeNotice outgoing={outgoing} onCancel={() => onMode('once')} />}
      {open ? (
        <Tray
          id={tray}
          mode={outgoing.mode}
          onMode={onMode}
          onAttach={(medium) => {
            close();
            onDo({ kind: 'attachment', medium });
          }}
        />
      ) : null}
      <form class="composer-row" onSubmit={write}>
        <button
          ref={opener}
          type="button"
          class="quiet round"
          aria-label={words.phone.more}
          title={words.phone.more}
          aria-expanded={open}
          aria-controls={open ? tray : undefined}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'close' : 'plus'} />
        </button>
        <input
          class="composer-text"
          type="text"
          dir="auto"
          autocomplete="off"
          maxLength={4096}
          aria-label={words.phone.write}
          placeholder={words.phone.write}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <button type="submit" class="composer-send round" aria-label={words.phone.send} title={words.phone.send}>
          <Icon name="send" />
        </button>
      </form>
    </div>
  );
}

/** Says what will be special about the next thing sent. */
function ModeNotice({ outgoing, onCancel }: { readonly outgoing: Outgoing; readonly onCancel: () => void }) {
  const { words } = useWords();
  return (
    <div class="mode-notice" role="status">
      <p>
        {outgoing.held === undefined ? words.modeHint[outgoing.mode] : words.modeHeld}
        {outgoing.held === undefined ? null : (
          <span class="mode-held">
            <DidText did={outgoing.held} />
          </span>
        )}
      </p>
      <button type="button" class="quiet" onClick={onCancel}>
        {words.usual}
      </button>
    </div>
  );
}
