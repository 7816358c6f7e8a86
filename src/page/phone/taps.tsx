import type { EmulatedChannel } from '../../model/emulator.ts';
import type { Tap, Taps } from '../draw/drawn.ts';
import { Icon } from '../parts/icon.tsx';
import { useWords } from '../words/use-words.ts';
import { LabelText } from './label-text.tsx';

type TapsProps = {
  readonly channel: EmulatedChannel;
  readonly taps: Taps;
  readonly onTap: (tap: Tap) => void;
  readonly onOpenList: () => void;
};

/** What hangs on a bubble for good: buttons, or the one that opens a list. */
export function BubbleTaps({ channel, taps, onTap, onOpenList }: TapsProps) {
  if (taps.kind === 'list')
    return (
      <div class="bubble-taps">
        <button type="button" class="bubble-tap" aria-haspopup="dialog" onClick={onOpenList}>
          <Icon name="list" />
          <LabelText label={taps.open} />
        </button>
      </div>
    );
  if (taps.kind !== 'buttons') return null;
  return (
    <div class="bubble-taps">
      {taps.items.map((tap) => (
        <button key={tap.id} type="button" class="bubble-tap" onClick={() => onTap(tap)}>
          {channel === 'whatsapp' ? <Icon name="reply" /> : null}
          <LabelText label={tap.label} />
        </button>
      ))}
    </div>
  );
}

/** Quick replies: one row below the last message that runs off the screen, as on the phone. */
export function QuickReplies({ items, onTap }: { readonly items: readonly Tap[]; readonly onTap: (tap: Tap) => void }) {
  const { words } = useWords();
  return (
    <fieldset class="quick">
      <legend class="quick-count">{words.phone.quick(items.length)}</legend>
      <div class="quick-row">
        {items.map((tap) => (
          <button key={tap.id} type="button" class="quick-reply" onClick={() => onTap(tap)}>
            <LabelText label={tap.label} />
          </button>
        ))}
      </div>
    </fieldset>
  );
}
