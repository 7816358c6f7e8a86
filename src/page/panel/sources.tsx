import type { EmulatorWhy } from '../../model/emulator.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { useWords } from '../words/use-words.ts';

/** The sentences of the source that a message rests on. */
export function Claims({ claims }: { readonly claims: EmulatorWhy['claims'] }) {
  const { words } = useWords();
  return (
    <>
      <h3>{words.panel.claims(claims.length)}</h3>
      {claims.length === 0 ? (
        <p class="hint">{words.panel.noClaims}</p>
      ) : (
        <ul class="claims">
          {claims.map(({ id, what }) => (
            <li key={id}>
              <code>{id}</code>
              <span>{what}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Where each text of a message is written, to be opened in an editor. */
export function Places({ texts }: { readonly texts: EmulatorWhy['texts'] }) {
  const { words } = useWords();
  return (
    <>
      <h3>{words.panel.texts}</h3>
      {texts.length === 0 ? (
        <p class="hint">{words.panel.noTexts}</p>
      ) : (
        <ul class="places">
          {texts.map(({ key, file, line }) => {
            const place = `${file}:${line}`;
            return (
              <li key={`${key} ${place}`}>
                <code>{key}</code>
                <span class="place">
                  <code>{place}</code>
                  <CopyButton text={() => place} label={words.panel.copyPlace(place)} bare />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
