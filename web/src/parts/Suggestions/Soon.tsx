// The strip of suggestions, read when it is needed: the first load of a screen does not wait for it, nor grow by it.

import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { names, queries } from "../../kit/query";
import { loadLater } from "../../kit/words";
import css from "./Soon.module.css";
import type { SuggestionsProps } from "./Suggestions";

const SETTLED = 1500; // milliseconds for the first load
const NEAR = "1600px";

/** How high the strip is with the space below it, in pixels, before it was measured; the style sheets make it so. */
export const STRIP = 352;

const Strip = lazy(async () => {
  try {
    const [module] = await Promise.all([import("./Suggestions"), loadLater()]);
    return module;
  } catch {
    return { default: () => null }; // nothing of the screen depends on it
  }
});

/** At once: where somebody has just asked for it. */
export const Suggestions = (props: SuggestionsProps) => (
  <Suspense fallback={<SuggestionShades />}>
    <Strip {...props} />
  </Suspense>
);

/** Once the page has settled, and the window is near. */
export function SuggestionsSoon() {
  const place = useRef<HTMLDivElement>(null);
  // What is known already is there at once, as high as it was: Back leads to the same place.
  const [asked, setAsked] = useState(() => queries.getQueryData(names.suggestions) !== undefined);
  useEffect(() => {
    const watcher = new IntersectionObserver((entries) => entries.some((it) => it.isIntersecting) && setAsked(true), {
      rootMargin: NEAR,
    });
    const timer = setTimeout(() => place.current && watcher.observe(place.current), SETTLED);
    return () => {
      clearTimeout(timer);
      watcher.disconnect();
    };
  }, []);
  return (
    <div ref={place} className={css.soon}>
      {asked ? <Suggestions /> : <SuggestionShades />}
    </div>
  );
}

/** Keeps the place of the strip. */
export const SuggestionShades = () => (
  <div className={css.place} aria-hidden="true">
    {[1, 2, 3, 4, 5, 6].map((each) => (
      <span key={each} className={`shade ${css.card}`} />
    ))}
  </div>
);
