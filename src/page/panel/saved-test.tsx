import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { EmulatedChannel } from '../../model/emulator.ts';
import { Code } from '../parts/code.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { getTest, testUrl } from '../state/api.ts';
import { named } from '../words/language.ts';
import { useWords } from '../words/use-words.ts';

/** The chat as a golden conversation: to read, to copy, to download. */
export function SavedTest({ channel, onClose }: { readonly channel: EmulatedChannel; readonly onClose: () => void }) {
  const { words } = useWords();
  const [yaml, setYaml] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    getTest(channel).then(
      (test) => ('yaml' in test ? setYaml(test.yaml) : setFailure(test.reason)),
      () => setFailure(''),
    );
  }, [channel]);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={title} onClose={onClose}>
      <header class="dialog-head">
        <h2 id={title}>{words.test.heading}</h2>
        <button type="button" class="quiet round" aria-label={words.close} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </header>
      {failure === undefined ? (
        <p class="hint">{words.test.how}</p>
      ) : (
        <p class="bad-words">{`${words.test.failed} ${Object.hasOwn(words.test.reasons, failure) ? named(words.test.reasons, failure) : ''}`}</p>
      )}
      {yaml === undefined ? null : (
        <>
          <Code text={yaml} tall />
          <div class="button-row">
            <a class="button" href={testUrl(channel)} download={`conversation-${channel}.yaml`}>
              <Icon name="save" />
              {words.test.download}
            </a>
            <CopyButton text={() => yaml} label={words.copy} />
          </div>
        </>
      )}
    </dialog>
  );
}
