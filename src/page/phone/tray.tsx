import { useId } from 'preact/hooks';
import type { Medium } from '../../model/inbound.ts';
import { Icon } from '../parts/icon.tsx';
import { MODES, type Mode } from '../state/outgoing.ts';
import { useWords } from '../words/use-words.ts';

/** In the order in which people use them. Typed by the model, so that none is misspelt. */
const MEDIA = ['voice', 'image', 'video', 'document', 'sticker', 'location', 'contact', 'unknown'] as const satisfies readonly Medium[];

type TrayProps = {
  readonly id: string;
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
  readonly onAttach: (medium: Medium) => void;
};

/** Everything that is not words, and the odd ways in which a message can arrive. */
export function Tray({ id, mode, onMode, onAttach }: TrayProps) {
  const { words } = useWords();
  const heading = useId();
  return (
    <div class="tray" id={id}>
      <p class="tray-heading" id={heading}>
        {words.attach.heading}
      </p>
      <ul class="tray-media" aria-labelledby={heading}>
        {MEDIA.map((medium) => (
          <li key={medium}>
            <button type="button" class="tray-medium" onClick={() => onAttach(medium)}>
              <Icon name={medium} />
              {words.attach[medium]}
            </button>
          </li>
        ))}
      </ul>
      <fieldset class="tray-modes">
        <legend class="tray-heading">{words.mode.heading}</legend>
        {MODES.map((choice) => (
          <label key={choice} class="chip">
            <input type="radio" name={heading} checked={choice === mode} onChange={() => onMode(choice)} />
            <span>{words.mode[choice]}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
