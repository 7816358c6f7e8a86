import type { EmulatorPhone, EmulatorState } from '../../model/emulator.ts';
import { Icon } from '../parts/icon.tsx';
import type { Actions } from '../state/use-actions.ts';
import { useWords } from '../words/use-words.ts';

type PhoneBarProps = {
  readonly heading: string;
  readonly phone: EmulatorPhone;
  readonly locales: EmulatorState['locales'];
  readonly actions: Actions;
  readonly onUse: () => void;
};

/** Above a phone: whose it is, the language taken as known, and a new beginning. */
export function PhoneBar({ heading, phone: { channel, session }, locales, actions, onUse }: PhoneBarProps) {
  const { words } = useWords();
  const choose = (locale: string) => {
    if (locale === '') return;
    onUse();
    actions.locale(channel, locale);
  };
  const restart = () => {
    onUse();
    actions.reset(channel);
  };
  return (
    <div class="phone-bar">
      <h2 id={heading}>{words.channel[channel]}</h2>
      <span class="phone-locale" title={words.phone.language}>
        <Icon name="globe" />
        <select
          aria-label={words.phone.language}
          value={session.locale ?? ''}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        >
          {session.locale === undefined ? <option value="">{words.phone.guess}</option> : null}
          {locales.map(({ id, name, status }) => (
            <option key={id} value={id} selected={id === session.locale}>
              {status === 'draft' ? `${name} (${words.phone.draft})` : name}
            </option>
          ))}
        </select>
      </span>
      <button type="button" class="quiet" onClick={restart}>
        <Icon name="restart" />
        {words.phone.restart}
      </button>
    </div>
  );
}
