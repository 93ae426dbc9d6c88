// A post over the grid from which it was opened: the grid stays as it was, out of reach until the overlay is closed.
// It is not the browser's modal layer: that one would also keep notices from being read and pressed.

import { type ReactNode, useLayoutEffect, useRef } from "react";
import { neighbours } from "../../kit/neighbours";
import { back, go } from "../../kit/place";
import { t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import { postPath } from "../../parts/PostCardActs";
import css from "./Post.module.css";

/** While one walks from post to post the overlay stays: it does not arrive anew, and knows who opened it. */
let opener: HTMLElement | null = null;
let walking = false;

export function Overlay({ id, children }: { id: string; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const arrived = useRef(walking);
  const { before, after, place, all } = neighbours(id);

  const walk = (to: string | null) => {
    if (to) {
      walking = true;
      go(postPath(to), { replace: true, over: true });
    }
  };
  const latest = useRef({ before, after, walk });
  latest.current = { before, after, walk };

  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) {
      return;
    }
    if (!walking) {
      opener = document.activeElement as HTMLElement | null;
    }
    walking = false;
    const left = inertAround(element);
    const held = document.documentElement.style.overflow;
    document.documentElement.style.overflow = "hidden";
    element.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    return () => {
      for (const each of left) {
        each.inert = false;
      }
      document.documentElement.style.overflow = held;
      if (!walking) {
        // Where one was in the grid: at the post that was seen last, else where the overlay was opened.
        const last = document.querySelector<HTMLElement>(`main a[href="${CSS.escape(postPath(id))}"]`);
        (last ?? opener)?.focus({ preventScroll: last === null });
      }
    };
  }, [id]);

  useLayoutEffect(() => {
    // Before it is seen: a key that is pressed at the first sight of it is not lost.
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (
        event.defaultPrevented ||
        document.querySelector("dialog:modal") ||
        event.metaKey ||
        event.ctrlKey ||
        event.altKey
      ) {
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        back();
      } else if (event.key.startsWith("Arrow") && !target.closest("input, textarea, select")) {
        const turned = document.documentElement.dir === "rtl";
        const { before, after, walk } = latest.current;
        if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
          walk((event.key === "ArrowRight") === turned ? before : after);
        }
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, heard on the document
    <dialog
      ref={dialog}
      open
      aria-modal="true"
      aria-label={t("post.loading")}
      className={`${css.overlay} ${arrived.current ? css.still : ""}`}
      onClick={(event) => {
        if (event.target === dialog.current) {
          back();
        }
      }}
    >
      <div className={css.bar}>
        <IconButton icon="left" turns className={css.barBack ?? ""} label={t("do.back")} onClick={() => back()} />
        {place >= 0 ? <p className={css.barPlace}>{t("post.beside", { place: place + 1, all })}</p> : null}
        <IconButton icon="close" className={css.close ?? ""} label={t("do.close")} onClick={() => back()} />
      </div>
      <div className={css.card}>{children}</div>
      {before ? (
        <IconButton
          icon="left"
          turns
          className={`${css.walk} ${css.before}`}
          label={t("post.before")}
          onClick={() => walk(before)}
        />
      ) : null}
      {after ? (
        <IconButton
          icon="right"
          turns
          className={`${css.walk} ${css.after}`}
          label={t("post.after")}
          onClick={() => walk(after)}
        />
      ) : null}
    </dialog>
  );
}

/** Put everything around an element out of reach, but what speaks (notices). Gives what was within reach before. */
function inertAround(element: HTMLElement): HTMLElement[] {
  const left: HTMLElement[] = [];
  for (let at: HTMLElement | null = element; at && at !== document.body; at = at.parentElement) {
    for (const each of at.parentElement?.children ?? []) {
      if (each !== at && each instanceof HTMLElement && !each.inert && each.getAttribute("role") !== "status") {
        each.inert = true;
        left.push(each);
      }
    }
  }
  return left;
}
