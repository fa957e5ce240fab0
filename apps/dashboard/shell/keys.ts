import { useEffect, useEffectEvent } from 'react';

/** What a key does, by `key` of the keyboard event; a sequence is written with a blank, as in `g l`. */
export type Keys = Record<string, () => void>;

/** Starts a sequence; the key after it means nothing on its own. */
const leader = 'g';
const sequenceMs = 1200;
let first: { key: string; at: number } | null = null;

const takesText = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select'));

/** Buttons and links own Enter and blank. */
const activates = (event: KeyboardEvent) =>
  (event.key === 'Enter' || event.key === ' ') &&
  event.target instanceof Element &&
  event.target.closest('a, button, [role=radio], [role=tab]') !== null;

const dialogIsOpen = () => document.querySelector('[role=dialog][aria-modal=true]') !== null;

/** Listens for single keys and sequences; silent while someone types or a dialog is open. */
export function useKeys(keys: Keys, enabled = true) {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      takesText(event.target) ||
      activates(event) ||
      dialogIsOpen()
    )
      return;
    const isSecond = first?.key === leader && event.timeStamp - first.at < sequenceMs;
    const action = keys[isSecond ? `${leader} ${event.key}` : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    if (!enabled) return;
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled]);
}

/** Remembers the first key of a sequence; runs after all the listeners above. */
window.addEventListener('keydown', (event) => {
  first =
    event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)
      ? null
      : { key: event.key, at: event.timeStamp };
});
