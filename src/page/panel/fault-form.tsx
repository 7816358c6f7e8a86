import { useState } from 'preact/hooks';
import type { EmulatorFault } from '../../model/emulator.ts';
import { Pick } from '../parts/pick.tsx';
import { useWords } from '../words/use-words.ts';

const KINDS = [
  'none',
  'server-error',
  'throttled',
  'window-closed',
  'token-expired',
  'connection-cut',
] as const satisfies readonly EmulatorFault['kind'][];
const MOST_TIMES = 20;

/** What the emulated Graph API answers to the next messages. */
export function FaultForm({ fault, onApply }: { readonly fault: EmulatorFault; readonly onApply: (fault: EmulatorFault) => void }) {
  const { words } = useWords();
  const [kind, setKind] = useState<EmulatorFault['kind']>(fault.kind);
  const [times, setTimes] = useState(1);
  const apply = (event: Event) => {
    event.preventDefault();
    onApply({ kind, times: kind === 'none' ? 0 : times });
  };
  return (
    <form class="trial" onSubmit={apply}>
      <h2>{words.fault.heading}</h2>
      <p class="hint">{words.fault.how}</p>
      <div class="fields">
        <Pick
          label={words.fault.kind}
          value={kind}
          options={KINDS.map((value) => ({ value, label: words.fault.kinds[value] }))}
          onPick={(value) => setKind(KINDS.find((known) => known === value) ?? 'none')}
        />
        <label class="field short">
          <span>{words.fault.times}</span>
          <input
            type="number"
            min={1}
            max={MOST_TIMES}
            value={times}
            disabled={kind === 'none'}
            onInput={({ currentTarget }) => setTimes(Math.min(MOST_TIMES, Math.max(1, currentTarget.valueAsNumber || 1)))}
          />
        </label>
        <button type="submit" class="button">
          {words.fault.apply}
        </button>
      </div>
      <p class={fault.kind === 'none' ? 'hint' : 'warn-words'} role="status">
        {fault.kind === 'none' ? words.fault.inactive : words.fault.active(words.fault.kinds[fault.kind], fault.times)}
      </p>
    </form>
  );
}
