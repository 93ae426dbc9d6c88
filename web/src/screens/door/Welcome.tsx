// The door: a wall of photographs, and a form to come in by.

import { useQuery } from "@tanstack/react-query";
import { signIn } from "../../kit/session";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button } from "../../parts/Button";
import { Field, Form, PasswordField } from "../../parts/Form";
import { Wordmark } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { complain } from "../../parts/Notices";
import css from "./Welcome.module.css";

interface Guest {
  username: string;
  name: string;
  password: string;
}

/** The people of the demo world with their passwords; only a development machine serves them. */
async function cast(): Promise<Guest[]> {
  if (!["localhost", "127.0.0.1"].includes(location.hostname)) {
    return [];
  }
  const answer = await fetch("/demo.json");
  return answer.ok ? answer.json() : [];
}

export function Welcome() {
  return (
    <div className={`${css.welcome} bare-screen`}>
      <section className={css.door}>
        <Wordmark />
        <h1 tabIndex={-1}>{t("door.title")}</h1>
        <Form send={({ login = "", password = "" }) => signIn({ login: login.trim(), password })}>
          {(busy) => (
            <>
              <Field
                label={t("door.login")}
                name="login"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
              />
              <PasswordField label={t("door.password")} name="password" autoComplete="current-password" required />
              <Button type="submit" look="strong" wide busy={busy}>
                {t("door.signIn")}
              </Button>
            </>
          )}
        </Form>
        <p>
          {t("door.new")} <Link href="/sign-up">{t("door.make")}</Link>
        </p>
        <Guests />
      </section>
    </div>
  );
}

function Guests() {
  const { data } = useQuery({ queryKey: ["cast"], queryFn: cast, retry: false });
  if (!data?.length) {
    return null;
  }
  const enter = (guest: Guest) => {
    signIn({ login: guest.username, password: guest.password }).catch((error) =>
      complain(t("door.failed"), error, () => enter(guest)),
    );
  };
  return (
    <div>
      <h2>{t("door.guests")}</h2>
      <ul className={css.guests}>
        {data.slice(0, 12).map((guest) => (
          <li key={guest.username}>
            <button type="button" onClick={() => enter(guest)}>
              <Avatar person={{ ...guest, avatar: null }} size={56} />
              <span>{guest.name.split(" ")[0]}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
