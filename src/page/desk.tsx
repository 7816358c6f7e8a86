import { useEffect } from 'preact/hooks';
import type { EmulatedChannel, EmulatorState } from '../model/emulator.ts';
import { Problems } from './bar/problems.tsx';
import { Panel } from './panel/panel.tsx';
import { Icon } from './parts/icon.tsx';
import { Phone } from './phone/phone.tsx';
import { readPlace } from './state/deep-link.ts';
import type { Link, Turns } from './state/reduce.ts';
import { type Actions, useActions } from './state/use-actions.ts';
import { PARTS, useDesk } from './state/use-desk.ts';
import { useWords } from './words/use-words.ts';

type DeskProps = { readonly state: EmulatorState; readonly link: Link; readonly turns: Turns };

/** Two phones and the panel beside them; one of the three at a time where the screen is narrow. */
export function Desk({ state, link, turns }: DeskProps) {
  const { words } = useWords();
  const { actions, refusal, forget } = useActions();
  const desk = useDesk(state);
  useDeepLink(actions, link, desk.use);
  return (
    <>
      <Problems content={state.content} />
      <nav class="parts" aria-label={words.viewsLabel}>
        {PARTS.map((part) => (
          <button key={part} type="button" aria-current={part === desk.part ? 'true' : undefined} onClick={() => desk.show(part)}>
            {words.views[part]}
          </button>
        ))}
      </nav>
      <main class="desk" data-part={desk.part}>
        {state.phones.map((phone) => (
          <Phone
            key={phone.channel}
            phone={phone}
            locales={state.locales}
            turn={turns[phone.channel]}
            active={phone.channel === desk.channel}
            pickedId={phone.channel === desk.channel ? desk.bubble?.id : undefined}
            actions={actions}
            onUse={() => desk.use(phone.channel)}
            onPick={(id) => desk.pick(phone.channel, id)}
          />
        ))}
        <Panel
          state={state}
          channel={desk.channel}
          bubble={desk.bubble}
          answers={desk.answers}
          following={desk.following}
          actions={actions}
          onFollow={desk.follow}
        />
      </main>
      <div class="notice-place" role="alert">
        {refusal === undefined ? null : (
          <p class="notice">
            {refusal.asked === 'open' && refusal.status === 400 ? words.nowhere : words.refused(refusal.status)}
            <button type="button" class="quiet round" aria-label={words.close} onClick={forget}>
              <Icon name="close" />
            </button>
          </p>
        )}
      </div>
    </>
  );
}

/** Opens the place that the address names, once: it leaves the address, so that reloading the page does not send the person there again. */
function useDeepLink(actions: Actions, link: Link, use: (channel: EmulatedChannel) => void): void {
  useEffect(() => {
    const follow = () => {
      const place = readPlace(location.hash);
      if (place === undefined) return;
      history.replaceState(null, '', location.pathname);
      use(place.channel);
      actions.open(place);
    };
    if (link !== 'live') return undefined;
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [link]);
}
