// What the parts of the settings are made of: a head, groups with a title, and choices.

import type { ReactNode } from "react";
import { useEffect, useId, useRef } from "react";
import { usePageTitle } from "../../app/Frame";
import { back, here } from "../../kit/place";
import { t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import css from "./Settings.module.css";

export function Part({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  usePageTitle(title);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A part that was read late comes after the frame has looked for a heading to give the focus to.
    if (here().by === "go" && document.activeElement === document.body) {
      head.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <>
      <header className={css.head}>
        <IconButton
          className={css.back ?? ""}
          icon="left"
          turns
          label={t("do.back")}
          onClick={() => back("/settings")}
        />
        <h1 ref={head} tabIndex={-1}>
          {title}
        </h1>
      </header>
      {lead ? <p className={css.lead}>{lead}</p> : null}
      {children}
    </>
  );
}

export function Group({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  const name = useId();
  return (
    <section className={css.group} aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      {lead ? <p className={css.lead}>{lead}</p> : null}
      {children}
    </section>
  );
}

/** A labelled list to choose one of. */
export function Choose<T extends string>({
  label,
  name,
  value,
  options,
  disabled,
  onChoose,
}: {
  label: string;
  name?: string;
  value: T;
  options: readonly (readonly [T, string])[];
  disabled?: boolean;
  onChoose: (chosen: T) => void;
}) {
  return (
    <label className={css.choice}>
      <span>{label}</span>
      <select name={name} value={value} disabled={disabled} onChange={(event) => onChoose(event.target.value as T)}>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Grey lines while a part is on its way. */
export function Shades({ lines = 4 }: { lines?: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: lines }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike
        <span key={place} className={`shade ${css.line}`} style={{ width: `${90 - place * 14}%` }} />
      ))}
    </div>
  );
}
