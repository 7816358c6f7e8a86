import type { EmulatedChannel } from '../../model/emulator.ts';
import { draw } from '../draw/draw.ts';
import { cutLabels } from '../draw/drawn.ts';
import { type BotBubble, isDelivered } from '../draw/transcript.ts';
import { Code } from '../parts/code.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { named, numberIn, timeIn } from '../words/language.ts';
import { failureIn } from '../words/outcome.ts';
import { useWords } from '../words/use-words.ts';
import { Claims, Places } from './sources.tsx';

type AnswerProps = {
  readonly channel: EmulatedChannel;
  readonly bubble: BotBubble | undefined;
  /** All messages of the chat. */
  readonly answers: readonly BotBubble[];
  readonly following: boolean;
  readonly onFollow: () => void;
};

/** Everything about one message of the bot. */
export function Answer({ channel, bubble, answers, following, onFollow }: AnswerProps) {
  const { words, language } = useWords();
  if (bubble === undefined) return <p class="hint">{words.panel.nothing}</p>;
  const { why, payload } = bubble;
  const json = JSON.stringify(payload, null, 2);
  return (
    <>
      <header class="answer-head">
        <h2>{words.panel.of(words.channel[channel], timeIn(language, bubble.at, Date.now()))}</h2>
        {following ? (
          <span class="pill">{words.panel.latest}</span>
        ) : (
          <button type="button" class="quiet" onClick={onFollow}>
            {words.panel.follow}
          </button>
        )}
      </header>
      <h3>{words.panel.why}</h3>
      <dl class="facts">
        <dt>{words.panel.understood}</dt>
        <dd>{why.matched.map((code) => named(words.matched, code)).join(', ')}</dd>
        <dt>{words.panel.node}</dt>
        <dd>
          <code>{why.node}</code>
        </dd>
        <dt>{words.panel.locale}</dt>
        <dd>{`${bubble.locale}, ${words.panel.direction[bubble.direction]}`}</dd>
        <dt>{words.panel.result}</dt>
        {isDelivered(bubble) ? <dd>{words.panel.delivered}</dd> : <dd class="bad-words">{failureIn(bubble, words, language)}</dd>}
        <dt>{words.panel.services}</dt>
        <dd>{why.services.length === 0 ? words.panel.noServices : why.services.map((id) => <code key={id}>{id}</code>)}</dd>
      </dl>
      <Claims claims={why.claims} />
      <Places texts={why.texts} />
      <CutLabels channel={channel} bubble={bubble} />
      <Size bubble={bubble} answers={answers} />
      <div class="json-head">
        <h3>{words.panel.json}</h3>
        <CopyButton text={() => json} label={words.copy} />
      </div>
      <Code text={json} />
    </>
  );
}

function CutLabels({ channel, bubble }: { readonly channel: EmulatedChannel; readonly bubble: BotBubble }) {
  const { words } = useWords();
  const labels = cutLabels(draw(channel, bubble.payload));
  if (labels.length === 0) return null;
  return (
    <>
      <h3>{words.panel.cut}</h3>
      <ul class="cut-list">
        {labels.map(({ shown, whole, cut }) => (
          <li key={whole}>
            <strong>{shown}</strong> {cut === 'app' ? `${words.phone.cutByApp}: ${whole}` : words.phone.cutByBot}
          </li>
        ))}
      </ul>
    </>
  );
}

function Size({ bubble, answers }: { readonly bubble: BotBubble; readonly answers: readonly BotBubble[] }) {
  const { words, language } = useWords();
  const sum = (of: 'characters' | 'bytes') => answers.reduce((total, answer) => total + answer[of], 0);
  const line = (characters: number, bytes: number) =>
    `${words.panel.characters(numberIn(language, characters))}, ${words.panel.bytes(numberIn(language, bytes))}`;
  return (
    <>
      <h3>{words.panel.size}</h3>
      <dl class="facts">
        <dt>{words.panel.thisMessage}</dt>
        <dd>{line(bubble.characters, bubble.bytes)}</dd>
        <dt>{words.panel.wholeChat}</dt>
        <dd>{line(sum('characters'), sum('bytes'))}</dd>
      </dl>
    </>
  );
}
