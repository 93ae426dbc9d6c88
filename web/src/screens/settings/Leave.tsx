// Deleting the account: what goes, what it takes, and until when it can be taken back.

import { useState } from "react";
import { api } from "../../kit/api";
import { go } from "../../kit/place";
import { leave as goodbye, useMe } from "../../kit/session";
import { rich, t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Field, Form } from "../../parts/Form";
import { Group, Part } from "./bits";
import css from "./Leave.module.css";
import { changedMind, proved } from "./proof";

const DAYS = 30;
const GOES = ["settings.leave.posts", "settings.leave.people", "settings.leave.profiles"] as const;

export default function Leave() {
  const me = useMe();
  const [typed, setTyped] = useState("");
  if (!me) {
    return null;
  }
  const right = typed.trim().toLowerCase().replace(/^@/, "") === me.username;
  const leave = async () => {
    try {
      const { eraseAt } = await proved(() => api.leave());
      goodbye(eraseAt);
      go("/", { replace: true });
    } catch (error) {
      if (!changedMind(error)) {
        throw error;
      }
    }
  };
  return (
    <Part title={t("settings.leave")} lead={t("settings.leave.lead")}>
      <ul className={css.goes}>
        {GOES.map((each) => (
          <li key={each}>{t(each)}</li>
        ))}
      </ul>
      <p>{t("settings.leave.grace", { count: DAYS })}</p>
      <div>
        <ButtonLink href="/settings/data" icon="download">
          {t("settings.leave.first")}
        </ButtonLink>
      </div>
      <Group title={t("settings.leave.sure")}>
        <Form send={leave} className={css.form ?? ""}>
          {(busy) => (
            <>
              <p>{rich("settings.leave.type", { name: <bdi className="who">{me.username}</bdi> })}</p>
              <Field
                label={t("settings.username")}
                name="username"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                dir="ltr"
              />
              <Button type="submit" className={css.red ?? ""} wide busy={busy} disabled={!right}>
                {t("settings.leave.go")}
              </Button>
            </>
          )}
        </Form>
      </Group>
    </Part>
  );
}
