// Choosing several of a list: what is chosen stands as chips before the field; arrow keys go through the list, Enter in
// the field takes the first row that fits, and Backspace in an empty field lets the last chip go.

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { t } from "../kit/words";
import css from "./Chooser.module.css";
import { fitting } from "./found";
import { Icon } from "./Icon";

export interface Row {
  id: string;
  /** What stands on the chip, and what screen readers say. */
  name: string;
  /** Below the name. */
  hint?: string;
  picture: (size: 20 | 40) => ReactNode;
}

interface Props {
  label: string;
  /** What is written to find more. */
  written: string;
  onWrite: (written: string) => void;
  rows: Row[];
  chosen: Row[];
  onToggle: (row: Row) => void;
  /** Names the list. */
  listLabel: string;
  /** Stands where the list is empty. */
  children?: ReactNode;
  /** Takes the focus when it comes. */
  autoFocus?: boolean;
}

export function Chooser({
  label,
  written,
  onWrite,
  rows,
  chosen,
  onToggle,
  listLabel,
  children,
  autoFocus = false,
}: Props) {
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const ids = new Set(chosen.map(({ id }) => id));

  function toggle(row: Row) {
    onToggle(row);
    if (written) {
      onWrite("");
      field.current?.focus();
    }
  }

  const wished = useRef("");
  useEffect(() => {
    const row = wished.current && wished.current === written ? fitting(rows, written) : undefined;
    if (row) {
      wished.current = "";
      if (!chosen.some(({ id }) => id === row.id)) {
        onToggle(row);
        onWrite("");
      }
    }
  });

  function inField(event: KeyboardEvent<HTMLInputElement>) {
    const last = chosen.at(-1);
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault(); // never sends a form around it
      const row = fitting(rows, written);
      if (!row) {
        wished.current = written; // what fits may still be on its way
      } else if (!ids.has(row.id)) {
        toggle(row);
      }
    } else if (event.key === "Backspace" && !written && last) {
      onToggle(last);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      list.current?.querySelector("button")?.focus();
    }
  }

  function inList(event: KeyboardEvent<HTMLUListElement>) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
      return;
    }
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const place = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = buttons[place + (event.key === "ArrowDown" ? 1 : -1)];
    (next ?? (event.key === "ArrowUp" ? field.current : null))?.focus();
  }

  return (
    <div className={css.chooser}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the field gives it the focus; it has it with Tab */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <div className={css.field} onClick={(event) => event.target === event.currentTarget && field.current?.focus()}>
        <Icon name="find" small />
        {chosen.length ? (
          <ul className={css.chips} aria-label={t("talks.chosen")}>
            {chosen.map((row) => (
              <li key={row.id}>
                <button
                  type="button"
                  className={css.chip}
                  aria-label={t("talks.unchoose", { name: row.name })}
                  onClick={() => {
                    onToggle(row);
                    field.current?.focus();
                  }}
                >
                  {row.picture(20)}
                  <bdi>{row.name}</bdi>
                  <Icon name="close" small />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        <input
          ref={(element) => {
            field.current = element;
            if (autoFocus) {
              element?.setAttribute("autofocus", ""); // so that a dialog gives it the focus
            }
          }}
          type="search"
          dir="auto"
          aria-label={label}
          placeholder={label}
          maxLength={50}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={written}
          onChange={(event) => onWrite(event.target.value)}
          onKeyDown={inField}
        />
      </div>
      {rows.length ? (
        <ul ref={list} className={css.rows} aria-label={listLabel} onKeyDown={inList}>
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" className={css.row} aria-pressed={ids.has(row.id)} onClick={() => toggle(row)}>
                {row.picture(40)}
                <span className={css.names}>
                  <bdi className="who">{row.name}</bdi>
                  {row.hint ? (
                    <span className="soft small" dir="auto">
                      {row.hint}
                    </span>
                  ) : null}
                </span>
                <span className={css.tick}>
                  <Icon name="check" small />
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {children}
    </div>
  );
}
