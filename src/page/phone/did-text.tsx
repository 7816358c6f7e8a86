import type { EmulatorInput } from '../../model/emulator.ts';
import { Icon } from '../parts/icon.tsx';
import { useWords } from '../words/use-words.ts';

/** What a person did, in one line. */
export function DidText({ did }: { readonly did: EmulatorInput }) {
  const { words } = useWords();
  switch (did.kind) {
    case 'text':
      return <>{did.text}</>;
    case 'tap':
      return <>{did.title}</>;
    case 'start':
      return <>{words.phone.started}</>;
    case 'attachment':
      return (
        <span class="did-medium">
          <Icon name={did.medium} />
          {words.attach[did.medium]}
        </span>
      );
  }
}
