// A few ways to look at one thing, of which one is shown: a list of tabs and the panel below it.

import { type KeyboardEvent, type ReactNode, useId } from "react";
import css from "./Segments.module.css";

interface Props<T extends string> {
  /** What is chosen between. */
  label: string;
  options: readonly (readonly [T, string])[];
  chosen: T;
  onChoose: (chosen: T) => void;
  /** Stands between the tabs and what is on their panel. */
  className?: string | undefined;
  /** On the panel. */
  children: ReactNode;
}

export function Segments<T extends string>({ label, options, chosen, onChoose, className, children }: Props<T>) {
  const name = useId();
  const tabId = (of: string) => `${name}-${of}`;

  function pressed(event: KeyboardEvent<HTMLDivElement>) {
    const next = tabAfter(
      options.map(([each]) => each),
      chosen,
      event.key,
      document.documentElement.dir === "rtl",
    );
    if (next !== null) {
      event.preventDefault();
      onChoose(next);
      document.getElementById(tabId(next))?.focus();
    }
  }

  return (
    <>
      <div role="tablist" aria-label={label} className={`${css.tabs} ${className ?? ""}`} onKeyDown={pressed}>
        {options.map(([each, words]) => (
          <button
            key={each}
            id={tabId(each)}
            type="button"
            role="tab"
            aria-selected={each === chosen}
            aria-controls={each === chosen ? `${name}-panel` : undefined}
            tabIndex={each === chosen ? 0 : -1}
            className={css.tab}
            onClick={() => onChoose(each)}
          >
            {words}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${name}-panel`} aria-labelledby={tabId(chosen)}>
        {children}
      </div>
    </>
  );
}

/** The tab that a key leads to; null for a key that leads nowhere. `turned`: the line runs from right to left. */
export function tabAfter<T>(tabs: readonly T[], at: T, key: string, turned: boolean): T | null {
  const place = tabs.indexOf(at);
  const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
  const next =
    key === "Home"
      ? 0
      : key === "End"
        ? tabs.length - 1
        : step
          ? (place + (turned ? -step : step) + tabs.length) % tabs.length
          : place;
  return next === place ? null : (tabs[next] ?? null);
}
