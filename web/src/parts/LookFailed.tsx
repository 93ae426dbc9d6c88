// Something could not be looked up: said calmly, with a way to try again.

import type { ReactNode } from "react";
import { Refused } from "../kit/api";
import { sentence } from "../kit/trouble";
import { t } from "../kit/words";
import { Button } from "./Button";
import { Empty } from "./Empty";
import css from "./LookFailed.module.css";

interface Props {
  error: unknown;
  again: () => void;
  /** What is said while the search is away. */
  away?: string;
  /** Other ways. */
  children?: ReactNode;
}

export function LookFailed({ error, again, away = t("search.awayNow"), children }: Props) {
  return (
    <div role="alert">
      <Empty icon="find" title={t("search.failed")}>
        <p>{error instanceof Refused && error.status === 503 ? away : sentence(error)}</p>
        <div className={css.ways}>
          <Button look="strong" onClick={again}>
            {t("do.again")}
          </Button>
          {children}
        </div>
      </Empty>
    </div>
  );
}
