// A new conversation: with one person it is the one that the two have always had, with several a group. `?person=name`
// has somebody chosen already.

import type { PersonAnswer } from "@client";
import { useEffect, useRef, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { put } from "../../chat";
import { api } from "../../kit/api";
import { back, go } from "../../kit/place";
import { t } from "../../kit/words";
import { Button, IconButton } from "../../parts/Button";
import { Chooser } from "../../parts/Chooser";
import { Empty, Trouble } from "../../parts/Empty";
import { Field, Form } from "../../parts/Form";
import { useFound } from "../../parts/found";
import { PersonShades } from "../../parts/People";
import { rowOf } from "../../parts/rows";
import { talkPath, writeTo } from "../../parts/talks";
import css from "./Around.module.css";
import { LONGEST_NAME, MOST_ADDED } from "./group";

export default function New({ place }: ScreenProps) {
  usePageTitle(t("direct.new"));
  const [written, setWritten] = useState("");
  const [chosen, setChosen] = useState<PersonAnswer[]>([]);
  const found = useFound(written);
  const wanted = new URLSearchParams(place.search).get("person");
  useEffect(() => {
    if (wanted) {
      api.showPerson(wanted).then(
        ({ person }) => setChosen((now) => (now.some(({ id }) => id === person.id) ? now : [...now, person])),
        () => {}, // then nobody is chosen yet, and can be
      );
    }
  }, [wanted]);

  const toggle = (id: string) => {
    if (chosen.some((each) => each.id === id)) {
      setChosen(chosen.filter((each) => each.id !== id));
    } else {
      const person = found.people.find((each) => each.id === id);
      if (person && chosen.length < MOST_ADDED) {
        setChosen([...chosen, person]);
      }
    }
  };

  return (
    <div className={css.page}>
      <header className={css.head}>
        <IconButton icon="left" turns label={t("do.back")} onClick={() => back("/direct")} />
        <h1 tabIndex={-1}>{t("direct.new")}</h1>
      </header>
      <Chooser
        label={t("talks.find")}
        listLabel={t("talks.people")}
        written={written}
        onWrite={setWritten}
        rows={found.people.map(rowOf)}
        chosen={chosen.map(rowOf)}
        onToggle={({ id }) => toggle(id)}
      >
        {found.pending ? <PersonShades count={6} /> : null}
        {found.error ? <Trouble error={found.error} again={found.again} /> : null}
        <div role="status">
          {!found.pending && !found.error && !found.looking && !found.people.length ? (
            <Empty
              icon="person"
              title={found.search ? t("talks.nobody", { search: found.search }) : t("talks.nobodyYet")}
            >
              <p>{t("talks.findHint")}</p>
            </Empty>
          ) : null}
        </div>
      </Chooser>
      <Begin chosen={chosen} />
    </div>
  );
}

/** What comes of those who are chosen. */
function Begin({ chosen }: { chosen: PersonAnswer[] }) {
  const [busy, setBusy] = useState(false);
  const key = useRef("");
  const [one] = chosen;
  if (!one) {
    return null;
  }
  if (chosen.length === 1) {
    return (
      <div className={css.foot}>
        <Button
          look="strong"
          wide
          busy={busy}
          onClick={async () => {
            setBusy(true);
            if (!(await writeTo(one))) {
              setBusy(false);
            }
          }}
        >
          {t("talks.writeTo", { name: one.username })}
        </Button>
      </div>
    );
  }
  return (
    <Form
      className={css.foot ?? ""}
      label={t("talks.group")}
      send={async ({ name = "" }) => {
        const body = { people: chosen.map(({ id }) => id), name: name.trim() };
        // A repeat of the same wish makes no second group.
        const wish = JSON.stringify(body);
        if (!key.current.startsWith(wish)) {
          key.current = `${wish} ${crypto.randomUUID()}`;
        }
        const talk = await api.makeGroup(body, { idempotencyKey: key.current.slice(wish.length + 1) });
        put(talk);
        go(talkPath(talk.id));
      }}
    >
      {(working) => (
        <>
          <Field
            label={t("talks.groupName")}
            hint={t("talks.groupNameHint")}
            name="name"
            maxLength={LONGEST_NAME}
            autoComplete="off"
          />
          <Button type="submit" look="strong" wide busy={working}>
            {t("talks.makeGroup", { count: chosen.length + 1 })}
          </Button>
        </>
      )}
    </Form>
  );
}
