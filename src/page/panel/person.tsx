import { useState } from 'preact/hooks';
import type { EmulatorPhone, EmulatorState } from '../../model/emulator.ts';
import { Code } from '../parts/code.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { placeOf, writePlace } from '../state/deep-link.ts';
import { useWords } from '../words/use-words.ts';
import { SavedTest } from './saved-test.tsx';

/** Who the person is to the bot, and what can be kept of the chat. */
export function Person({ phone, locales }: { readonly phone: EmulatorPhone; readonly locales: EmulatorState['locales'] }) {
  const { words } = useWords();
  const [saving, save] = useState(false);
  const { channel, session } = phone;
  const place = placeOf(channel, session.node, session.json);
  const locale = locales.find(({ id }) => id === session.locale)?.name ?? session.locale;
  return (
    <>
      <h2>{words.person.of(words.channel[channel])}</h2>
      <dl class="facts">
        <dt>{words.person.contact}</dt>
        <dd>{session.firstContact ? words.phone.newContact : words.phone.knownContact}</dd>
        <dt>{words.person.language}</dt>
        <dd>{locale ?? words.person.unknown}</dd>
        <dt>{words.person.node}</dt>
        <dd>{session.node === undefined ? words.person.nowhere : <code>{session.node}</code>}</dd>
      </dl>
      <div class="button-row">
        <button type="button" class="button" disabled={phone.bubbles.length === 0} onClick={() => save(true)}>
          <Icon name="save" />
          {words.person.save}
        </button>
        {place === undefined ? null : (
          <CopyButton text={() => `${location.origin}${location.pathname}${writePlace(place)}`} label={words.person.link} icon="link" />
        )}
      </div>
      <p class="hint">{words.person.saveHint}</p>
      <h3>{words.person.session}</h3>
      {session.json === undefined ? <p class="hint">{words.person.noSession}</p> : <Code text={pretty(session.json)} />}
      {saving ? <SavedTest channel={channel} onClose={() => save(false)} /> : null}
    </>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
