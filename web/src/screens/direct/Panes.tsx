// List and conversation side by side where there is room; else the one that was asked for.

import type { ReactNode } from "react";
import css from "./Panes.module.css";
import { useSeen, useWide } from "./wide";

/** `list` on the side, `children` beside it. Without children the list is the screen; on a phone they take its place. */
export function Panes({ list, children, empty }: { list: ReactNode; children: ReactNode | null; empty: ReactNode }) {
  const wide = useWide();
  useSeen();
  if (!wide) {
    return <div className={`${css.panes} whole-screen ${children ? "alone writing" : ""}`}>{children ?? list}</div>;
  }
  return (
    <div className={`${css.panes} whole-screen ${children ? "writing" : ""}`}>
      <div className={css.side}>{list}</div>
      <div className={css.main}>{children ?? <div className={css.nothing}>{empty}</div>}</div>
    </div>
  );
}
