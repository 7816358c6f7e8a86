import type { EmulatedChannel, EmulatorInput } from '../../model/emulator.ts';
import { useWords } from '../words/use-words.ts';

/** Before the first message. Messenger offers a button to begin with; WhatsApp leaves it to the person to write. */
export function EmptyChat({ channel, onDo }: { readonly channel: EmulatedChannel; readonly onDo: (input: EmulatorInput) => void }) {
  const { words } = useWords();
  return (
    <div class="empty">
      <p class="empty-title">{words.phone.empty}</p>
      <p>{words.phone.emptyHow}</p>
      <p class="empty-ways">
        <button type="button" class="quiet" onClick={() => onDo({ kind: 'text', text: words.phone.hello })}>
          {words.phone.hello}
        </button>
        {channel === 'messenger' ? (
          <button type="button" class="get-started" onClick={() => onDo({ kind: 'start' })}>
            {words.phone.getStarted}
          </button>
        ) : null}
      </p>
    </div>
  );
}
