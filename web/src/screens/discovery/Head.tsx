// The head of a page of posts that have something in common: what it is, how many there are, and what can be done.

import type { ReactNode } from "react";
import { t } from "../../kit/words";
import type { IconName } from "../../parts/Icon";
import { Sign } from "../../parts/Sign";
import css from "./Discovery.module.css";

interface Props {
  icon: IconName;
  title: string;
  /** How many posts; undefined while it is on its way, null where it is not known. */
  posts: number | null | undefined;
  /** Stands below the number. */
  below?: ReactNode;
  /** What can be done. */
  children?: ReactNode;
}

export function Head({ icon, title, posts, below, children }: Props) {
  return (
    <header className={css.head} aria-busy={posts === undefined || undefined}>
      <Sign icon={icon} />
      <div className={css.words}>
        <h1 tabIndex={-1}>
          <bdi>{title}</bdi>
        </h1>
        {posts === undefined ? <span className={`shade ${css.line}`} /> : null}
        {typeof posts === "number" ? <p className="soft">{t("card.posts", { count: posts })}</p> : null}
        {below}
      </div>
      {children ? <div className={css.acts}>{children}</div> : null}
    </header>
  );
}
