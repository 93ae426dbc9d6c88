// What stands under an empty field: whom one opened lately, each with a way to let them go, and hashtags that trend.

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { api, type Searches } from "../../kit/api";
import { names } from "../../kit/query";
import { t } from "../../kit/words";
import { Button, ButtonLink, IconButton } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Link } from "../../parts/Link";
import { PersonRow, PersonShades } from "../../parts/People";
import { Ask } from "../../parts/PersonMenu";
import { tagPath } from "../../parts/paths";
import { useTrendingTags } from "../../parts/trends";
import { SignRow } from "./Row";
import { forget, forgetAll, remember } from "./recent";
import css from "./Search.module.css";

const TRENDING = 5;

interface Props {
  list: RefObject<HTMLDivElement | null>;
  field: RefObject<HTMLInputElement | null>;
}

/** The arrow keys go through all rows and back to the field. */
export function Recently({ list, field }: Props) {
  const query = useQuery({ queryKey: names.searches, queryFn: ({ signal }) => api.listSearches({ signal }) });
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
          <Recent query={query} field={field} />
          <Trending />
        </>
      )}
    </div>
  );
}

function Recent({ query, field }: { query: UseQueryResult<Searches> } & Pick<Props, "field">) {
  const [asking, setAsking] = useState(false);
  const people = query.data?.items ?? [];
  if (!query.data) {
    return <Trouble error={query.error} again={() => void query.refetch()} />;
  }
  return (
    <>
      {people.length ? (
        <section className={css.recent} aria-labelledby="recent">
          <header className={css.head}>
            <h2 id="recent">{t("search.recent")}</h2>
            <Button look="quiet" small aria-haspopup="dialog" onClick={() => setAsking(true)}>
              {t("search.clear")}
            </Button>
          </header>
          <ul aria-labelledby="recent">
            {people.map((person) => (
              <PersonRow key={person.id} person={person} onGo={() => remember(person)}>
                <IconButton
                  icon="close"
                  label={t("search.forget", { name: person.username })}
                  onClick={() => void forget(person)}
                />
              </PersonRow>
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
