// People whom one may want to follow, beside each other in a strip. Nothing where there are none.

import type { Suggestion } from "@client";
import { type RefObject, useEffect, useId, useRef, useState } from "react";
import { STRANGER } from "../../kit/known";
import { t } from "../../kit/words";
import { Avatar } from "../Avatar";
import { IconButton } from "../Button";
import { useHandOver } from "../handOver";
import { Link } from "../Link";
import { FollowButton, personPath } from "../People";
import { SuggestionShades } from "./Soon";
import css from "./Suggestions.module.css";
import { dismiss, reasonWords, useSuggestions } from "./suggest";

export interface SuggestionsProps {
  /** Whose page it is: they are not suggested on it. */
  except?: string;
  /** Can be folded to its heading. */
  folds?: boolean;
}

export default function Suggestions({ except, folds = false }: SuggestionsProps) {
  const query = useSuggestions();
  const [open, setOpen] = useState(true);
  const list = useRef<HTMLUListElement>(null);
  const name = useId();
  const items = query.data?.items.filter(({ person }) => person.id !== except) ?? [];
  if (query.isPending) {
    return <SuggestionShades />;
  }
  if (!items.length) {
    return null;
  }
  return (
    <article aria-labelledby={name}>
      <header className={css.head}>
        <h2 id={name}>{t("suggest.title")}</h2>
        {open ? <Sides list={list} count={items.length} /> : null}
        {folds ? (
          <IconButton
            icon={open ? "up" : "down"}
            label={t(open ? "suggest.hide" : "suggest.show")}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          />
        ) : null}
      </header>
      <div className={open ? css.fold : `${css.fold} ${css.folded}`}>
        <ul ref={list} className={css.list} aria-labelledby={name}>
          {items.map((each) => (
            <Card key={each.person.id} suggestion={each} />
          ))}
        </ul>
      </div>
    </article>
  );
}

function Card({ suggestion: { person, reason, private: asks } }: { suggestion: Suggestion }) {
  const card = useRef<HTMLLIElement>(null);
  useHandOver(card);
  return (
    <li ref={card} className={css.card}>
      <Link href={personPath(person)} className={css.person}>
        <span className={css.face}>
          <Avatar person={person} size={96} />
        </span>
        <bdi className={`who ${css.name}`}>{person.username}</bdi>
        <span className={css.why}>{reasonWords(reason)}</span>
      </Link>
      <IconButton
        icon="close"
        label={t("suggest.dismiss", { name: person.username })}
        className={css.dismiss ?? ""}
        onClick={() => void dismiss(person)}
      />
      <FollowButton person={person} given={STRANGER} asks={asks} wide />
    </li>
  );
}

/** For who has a mouse: to the people beside, as far as there are any. */
function Sides({ list, count }: { list: RefObject<HTMLUListElement | null>; count: number }) {
  const [ends, setEnds] = useState({ before: false, after: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: fewer cards end elsewhere
  useEffect(() => {
    const element = list.current;
    if (!element) {
      return;
    }
    const look = () => {
      const at = Math.abs(element.scrollLeft); // counted backwards where the line runs from right to left
      setEnds({ before: at > 1, after: at < element.scrollWidth - element.clientWidth - 1 });
    };
    look();
    element.addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      element.removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [list, count]);
  const move = (way: 1 | -1) => {
    const element = list.current;
    const turned = document.documentElement.dir === "rtl" ? -1 : 1;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element?.scrollBy({
      left: way * turned * element.clientWidth * 0.8,
      behavior: calm ? "instant" : "smooth",
    });
  };
  if (!ends.before && !ends.after) {
    return null;
  }
  return (
    <span className={css.sides}>
      <IconButton icon="left" turns label={t("suggest.back")} disabled={!ends.before} onClick={() => move(-1)} />
      <IconButton icon="right" turns label={t("suggest.on")} disabled={!ends.after} onClick={() => move(1)} />
    </span>
  );
}
