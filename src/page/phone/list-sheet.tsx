import { useId, useRef, useState } from 'preact/hooks';
import type { Section, Tap, Taps } from '../draw/drawn.ts';
import { Icon } from '../parts/icon.tsx';
import { useFocusTrap } from '../parts/use-focus-trap.ts';
import { useWords } from '../words/use-words.ts';
import { LabelText } from './label-text.tsx';

type ListSheetProps = {
  readonly list: Extract<Taps, { readonly kind: 'list' }>;
  readonly direction: 'ltr' | 'rtl';
  readonly onSend: (tap: Tap) => void;
  readonly onClose: () => void;
};

/** WhatsApp's sheet over the lower part of the phone: one row is marked, then sent. */
export function ListSheet({ list, direction, onSend, onClose }: ListSheetProps) {
  const { words } = useWords();
  const [picked, pick] = useState<Tap>();
  const title = useId();
  const box = useRef<HTMLDivElement>(null);
  useFocusTrap(box, onClose);
  const send = (event: Event) => {
    event.preventDefault();
    if (picked === undefined) return;
    onClose();
    onSend(picked);
  };
  return (
    <div class="sheet-shade">
      <div class="sheet" role="dialog" aria-modal="true" aria-labelledby={title} ref={box} dir={direction}>
        <header class="sheet-head">
          <button type="button" class="quiet round" aria-label={words.close} onClick={onClose}>
            <Icon name="close" />
          </button>
          <h3 id={title}>
            <LabelText label={list.open} />
          </h3>
        </header>
        <form class="sheet-form" onSubmit={send}>
          <div class="sheet-rows">
            {list.sections.map((section) => (
              <SheetSection key={section.title.whole} section={section} group={title} picked={picked} onPick={pick} />
            ))}
          </div>
          <footer class="sheet-foot">
            <button type="submit" class="sheet-send" disabled={picked === undefined}>
              {picked === undefined ? words.phone.choose : words.phone.send}
            </button>
          </footer>
        </form>
      </div>
    </div>
  );
}

type SheetSectionProps = {
  readonly section: Section;
  readonly group: string;
  readonly picked: Tap | undefined;
  readonly onPick: (tap: Tap) => void;
};

function SheetSection({ section, group, picked, onPick }: SheetSectionProps) {
  return (
    <fieldset class="sheet-section">
      <legend>
        <LabelText label={section.title} />
      </legend>
      {section.rows.map((row) => (
        <label key={row.id} class="sheet-row">
          <span class="sheet-words">
            <span class="sheet-title">
              <LabelText label={row.label} />
            </span>
            {row.description ? (
              <span class="sheet-description">
                <LabelText label={row.description} />
              </span>
            ) : null}
          </span>
          <input type="radio" name={group} value={row.id} checked={picked?.id === row.id} onChange={() => onPick(row)} />
        </label>
      ))}
    </fieldset>
  );
}
