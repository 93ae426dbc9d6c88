// The ways to look at a person's photographs. Changing them is no step in the browser's history, moves nothing that is
// on the screen, and leaves the focus where it is.

import { useLayoutEffect, useRef } from "react";
import { type Key, t } from "../../kit/words";
import { Icon, type IconName } from "../../parts/Icon";
import { foreign, Link } from "../../parts/Link";
import { personPath } from "../../parts/People";
import css from "./Profile.module.css";

export type View = "grid" | "list" | "tagged" | "archive";

const VIEWS: { view: View; icon: IconName; words: Key; own?: boolean }[] = [
  { view: "grid", icon: "grid", words: "profile.grid" },
  { view: "list", icon: "list", words: "profile.list" },
  { view: "tagged", icon: "tagged", words: "profile.tagged" },
  { view: "archive", icon: "archive", words: "profile.archive", own: true },
];

/** Where the window was when another view was pressed, until it is shown. */
let pressed: number | null = null;

export function Tabs({ username, view, own }: { username: string; view: View; own: boolean }) {
  const nav = useRef<HTMLElement>(null);
  const path = personPath({ username });

  useLayoutEffect(() => {
    if (pressed !== null) {
      scrollTo(0, pressed);
      pressed = null;
      // After the frame has put the focus at the beginning of what it takes for a new screen.
      const timer = setTimeout(
        () => nav.current?.querySelector<HTMLElement>("[aria-current]")?.focus({ preventScroll: true }),
        0,
      );
      return () => clearTimeout(timer);
    }
    return undefined;
  }, []);

  return (
    <nav ref={nav} className={css.tabs} aria-label={t("profile.views")}>
      {VIEWS.filter((each) => own || !each.own).map((each) => (
        <Link
          key={each.view}
          href={each.view === "grid" ? path : `${path}/${each.view}`}
          replace
          className={css.tab}
          aria-current={each.view === view ? "page" : undefined}
          title={t(each.words)}
          onClick={(event) => {
            if (each.view === view) {
              event.preventDefault();
            } else if (!foreign(event)) {
              pressed = scrollY;
            }
          }}
        >
          <Icon name={each.icon} small />
          <span>{t(each.words)}</span>
        </Link>
      ))}
      {own ? (
        <Link href="/saved" className={css.tab} title={t("profile.saved")}>
          <Icon name="save" small />
          <span>{t("profile.saved")}</span>
        </Link>
      ) : null}
    </nav>
  );
}
