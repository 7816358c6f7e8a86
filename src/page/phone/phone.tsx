import { useCallback, useId, useState } from 'preact/hooks';
import type { EmulatorInput, EmulatorPhone, EmulatorState } from '../../model/emulator.ts';
import { draw } from '../draw/draw.ts';
import type { BotBubble } from '../draw/transcript.ts';
import { put, USUAL } from '../state/outgoing.ts';
import type { Actions } from '../state/use-actions.ts';
import { useWords } from '../words/use-words.ts';
import { Chat } from './chat.tsx';
import { Composer } from './composer.tsx';
import { ListSheet } from './list-sheet.tsx';
import { PhoneBar } from './phone-bar.tsx';

type PhoneProps = {
  readonly phone: EmulatorPhone;
  readonly locales: EmulatorState['locales'];
  /** How the last turn ended, if nothing came after it. */
  readonly turn: string | undefined;
  readonly active: boolean;
  readonly pickedId: string | undefined;
  readonly actions: Actions;
  /** The person is doing something on this phone. */
  readonly onUse: () => void;
  readonly onPick: (id: string) => void;
};

/** One phone: who holds it, the app's screen, and a sheet over it while a list is open. */
export function Phone({ phone, locales, turn, active, pickedId, actions, onUse, onPick }: PhoneProps) {
  const { words } = useWords();
  const { channel } = phone;
  const [outgoing, setOutgoing] = useState(USUAL);
  const [listedId, list] = useState<string>();
  const closeList = useCallback(() => list(undefined), []);
  const heading = useId();
  const onDo = (input: EmulatorInput) => {
    const { next, send } = put(outgoing, channel, input);
    setOutgoing(next);
    onUse();
    if (send !== undefined) actions.send(send);
  };
  const listed = phone.bubbles.find((bubble): bubble is BotBubble => bubble.kind === 'bot' && bubble.id === listedId);
  const drawn = listed && draw(channel, listed.payload);
  const open = drawn?.kind === 'message' && drawn.taps.kind === 'list' ? drawn.taps : undefined;
  return (
    <section class={`phone ${channel}`} data-active={active} aria-labelledby={heading}>
      <PhoneBar heading={heading} phone={phone} locales={locales} actions={actions} onUse={onUse} />
      <div class="screen">
        <div class="app" inert={open !== undefined}>
          <div class="app-head">
            <span class="avatar" aria-hidden="true">
              A
            </span>
            <span class="app-name">Anoura</span>
            <span class="app-role">{words.phone.robot}</span>
          </div>
          <Chat phone={phone} turn={turn} pickedId={pickedId} onPick={onPick} onDo={onDo} onOpenList={list} />
          <Composer outgoing={outgoing} onMode={(mode) => setOutgoing({ mode })} onDo={onDo} />
        </div>
        {open && listed ? (
          <ListSheet
            list={open}
            direction={listed.direction}
            onSend={({ id, label }) => onDo({ kind: 'tap', id, title: label.whole })}
            onClose={closeList}
          />
        ) : null}
      </div>
    </section>
  );
}
