import type { Inspection } from '@sightline/contracts';
import { useState } from 'react';

/** Holds a list still while the pointer or the focus is on it, and counts what came meanwhile. */
export function useHeld(items: readonly Inspection[]) {
  const [held, setHeld] = useState<readonly Inspection[] | null>(null);
  const shown = held ?? items;
  const first = shown[0]?.id;
  const index = items.findIndex(({ id }) => id === first);
  return {
    shown,
    /** New since it is held; all of them when the held ones are no longer known. */
    fresh: held ? (index < 0 ? items.length : index) : 0,
    isMore: held !== null && index < 0,
    hold: () => setHeld((current) => current ?? items),
    release: () => setHeld(null),
  };
}
