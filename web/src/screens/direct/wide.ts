// Whether list and conversation stand side by side, and how much of the window a phone's keyboard leaves.

import { useEffect, useSyncExternalStore } from "react";

const wide = matchMedia("(min-width: 900px)");

function watch(listener: () => void): () => void {
  wide.addEventListener("change", listener);
  return () => wide.removeEventListener("change", listener);
}

export const useWide = (): boolean => useSyncExternalStore(watch, () => wide.matches);

/** Tell the style sheets what is seen of the window (`--seen`): a keyboard on the screen takes part of it. */
export function useSeen(): void {
  useEffect(() => {
    const seen = window.visualViewport;
    const { style } = document.documentElement;
    const measure = () => {
      if (seen && seen.scale === 1 && innerHeight - seen.height > 80) {
        style.setProperty("--seen", `${Math.round(seen.height)}px`);
        scrollTo(0, 0); // some systems push the page up instead
      } else {
        style.removeProperty("--seen");
      }
    };
    measure();
    seen?.addEventListener("resize", measure);
    seen?.addEventListener("scroll", measure);
    return () => {
      seen?.removeEventListener("resize", measure);
      seen?.removeEventListener("scroll", measure);
      style.removeProperty("--seen");
    };
  }, []);
}
