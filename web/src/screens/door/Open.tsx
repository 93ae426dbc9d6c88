// What stands around every form before the app: the wall, the name, and the choice of a language.

import type { ReactNode } from "react";
import { LANGUAGES, type Language, language, speak, t } from "../../kit/words";
import { Wordmark } from "../../parts/Icon";
import css from "./Door.module.css";
import { Wall } from "./Wall";

export function DoorFrame({ children }: { children: ReactNode }) {
  return (
    <div className={`${css.open} bare-screen`}>
      <Wall />
      <div className={css.door}>
        <span className={css.wordmark}>
          <Wordmark />
        </span>
        {children}
        <Tongues />
      </div>
    </div>
  );
}

/** The languages of the app, each in its own name. */
export function Tongues() {
  return (
    <nav className={css.foot} aria-label={t("door.language")}>
      {(Object.keys(LANGUAGES) as Language[]).map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-current={each === language() ? "true" : undefined}
          onClick={() => each !== language() && speak(each)}
        >
          {LANGUAGES[each]}
        </button>
      ))}
    </nav>
  );
}
