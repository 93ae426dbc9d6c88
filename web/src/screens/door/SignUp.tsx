// A new account. What the profile says comes after it (Hello): until then only what cannot be left out.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usePageTitle } from "../../app/Frame";
import { api } from "../../kit/api";
import { usePlace, want } from "../../kit/place";
import { names } from "../../kit/query";
import { signUp } from "../../kit/session";
import { t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Field, Form } from "../../parts/Form";
import { Link } from "../../parts/Link";
import css from "./Door.module.css";
import { NewPassword } from "./NewPassword";
import { DoorFrame } from "./Open";
import { PASSWORD_LEAST, strengthOf, USERNAME_MOST, usernameWrong } from "./rules";

/** Where the first steps of a new member are. */
export const FIRST_STEPS = "/hello";

export default function SignUp() {
  usePageTitle(t("door.make"));
  const { search } = usePlace();
  const instance = useQuery({ queryKey: names.instance, queryFn: () => api.readInstance() });
  if (instance.data?.signUp === "closed") {
    return (
      <DoorFrame>
        <h1 tabIndex={-1}>{t("letters.closed.title")}</h1>
        <p className="soft">{t("letters.closed.text", { name: instance.data.name })}</p>
        <ButtonLink href="/" wide>
          {t("door.signIn")}
        </ButtonLink>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame>
      <h1 tabIndex={-1}>{t("letters.signUp.title")}</h1>
      {instance.isError ? (
        <Trouble error={instance.error} again={() => void instance.refetch()} />
      ) : (
        <Fields invited={instance.data?.signUp === "invitation"} code={new URLSearchParams(search).get("invitation")} />
      )}
      <p className={css.other}>
        {t("letters.signUp.member")} <Link href="/">{t("door.signIn")}</Link>
      </p>
    </DoorFrame>
  );
}

function Fields({ invited, code }: { invited: boolean; code: string | null }) {
  const [username, setUsername] = useState("");
  const [left, setLeft] = useState(false); // a name that one is still writing is not wrong yet
  const wrong = usernameWrong(username);
  const early = wrong === "letters.username.short" || wrong === "letters.username.dots";
  return (
    <Form
      codes={{
        "username-taken": "username",
        "contact-refused": "login",
        "invitation-needed": "invitation",
        "invitation-refused": "invitation",
      }}
      send={async ({ login = "", username: chosen = "", password = "", invitation = "" }) => {
        if (usernameWrong(chosen) || strengthOf(password).steps === 0) {
          setLeft(true);
          document.querySelector<HTMLElement>("main form [aria-invalid='true']")?.focus();
          if (usernameWrong(chosen)) {
            return;
          }
        }
        want(FIRST_STEPS);
        try {
          const newcomer = { login: login.trim(), username: chosen.trim(), password };
          await signUp(invited ? { ...newcomer, invitation: invitation.trim() } : newcomer);
        } catch (error) {
          want(null);
          throw error;
        }
      }}
    >
      {(busy) => (
        <>
          {invited ? (
            <Field
              label={t("letters.invitation")}
              hint={t("letters.invitationHint")}
              name="invitation"
              defaultValue={code ?? ""}
              dir="ltr"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
          ) : null}
          <Field
            label={t("letters.login")}
            hint={t("letters.loginHint")}
            name="login"
            dir="ltr"
            autoComplete="email"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            required
          />
          <Field
            label={t("letters.username")}
            hint={t("letters.usernameHint")}
            name="username"
            dir="ltr"
            value={username}
            wrong={wrong && (left || !early) ? t(wrong) : undefined}
            onChange={(event) => setUsername(event.target.value)}
            onBlur={() => setLeft(true)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={USERNAME_MOST + 1}
            required
          />
          <NewPassword known={[username]} least={PASSWORD_LEAST} />
          <Button type="submit" look="strong" wide busy={busy}>
            {t("door.make")}
          </Button>
        </>
      )}
    </Form>
  );
}
