// Further profiles of the same account: one sign-in, several names.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { switchTo, useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Field, Form } from "../../parts/Form";
import { complain, say } from "../../parts/Notices";
import { PersonShades } from "../../parts/People";
import { Sheet } from "../../parts/Sheet";
import { Group } from "./bits";
import css from "./Settings.module.css";

const KEY = names.settings("profiles");
const MOST = 5;

export function Profiles() {
  const people = useQuery({ queryKey: KEY, queryFn: () => api.myPeople() });
  const me = useMe();
  const [adding, setAdding] = useState(false);
  const [going, setGoing] = useState<string | null>(null);
  const change = (id: string) => {
    setGoing(id);
    switchTo(id).catch((error: unknown) => {
      setGoing(null);
      complain(t("settings.profiles.notSwitched"), error, () => change(id));
    });
  };
  return (
    <Group title={t("settings.profiles")} lead={t("settings.profiles.lead", { count: MOST })}>
      {people.isError ? <Trouble error={people.error} again={() => void people.refetch()} /> : null}
      {people.isPending ? <PersonShades count={1} /> : null}
      <ul className={css.rows}>
        {people.data?.items.map((each) => (
          <li key={each.id} className={css.row}>
            <span className={css.buttons} style={{ alignItems: "center" }}>
              <Avatar person={each.acting && me ? me : { username: each.username, name: "", avatar: null }} size={32} />
              <bdi className="who">{each.username}</bdi>
            </span>
            {each.acting ? (
              <span className={css.mark}>{t("settings.profiles.here")}</span>
            ) : (
              <Button
                small
                busy={going === each.id}
                aria-label={t("settings.profiles.switchTo", { name: each.username })}
                onClick={() => change(each.id)}
              >
                {t("settings.profiles.switch")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {(people.data?.items.length ?? MOST) < MOST ? (
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t("settings.profiles.add")}
        </Button>
      ) : null}
      {adding ? (
        <Sheet title={t("settings.profiles.add")} onClose={() => setAdding(false)}>
          <Form
            send={async ({ username = "" }) => {
              const added = await api.addPerson({ username: username.trim() });
              await queries.invalidateQueries({ queryKey: KEY });
              say(t("settings.profiles.added", { name: added.username }), {
                label: t("settings.profiles.switch"),
                action: () => change(added.id),
              });
              setAdding(false);
            }}
            codes={{ "username-taken": "username" }}
          >
            {(busy) => (
              <>
                <Field
                  label={t("settings.username")}
                  name="username"
                  autoCapitalize="none"
                  autoComplete="off"
                  spellCheck={false}
                  dir="ltr"
                  maxLength={30}
                  hint={t("settings.username.rules")}
                  required
                  autoFocus
                />
                <Button type="submit" look="strong" wide busy={busy}>
                  {t("settings.profiles.add")}
                </Button>
              </>
            )}
          </Form>
        </Sheet>
      ) : null}
    </Group>
  );
}
