// What stands under an empty field: what one opened or looked for lately, each with a way to let it go, and hashtags
// that trend.

import type { UseQueryResult } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useState } from "react";
import type { Searches } from "../../kit/api";
import { t } from "../../kit/words";
import { Button, ButtonLink, IconButton } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { foreign, Link } from "../../parts/Link";
import { PersonRow, PersonShades, Row } from "../../parts/People";
import { Ask } from "../../parts/PersonMenu";
import { placePath, tagPath } from "../../parts/paths";
import { Sign } from "../../parts/Sign";
import { useTrendingTags } from "../../parts/trends";
import { queryFor } from "./choice";
import { SignRow } from "./Row";
import { calledOf, forget, forgetAll, keyOf, type Recent, remember, useRecent } from "./recent";
import css from "./Search.module.css";

const TRENDING = 5;

interface Props {
  list: RefObject<HTMLDivElement | null>;
  field: RefObject<HTMLInputElement | null>;
  /** Look for these words again. */
  onWords: (words: string) => void;
}

/** The arrow keys go through all rows and back to the field. */
export function Recently({ list, field, onWords }: Props) {
  const query = useRecent();
  function pressed(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
      return;
    }
    event.preventDefault();
    const rows = [...event.currentTarget.querySelectorAll("li")];
    const place = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[place + (event.key === "ArrowDown" ? 1 : -1)];
    (next?.querySelector("a") ?? (event.key === "ArrowUp" ? field.current : null))?.focus();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys only move the focus among the links within
    <div ref={list} onKeyDown={pressed}>
      {query.isPending ? (
        <div className={css.shades}>
          <PersonShades count={4} />
        </div>
      ) : (
        <>
          <Kept query={query} field={field} onWords={onWords} />
          <Trending />
        </>
      )}
    </div>
  );
}

function Kept({ query, field, onWords }: { query: UseQueryResult<Searches> } & Omit<Props, "list">) {
  const [asking, setAsking] = useState(false);
  const items = query.data?.items ?? [];
  if (!query.data) {
    return <Trouble error={query.error} again={() => void query.refetch()} />;
  }
  return (
    <>
      {items.length ? (
        <section className={css.recent} aria-labelledby="recent">
          <header className={css.head}>
            <h2 id="recent">{t("search.recent")}</h2>
            <Button look="quiet" small aria-haspopup="dialog" onClick={() => setAsking(true)}>
              {t("search.clear")}
            </Button>
          </header>
          <ul aria-labelledby="recent">
            {items.map((recent) => (
              <KeptRow key={keyOf(recent)} recent={recent} onWords={onWords} />
            ))}
          </ul>
        </section>
      ) : (
        <Empty icon="find" title={t("search.begin")}>
          <p>{t("search.beginHint")}</p>
        </Empty>
      )}
      {asking ? (
        <Ask
          title={t("search.clearTitle")}
          words={t("search.clearHint")}
          act={t("search.clear")}
          onAct={() => {
            requestAnimationFrame(() => field.current?.focus()); // once the sheet is closed: the button that asked goes
            return forgetAll();
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

function KeptRow({ recent, onWords }: { recent: Recent } & Pick<Props, "onWords">) {
  const what = calledOf(recent);
  const again = () => void remember(recent);
  const remove = (
    <IconButton icon="close" label={t("search.forget", { name: what })} onClick={() => void forget(recent)} />
  );
  switch (recent.kind) {
    case "person":
      return (
        <PersonRow person={recent.person} onGo={again}>
          {remove}
        </PersonRow>
      );
    case "tag":
      return (
        <Row href={tagPath(recent.tag)} picture={<Sign icon="hash" small />} what={what} onGo={again}>
          {remove}
        </Row>
      );
    case "place":
      return (
        <Row href={placePath(recent.placeId)} picture={<Sign icon="place" small />} what={what} onGo={again}>
          {remove}
        </Row>
      );
    default:
      return (
        <Row
          href={`/search${queryFor(recent.words, "all")}`}
          picture={<Sign icon="find" small />}
          what={what}
          onGo={(event) => {
            if (!foreign(event)) {
              event.preventDefault();
              onWords(recent.words);
            }
          }}
        >
          {remove}
        </Row>
      );
  }
}

/** Where no hashtag trends, or it is not known, there is still the way to what trends this week. */
function Trending() {
  const { data, isPending } = useTrendingTags("day");
  if (!data?.items.length) {
    return isPending ? null : (
      <p className={css.explore}>
        <ButtonLink href="/explore" icon="explore">
          {t("tags.explore")}
        </ButtonLink>
      </p>
    );
  }
  return (
    <section className={css.recent} aria-labelledby="trending">
      <header className={css.head}>
        <h2 id="trending">{t("tags.trending")}</h2>
        <ButtonLink look="quiet" small href="/explore">
          {t("tags.explore")}
        </ButtonLink>
      </header>
      <ul aria-labelledby="trending">
        {data.items.slice(0, TRENDING).map(({ tag, people }) => (
          <li key={tag}>
            <Link href={tagPath(tag)} className={css.row}>
              <SignRow icon="hash" what={`#${tag}`} below={t("found.people", { count: people })} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
