import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { EmulatorInput, EmulatorPhone } from '../../model/emulator.ts';
import type { Tap } from '../draw/drawn.ts';
import { type Line, transcriptOf } from '../draw/transcript.ts';
import { clockIn, named } from '../words/language.ts';
import { useWords } from '../words/use-words.ts';
import { BotBubble, PersonBubble } from './bubble.tsx';
import { EmptyChat } from './empty-chat.tsx';
import { QuickReplies } from './taps.tsx';

type ChatProps = {
  readonly phone: EmulatorPhone;
  readonly turn: string | undefined;
  readonly pickedId: string | undefined;
  readonly onPick: (id: string) => void;
  readonly onDo: (input: EmulatorInput) => void;
  readonly onOpenList: (id: string) => void;
};

/** The messages of a phone, the last one in view. New ones are read out by a screen reader. */
export function Chat({ phone, turn, pickedId, onPick, onDo, onOpenList }: ChatProps) {
  const { words, language } = useWords();
  const { channel, bubbles, pausedUntil } = phone;
  const { lines, typing } = useMemo(() => transcriptOf(channel, bubbles), [channel, bubbles]);
  const quick = quickRepliesOf(lines);
  const scroller = useRef<HTMLDivElement>(null);
  // Whatever is new must be in view. The style lays the chat out from its end, which is where it begins to scroll.
  useEffect(() => scroller.current?.scrollTo({ top: 0 }), [bubbles, turn, pausedUntil]);
  const onTap = ({ id, label }: Tap) => onDo({ kind: 'tap', id, title: label.whole });
  const onQuick = (tap: Tap) => {
    // A quick reply vanishes when it is tapped, and the focus must not fall out of the phone with it.
    scroller.current?.focus({ preventScroll: true });
    onTap(tap);
  };
  return (
    <div class="chat" role="log" aria-label={words.phone.chat(words.channel[channel])} tabIndex={-1} ref={scroller}>
      <div class="chat-page">
        {lines.length === 0 ? <EmptyChat channel={channel} onDo={onDo} /> : null}
        <ol class="lines">
          {lines.map((line) =>
            line.kind === 'person' ? (
              <PersonBubble key={line.bubble.id} line={line} />
            ) : (
              <BotBubble
                key={line.bubble.id}
                channel={channel}
                line={line}
                picked={line.bubble.id === pickedId}
                onPick={() => onPick(line.bubble.id)}
                onTap={onTap}
                onOpenList={() => onOpenList(line.bubble.id)}
              />
            ),
          )}
        </ol>
        {turn !== undefined && Object.hasOwn(words.turn, turn) ? <p class="staff-note">{named(words.turn, turn)}</p> : null}
        {pausedUntil === undefined ? null : <p class="staff-note warn">{words.phone.paused(clockIn(language, pausedUntil))}</p>}
        {quick.length > 0 ? <QuickReplies items={quick} onTap={onQuick} /> : null}
        {typing ? (
          <p class="typing">
            <span class="unseen">{words.phone.typing}</span>
            <span class="dot" />
            <span class="dot" />
            <span class="dot" />
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** Those of the last message that the phone shows. */
function quickRepliesOf(lines: readonly Line[]): readonly Tap[] {
  const last = lines.find((line) => line.kind === 'bot' && line.last);
  if (last?.kind !== 'bot' || last.drawn.kind === 'unknown' || last.drawn.taps.kind !== 'quick') return [];
  return last.drawn.taps.items;
}
