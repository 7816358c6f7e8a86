import { useState } from 'preact/hooks';
import type { EmulatedChannel } from '../../model/emulator.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Pick } from '../parts/pick.tsx';
import { type Place, writePlace } from '../state/deep-link.ts';
import { useWords } from '../words/use-words.ts';

type OpenFormProps = {
  readonly channel: EmulatedChannel;
  readonly nodes: readonly string[];
  readonly regions: readonly string[];
  readonly needs: readonly string[];
  readonly onOpen: (place: Place) => void;
};

/** Puts the person straight to a node of the tree; the same place can be passed on as a link. */
export function OpenForm({ channel, nodes, regions, needs, onOpen }: OpenFormProps) {
  const { words } = useWords();
  const [node, setNode] = useState(nodes[0] ?? '');
  const [region, setRegion] = useState('');
  const [need, setNeed] = useState('');
  const place: Place = { channel, node, ...(region === '' ? {} : { region }), ...(need === '' ? {} : { need }) };
  const open = (event: Event) => {
    event.preventDefault();
    onOpen(place);
  };
  return (
    <form class="trial" onSubmit={open}>
      <h2>{words.open.heading}</h2>
      <p class="hint">{words.open.how(words.channel[channel])}</p>
      <div class="fields">
        <Pick label={words.open.node} value={node} options={same(nodes)} onPick={setNode} />
        <Pick
          label={words.open.region}
          value={region}
          options={[{ value: '', label: words.open.noRegion }, ...same(regions)]}
          onPick={setRegion}
        />
        <Pick label={words.open.need} value={need} options={[{ value: '', label: words.open.none }, ...same(needs)]} onPick={setNeed} />
        <button type="submit" class="button">
          {words.open.open}
        </button>
        <CopyButton text={() => `${location.origin}${location.pathname}${writePlace(place)}`} label={words.open.link} icon="link" />
      </div>
    </form>
  );
}

const same = (ids: readonly string[]) => ids.map((id) => ({ value: id, label: id }));
