// The username and the password.

import { useState } from "react";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { session, setPerson, useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Field, Form, PasswordField } from "../../parts/Form";
import { say } from "../../parts/Notices";
import { Group } from "./bits";

export function Username() {
  const me = useMe();
  const [written, setWritten] = useState(me?.username ?? "");
  if (!me) {
    return null;
  }
  const same = written.trim().toLowerCase() === me.username;
  return (
    <Group title={t("settings.username")} lead={t("settings.username.lead")}>
      <Form
        send={async () => {
          const { username } = await api.changeMyUsername({ username: written.trim() });
          queries.removeQueries({ queryKey: names.person(me.username) });
          setPerson({ ...me, username }, session.get().private);
          setWritten(username);
          say(t("settings.username.done", { name: username }));
        }}
        codes={{ "username-taken": "username", "username-changed-often": "username" }}
      >
        {(busy) => (
          <>
            <Field
              label={t("settings.username.new")}
              name="username"
              value={written}
              onChange={(event) => setWritten(event.target.value)}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={30}
              dir="ltr"
              hint={t("settings.username.rules")}
              required
            />
            <Button type="submit" busy={busy} disabled={same || !written.trim()}>
              {t("do.save")}
            </Button>
          </>
        )}
      </Form>
    </Group>
  );
}

export function Password() {
  const me = useMe();
  const [turn, setTurn] = useState(0);
  return (
    <Group title={t("settings.password")} lead={t("settings.password.lead")}>
      <Form
        key={turn}
        send={async ({ current = "", password = "" }) => {
          await api.changePassword({ current, password });
          void queries.invalidateQueries({ queryKey: names.settings("sessions") });
          say(t("settings.password.done"));
          setTurn(turn + 1);
        }}
        codes={{ "wrong-password": "current" }}
      >
        {(busy) => (
          <>
            <input type="text" hidden readOnly autoComplete="username" value={me?.username ?? ""} />
            <PasswordField
              label={t("settings.password.current")}
              name="current"
              autoComplete="current-password"
              required
            />
            <PasswordField
              label={t("settings.password.new")}
              name="password"
              autoComplete="new-password"
              hint={t("settings.password.rules")}
              required
            />
            <Button type="submit" busy={busy}>
              {t("settings.password.change")}
            </Button>
          </>
        )}
      </Form>
    </Group>
  );
}
