import { useState } from 'preact/hooks';
import type { EmulatedChannel, EmulatorState } from '../../model/emulator.ts';
import type { BotBubble } from '../draw/transcript.ts';
import { Tabs } from '../parts/tabs.tsx';
import type { Actions } from '../state/use-actions.ts';
import { useWords } from '../words/use-words.ts';
import { Answer } from './answer.tsx';
import { FaultForm } from './fault-form.tsx';
import { OpenForm } from './open-form.tsx';
import { Person } from './person.tsx';

type PanelProps = {
  readonly state: EmulatorState;
  readonly channel: EmulatedChannel;
  readonly bubble: BotBubble | undefined;
  readonly answers: readonly BotBubble[];
  readonly following: boolean;
  readonly actions: Actions;
  readonly onFollow: () => void;
};

type TabId = 'answer' | 'person' | 'trials';

/** Beside the phones: what stands behind the message that is looked at, who the person is, and what can be tried. */
export function Panel({ state, channel, bubble, answers, following, actions, onFollow }: PanelProps) {
  const { words } = useWords();
  const [tab, setTab] = useState<TabId>('answer');
  const phone = state.phones.find((candidate) => candidate.channel === channel);
  const tabs = [
    { id: 'answer', label: words.panel.answer },
    { id: 'person', label: words.panel.person },
    { id: 'trials', label: words.panel.trials },
  ] as const;
  return (
    <section class="panel" aria-label={words.panel.label}>
      <Tabs label={words.panel.label} tabs={tabs} current={tab} onPick={setTab}>
        {tab === 'answer' ? <Answer channel={channel} bubble={bubble} answers={answers} following={following} onFollow={onFollow} /> : null}
        {tab === 'person' && phone !== undefined ? <Person phone={phone} locales={state.locales} /> : null}
        {tab === 'trials' ? (
          <>
            <FaultForm fault={state.fault} onApply={actions.fault} />
            <OpenForm
              key={channel}
              channel={channel}
              nodes={state.nodes}
              regions={state.regions}
              needs={state.needs}
              onOpen={actions.open}
            />
          </>
        ) : null}
      </Tabs>
    </section>
  );
}
