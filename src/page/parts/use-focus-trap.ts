import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const FOCUSABLE = 'button:not([disabled]), input:not([disabled]), select:not([disabled]), a[href]';

/**
 * Keeps the keyboard inside an element that is drawn over its surroundings for as long as it is there: the first field gets the focus,
 * Tab goes round, Escape closes, and at the end the focus returns to where it was. A native dialog would cover the whole page, and
 * this one covers a phone.
 */
export function useFocusTrap(ref: RefObject<HTMLElement | null>, close: () => void): void {
  // Before the browser looks again: it takes the focus away from what has become inert below.
  useLayoutEffect(() => {
    const box = ref.current;
    const before = document.activeElement;
    const inside = () => [...(box?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        close();
      }
      if (event.key === 'Tab') goRound(event, inside());
    };
    box?.addEventListener('keydown', onKey);
    (box?.querySelector<HTMLElement>('input') ?? inside()[0])?.focus();
    return () => {
      box?.removeEventListener('keydown', onKey);
      // What was focused before may still be inert until this change is drawn.
      if (before instanceof HTMLElement) requestAnimationFrame(() => before.focus());
    };
  }, [ref, close]);
}

/** A group of radio buttons is one stop of the Tab key, so what is first and last is asked of those that Tab would reach. */
function goRound(event: KeyboardEvent, inside: readonly HTMLElement[]): void {
  const stops = inside.filter(
    (element) => !(element instanceof HTMLInputElement && element.type === 'radio') || isRadioStop(element, inside),
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const here = document.activeElement;
  if (event.shiftKey && here === first) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && here === last) {
    event.preventDefault();
    first?.focus();
  }
}

function isRadioStop(radio: HTMLInputElement, inside: readonly HTMLElement[]): boolean {
  const group = inside.filter((element): element is HTMLInputElement => element instanceof HTMLInputElement && element.name === radio.name);
  return radio === (group.find(({ checked }) => checked) ?? group.find((member) => member === document.activeElement) ?? group[0]);
}
