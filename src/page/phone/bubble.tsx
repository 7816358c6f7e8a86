import type { EmulatedChannel } from '../../model/emulator.ts';
import { cutLabels, type Tap } from '../draw/drawn.ts';
import type { Line } from '../draw/transcript.ts';
import { Icon } from '../parts/icon.tsx';
import { timeIn } from '../words/language.ts';
import { failureIn } from '../words/outcome.ts';
import { useWords } from '../words/use-words.ts';
import { DidText } from './did-text.tsx';
import { MessageText } from './message-text.tsx';
import { BubbleTaps } from './taps.tsx';

type BotLine = Extract<Line, { readonly kind: 'bot' }>;
type PersonLine = Extract<Line, { readonly kind: 'person' }>;

type BotBubbleProps = {
  readonly channel: EmulatedChannel;
  readonly line: BotLine;
  readonly picked: boolean;
  readonly onPick: () => void;
  readonly onTap: (tap: Tap) => void;
  readonly onOpenList: () => void;
};

/** What the phone got. The button that shows the details lies over the whole text, so that a click anywhere on it does. */
export function BotBubble({ channel, line, picked, onPick, onTap, onOpenList }: BotBubbleProps) {
  const { words, language } = useWords();
  const { bubble, drawn, delivered } = line;
  const time = timeIn(language, bubble.at, Date.now());
  const cuts = cutLabels(drawn).length;
  return (
    <li class="line bot" data-picked={picked} data-delivered={delivered}>
      <div class="bubble">
        <div class="bubble-body">
          {drawn.kind === 'sound' ? (
            // biome-ignore lint/a11y/useMediaCaption: it says what the message above it says in words
            <audio class="bubble-sound" controls preload="metadata" src={`file/${drawn.file}`} aria-label={words.phone.recording} />
          ) : (
            <p class="bubble-text" dir={bubble.direction} lang={bubble.locale}>
              {drawn.kind === 'message' ? <MessageText channel={channel} text={drawn.text} /> : words.phone.undrawn}
            </p>
          )}
          <span class="bubble-time">{time}</span>
          <button type="button" class="bubble-details" aria-pressed={picked} aria-label={words.phone.details(time)} onClick={onPick}>
            <Icon name="info" />
          </button>
        </div>
        {drawn.kind !== 'unknown' && delivered ? (
          <BubbleTaps channel={channel} taps={drawn.taps} onTap={onTap} onOpenList={onOpenList} />
        ) : null}
      </div>
      {cuts > 0 ? <p class="staff-note warn">{words.phone.cutCount(cuts)}</p> : null}
      {delivered ? null : <p class="staff-note bad">{failureIn(bubble, words, language)}</p>}
    </li>
  );
}

/** What the person did, with the marks of its way: sent, read. */
export function PersonBubble({ line }: { readonly line: PersonLine }) {
  const { words, language } = useWords();
  const { bubble, read, old } = line;
  const taken = bubble.status >= 200 && bubble.status < 300;
  return (
    <li class="line person" data-delivered={taken}>
      <div class="bubble">
        <div class="bubble-body">
          <p class="bubble-text" dir="auto">
            <DidText did={bubble.did} />
          </p>
          <span class="bubble-time">
            {timeIn(language, bubble.at, Date.now())}
            <span class="ticks" data-read={read}>
              <Icon name={read ? 'ticks' : 'tick'} />
              <span class="unseen">{read ? words.phone.read : words.phone.sent}</span>
            </span>
          </span>
        </div>
      </div>
      {bubble.twice ? <p class="staff-note">{words.phone.twice}</p> : null}
      {old ? <p class="staff-note">{words.phone.oldTap}</p> : null}
      {taken ? null : <p class="staff-note bad">{words.phone.refused(bubble.status)}</p>}
    </li>
  );
}
