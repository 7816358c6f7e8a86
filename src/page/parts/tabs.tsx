import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

export type Tab<Id extends string> = { readonly id: Id; readonly label: string };

type TabsProps<Id extends string> = {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly current: Id;
  readonly onPick: (id: Id) => void;
  /** What the current tab shows. */
  readonly children: ComponentChildren;
};

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs with the keys that people of screen readers expect: Tab enters, the arrows go from one to the next. */
export function Tabs<Id extends string>({ label, tabs, current, onPick, children }: TabsProps<Id>) {
  const base = useId();
  const bar = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const place = (tabs.findIndex(({ id }) => id === current) + step + tabs.length) % tabs.length;
    const next = tabs[place];
    if (next !== undefined) onPick(next.id);
    bar.current?.querySelectorAll('button')[place]?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={bar} onKeyDown={onKeyDown}>
        {tabs.map(({ id, label: name }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            aria-selected={id === current}
            aria-controls={`${base}-shown`}
            tabIndex={id === current ? 0 : -1}
            onClick={() => onPick(id)}
          >
            {name}
          </button>
        ))}
      </div>
      <div class="tab-shown" role="tabpanel" id={`${base}-shown`} aria-labelledby={`${base}-${current}`}>
        {children}
      </div>
    </>
  );
}
