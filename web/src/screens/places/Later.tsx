// Places that are kept for what comes: search, explore. Search can already open a person by username.

import type { PersonAnswer } from "@client";
import { useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { api, missing, Refused } from "../../kit/api";
import { go } from "../../kit/place";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Empty } from "../../parts/Empty";
import { Field, Form } from "../../parts/Form";
import { PersonRow, personPath } from "../../parts/People";
import css from "./Places.module.css";
import { clearVisits, visited, visits } from "./visits";

export default function Later({ params }: ScreenProps) {
  if (params.later === "search") {
    return <Search />;
  }
  return <Kept icon="explore" title={t("places.exploreTitle")} words={t("places.exploreText")} />;
}

function Kept({ icon, title, words }: { icon: "explore"; title: string; words: string }) {
  usePageTitle(title);
  return (
    <Empty icon={icon} title={title} level={1}>
      <p>{words}</p>
      <p className="small">{t("places.soon")}</p>
    </Empty>
  );
}

function Search() {
  usePageTitle(t("places.searchTitle"));
  const [recent, setRecent] = useState<PersonAnswer[]>(visits);
  const visit = async (username: string) => {
    const name = username.trim().replace(/^@/, "");
    try {
      const { person } = await api.showPerson(name);
      visited(person);
      go(personPath(person));
    } catch (error) {
      if (missing(error) || (error instanceof Refused && error.status === 422)) {
        throw new Refused(
          {
            type: "urn:lambdagram:problem:nobody",
            title: "",
            status: 404,
            detail: t("places.nobody"),
            instance: "",
            errors: [],
          },
          null,
        );
      }
      throw error;
    }
  };
  return (
    <div className={css.search}>
      <h1 tabIndex={-1}>{t("places.searchTitle")}</h1>
      <p className="soft">{t("places.searchText")}</p>
      <Form
        className={css.form}
        label={t("places.searchTitle")}
        codes={{ nobody: "username" }}
        send={({ username = "" }) => visit(username)}
      >
        {(busy) => (
          <>
            <Field
              label={t("places.username")}
              name="username"
              type="search"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
              dir="ltr"
            />
            <Button type="submit" look="strong" busy={busy}>
              {t("places.visit")}
            </Button>
          </>
        )}
      </Form>
      {recent.length ? (
        <section aria-labelledby="recent">
          <header className={css.recent}>
            <h2 id="recent">{t("places.recent")}</h2>
            <Button
              look="quiet"
              small
              onClick={() => {
                clearVisits();
                setRecent([]);
              }}
            >
              {t("places.clear")}
            </Button>
          </header>
          <ul>
            {recent.map((person) => (
              <PersonRow key={person.id} person={person} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
