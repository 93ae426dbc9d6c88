// A place where nothing is yet, with what to do about it; and a place that could not be read, with a way to try again.

import type { ReactNode } from "react";
import { sentence } from "../kit/trouble";
import { t } from "../kit/words";
import { Button } from "./Button";
import css from "./Empty.module.css";
import type { IconName } from "./Icon";
import { Sign } from "./Sign";

export function Empty({
  icon,
  title,
  children,
  level = 2,
}: {
  icon?: IconName;
  title: string;
  children?: ReactNode;
  level?: 1 | 2;
}) {
  const Head = level === 1 ? "h1" : "h2";
  return (
    <div className={css.empty}>
      {icon ? <Sign icon={icon} /> : null}
      <Head tabIndex={level === 1 ? -1 : undefined}>{title}</Head>
      {children}
    </div>
  );
}

/** A whole place that could not be read. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  return (
    <div className={css.empty} role="alert">
      <p>{sentence(error)}</p>
      {again ? <Button onClick={again}>{t("do.again")}</Button> : null}
    </div>
  );
}
