// What opens over the page: a sheet from below on a phone, a card in the middle elsewhere. The browser's own dialog keeps
// the focus inside, closes with Escape and gives the focus back.

import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "../kit/words";
import { IconButton } from "./Button";
import css from "./Sheet.module.css";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** `list`: rows to the edges; `wide`: a larger card; `bare`: without a visible head. */
  look?: "plain" | "list" | "wide" | "bare";
  /** Asked before it closes; false keeps it open. */
  mayClose?: () => boolean;
}

export function Sheet({ title, onClose, children, look = "plain", mayClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  const ask = () => {
    if (mayClose?.() ?? true) {
      onClose();
    }
  };
  const latest = useRef(ask);
  latest.current = ask;

  useEffect(() => {
    const element = dialog.current;
    const from = document.activeElement;
    element?.showModal();
    const held = document.documentElement.style.overflow;
    document.documentElement.style.overflow = "hidden";
    return () => {
      document.documentElement.style.overflow = held;
      element?.close();
      // A dialog that has left the page gives no focus back by itself.
      if (document.activeElement === document.body && from instanceof HTMLElement && from.isConnected) {
        from.focus({ preventScroll: true });
      }
    };
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself (onCancel)
    <dialog
      ref={dialog}
      className={`${css.sheet} ${css[look]}`}
      aria-labelledby={name}
      onCancel={(event) => {
        event.preventDefault();
        latest.current();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) {
          latest.current(); // a press on what lies behind
        }
      }}
    >
      <div className={css.card}>
        <header className={look === "bare" ? "unseen" : css.head}>
          <h2 id={name} tabIndex={-1}>
            {title}
          </h2>
          <IconButton icon="close" label={t("do.close")} onClick={ask} />
        </header>
        <div className={css.body}>{children}</div>
      </div>
    </dialog>
  );
}

export interface Choice {
  label: string;
  onChoose: () => void;
  danger?: boolean;
  hint?: string;
}

/** A list of things to do; choosing one closes it first. */
export function Menu({
  title,
  choices,
  onClose,
}: {
  title: string;
  choices: (Choice | null | false)[];
  onClose: () => void;
}) {
  return (
    <Sheet title={title} look="list" onClose={onClose}>
      <ul className={css.menu}>
        {choices
          .filter((each) => each !== null && each !== false)
          .map(({ label, onChoose, danger, hint }) => (
            <li key={label}>
              <button
                type="button"
                className={danger ? css.danger : undefined}
                onClick={() => {
                  onClose();
                  onChoose();
                }}
              >
                {label}
                {hint ? <span className="soft small">{hint}</span> : null}
              </button>
            </li>
          ))}
      </ul>
    </Sheet>
  );
}
