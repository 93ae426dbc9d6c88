// Who leaves a list with the focus inside leaves it to the next row: otherwise it would be nowhere.

import { type RefObject, useLayoutEffect } from "react";

/** For an item of a list that can be taken off it: the focus goes to the next one's first button, else to the heading. */
export function useHandOver(row: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = row.current;
    return () => {
      if (!element?.contains(document.activeElement)) {
        return;
      }
      const next = element.nextElementSibling ?? element.previousElementSibling;
      // After the page has changed; a new screen has then given the focus to its own heading.
      queueMicrotask(() => {
        const held = document.activeElement;
        if (held === null || held === document.body) {
          const button = next?.isConnected ? next.querySelector<HTMLElement>("button") : null;
          (button ?? document.querySelector<HTMLElement>("main h1"))?.focus({ preventScroll: true });
        }
      });
    };
  }, [row]);
}
