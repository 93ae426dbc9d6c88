// What stands under an empty field: whom one opened lately, each with a way to let them go.

import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { api } from "../../kit/api";
import { names } from "../../kit/query";
import { t } from "../../kit/words";
import { Button, IconButton } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { PersonRow, PersonShades } from "../../parts/People";
import { Ask } from "../../parts/PersonMenu";
import { forget, forgetAll, remember } from "./recent";
import css from "./Search.module.css";

interface Props {
  list: RefObject<HTMLUListElement | null>;
  field: RefObject<HTMLInputElement | null>;
}

export function Recently({ list, field }: Props) {
  const query = useQuery({ queryKey: names.searches, queryFn: ({ signal }) => api.listSearches({ signal }) });
  const [asking, setAsking] = useState(false);
  const people = query.data?.items ?? [];

  function pressed(event: KeyboardEvent<HTMLUListElement>) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
      return;
    }
    event.preventDefault();
    const rows = [...event.currentTarget.children];
    const place = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[place + (event.key === "ArrowDown" ? 1 : -1)];
    (next?.querySelector("a") ?? (event.key === "ArrowUp" ? field.current : null))?.focus();
  }

  if (query.isPending) {
    return (
      <div className={css.shades}>
        <PersonShades count={4} />
      </div>
    );
  }
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
          <ul ref={list} aria-labelledby="recent" onKeyDown={pressed}>
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
